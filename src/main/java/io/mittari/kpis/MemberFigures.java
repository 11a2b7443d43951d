package io.mittari.kpis;

import io.mittari.measures.Measure;
import io.mittari.measures.MemberPeriod;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Every measure and KPI of one member in one period. */
final class MemberFigures {
    /** Why a KPI has a value, or has none. */
    enum Status {
        OK,
        NO_DENOMINATOR,
        NO_SOURCE,
        NOT_APPLICABLE;

        String statusName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Grain grain;
    private final Set<Entity> sources;
    private final Map<String, Kpi> kpis = new HashMap<>();
    private final Map<String, Fraction> figures = new HashMap<>();
    private final Map<String, BigDecimal> values = new HashMap<>();
    private final Long[] parts = new Long[Measure.values().length];

    private MemberFigures(Grain grain, Set<Entity> sources) {
        this.grain = grain;
        this.sources = sources;
    }

    static MemberFigures of(MemberPeriod period, Grain grain, Set<Entity> sources, List<Kpi> kpis) {
        MemberFigures figures = new MemberFigures(grain, sources);
        for (Measure measure : Measure.values()) {
            figures.add(measure, measure.isAvailable(sources) ? measure.valueOf(period) : null);
        }
        figures.add(Catalog.PERIOD_DAYS, period.range().daysUpToReportingDate(period.period()));
        figures.add(Catalog.FISCAL_YEAR_DAYS, period.range().daysOfFiscalYear(period.period()));
        kpis.forEach(figures::add);
        return figures;
    }

    /** Whether any measure is neither 0 nor null. */
    boolean hasAny() {
        for (Long part : parts) {
            if (part != null && part != 0) {
                return true;
            }
        }
        return false;
    }

    /** The measure as published; null where it has no value. */
    Object published(Measure measure) {
        Long part = parts[measure.ordinal()];
        return part == null ? null : measure.unit().published(part);
    }

    /** The KPI as published; null where it has no value. */
    BigDecimal value(String kpi) {
        return values.get(kpi);
    }

    /** The KPI with all that kpi_values says of it. */
    Row detail(String name, MemberFigures previous, MemberFigures yearAgo) {
        Kpi kpi = kpis.get(name);
        Fraction fraction = kpi.isRatio() && values.get(name) != null ? figures.get(name) : null;
        return RowFactory.create(
                name,
                value(name),
                fraction == null ? null : side(fraction.numerator()),
                fraction == null ? null : side(fraction.denominator()),
                status(kpi).statusName(),
                previous == null ? null : previous.value(name),
                yearAgo == null ? null : yearAgo.value(name));
    }

    static StructType detailType() {
        return DataTypes.createStructType(List.of(
                field("kpi", DataTypes.StringType),
                field("value", Figures.KPI_TYPE),
                field("numerator", Figures.SIDE_TYPE),
                field("denominator", Figures.SIDE_TYPE),
                field("status", DataTypes.StringType),
                field("previous_value", Figures.KPI_TYPE),
                field("year_ago_value", Figures.KPI_TYPE)));
    }

    private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
        return DataTypes.createStructField(name, type, true);
    }

    private void add(Measure measure, Long part) {
        parts[measure.ordinal()] = part;
        if (part != null) {
            figures.put(measure.column(), Fraction.of(measure.unit().exact(part)));
        }
    }

    private void add(String length, int days) {
        figures.put(length, Fraction.of(BigDecimal.valueOf(days)));
    }

    private void add(Kpi kpi) {
        kpis.put(kpi.name(), kpi);
        Fraction fraction = grain == Grain.CHANNEL && !kpi.hasChannel() ? null : kpi.evaluate(figures::get);
        if (fraction == null) {
            figures.remove(kpi.name());
        } else {
            figures.put(kpi.name(), fraction);
            values.put(kpi.name(), fraction.rounded());
        }
    }

    private Status status(Kpi kpi) {
        if (values.containsKey(kpi.name())) {
            return Status.OK;
        }
        if (grain == Grain.CHANNEL && !kpi.hasChannel()) {
            return Status.NOT_APPLICABLE;
        }
        boolean hasSources = kpi.inputs().stream().allMatch(measure -> measure.isAvailable(sources));
        return hasSources ? Status.NO_DENOMINATOR : Status.NO_SOURCE;
    }

    private static BigDecimal side(BigDecimal number) {
        BigDecimal rounded = number.setScale(6, RoundingMode.HALF_UP);
        return rounded.precision() > 38 ? null : rounded;
    }
}
