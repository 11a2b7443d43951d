package io.mittari.nightly;

import io.mittari.kpis.Catalog;
import io.mittari.measures.Measure;
import io.mittari.settings.KpiDefinition;
import io.mittari.warehouse.PublishedColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The columns of the wide tables: every measure, and every published KPI that is no measure. */
public final class FigureColumns {
    private FigureColumns() {}

    /** The columns in the order of publication. */
    public static List<PublishedColumn> of(Catalog catalog) {
        Stream<PublishedColumn> measures = Arrays.stream(Measure.values()).map(FigureColumns::column);
        Stream<PublishedColumn> kpis = catalog.published().stream()
                .filter(kpi -> Measure.named(kpi.name()).isEmpty())
                .map(kpi -> column(kpi, catalog));
        return Stream.concat(measures, kpis).toList();
    }

    private static PublishedColumn column(Measure measure) {
        String name = measure.column();
        String comment = measure.description();
        return switch (measure.unit()) {
            case COUNT, DAYS -> PublishedColumn.count(name, comment);
            case MONEY -> PublishedColumn.money(name, comment);
            case UNITS -> PublishedColumn.units(name, comment);
            case MINUTES -> PublishedColumn.minutes(name, comment);
        };
    }

    private static PublishedColumn column(KpiDefinition kpi, Catalog catalog) {
        return PublishedColumn.kpi(
                kpi.name(), "%s (%s): %s".formatted(kpi.label(), kpi.unit(), catalog.formula(kpi.name())));
    }
}
