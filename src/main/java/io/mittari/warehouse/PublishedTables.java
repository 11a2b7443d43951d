package io.mittari.warehouse;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All tables that the job publishes. */
public final class PublishedTables {
    private PublishedTables() {}

    /**
     * Every table, in the order of the documentation.
     *
     * @param figures the columns of the measures and KPIs in the six wide tables
     */
    public static List<PublishedTable> all(List<PublishedColumn> figures) {
        Stream<PublishedTable> wide = Arrays.stream(Grain.values()).map(grain -> KpiTables.wide(grain, figures));
        Stream<PublishedTable> others = Stream.of(
                KpiTables.KPI_VALUES,
                KpiTables.STAGE_PERFORMANCE,
                KpiTables.KPI_CATALOG,
                CloseTables.RESTATEMENTS,
                CloseTables.RESTATEMENT_CAUSES,
                RunTables.REJECTED_ROWS,
                RunTables.SOURCE_LOADS,
                RunTables.QUALITY_CHECKS,
                RunTables.RUNS);
        Stream<PublishedTable> conformed = Arrays.stream(Entity.values()).map(PublishedTables::conformed);
        Stream<PublishedTable> closes = Stream.concat(Stream.of(CloseTables.CLOSES), CloseTables.FROZEN.stream());
        return Stream.of(wide, others, closes, conformed)
                .flatMap(tables -> tables)
                .toList();
    }

    /** The rows in use of an entity, so that a figure can be joined back to its rows: {@code conformed/leads}. */
    public static PublishedTable conformed(Entity entity) {
        return PublishedTable.replaced(
                "conformed/" + entity.entityName(),
                entity.description() + " After mapping, deduplication and rejection.",
                entity.columns().stream().map(PublishedTables::conformed).toList(),
                entity.key());
    }

    private static PublishedColumn conformed(CanonicalColumn column) {
        return new PublishedColumn(
                column.name(),
                column.kind().dataType(),
                !column.required(),
                column.comment(),
                Optional.ofNullable(
                        switch (column.kind()) {
                            case RATE -> "`%1$s` is null or `%1$s` > 0".formatted(column.name());
                            case PROBABILITY -> "`%1$s` is null or `%1$s` between 0 and 1".formatted(column.name());
                            case TEXT, CODE, CURRENCY, TIMESTAMP, DATE, AMOUNT, QUANTITY -> null;
                        }));
    }
}
