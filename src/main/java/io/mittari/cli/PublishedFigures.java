package io.mittari.cli;

import static org.apache.spark.sql.functions.col;

import io.mittari.close.ClosedTables;
import io.mittari.explain.Explainer;
import io.mittari.explain.StageColumn;
import io.mittari.explain.StageExplainer;
import io.mittari.explain.Subject;
import io.mittari.measures.Measure;
import io.mittari.model.Failure;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.report.ReportTables;
import io.mittari.settings.Nearest;
import io.mittari.settings.Settings;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Finds what a person asks for in the tables of the newest published run. */
final class PublishedFigures {
    private static final List<String> PERIOD_COLUMNS =
            List.of("period_type", "period", "period_start", "period_end", "complete");
    private static final List<String> VALUE_COLUMNS = List.of(
            "kpi",
            "value",
            "unit",
            "status",
            "numerator",
            "denominator",
            "previous_value",
            "change",
            "change_rate",
            "year_ago_value",
            "target",
            "target_status",
            "benchmark",
            "rank",
            "percentile",
            "as_of",
            "run_id");

    /** Newest quarters of the company where no period is asked for: a year and the running one. */
    private static final int COMPANY_QUARTERS = 5;

    /** Newest quarters of members: the last one that is over, and the running one. */
    private static final int MEMBER_QUARTERS = 2;

    private final Warehouse warehouse;
    private final PublishedRun run;
    private final Settings settings;
    private final List<String> order;

    PublishedFigures(SparkSession spark, Settings settings) {
        this.warehouse = new Warehouse(spark, settings.warehouse());
        this.run = warehouse.publishedRun();
        this.settings = settings;
        this.order = settings.enabledKpis();
    }

    /**
     * The values of a grain.
     *
     * @param periodNames the periods; none: the newest quarters
     * @param kpiNames the KPIs; none: the core ones
     * @throws Failure (usage) that names the nearest one where a period or KPI is not published
     */
    ShownFigures of(Grain grain, List<String> periodNames, List<String> kpiNames) {
        List<ShownKpi> kpis = kpis(kpiNames);
        List<ShownPeriod> periods = periods(grain, periodNames);
        List<String> members = members(grain);
        List<String> columns = Stream.of(PERIOD_COLUMNS, members, VALUE_COLUMNS)
                .flatMap(List::stream)
                .toList();
        Dataset<Row> values = withNames(warehouse.table("kpi_values", run), members)
                .where(col("grain").equalTo(grain.grainName()))
                .where(col("period")
                        .isin(periods.stream().map(ShownPeriod::name).toArray()))
                .where(col("kpi").isin(kpis.stream().map(ShownKpi::name).toArray()))
                .select(columns(columns));
        List<Row> rows = new ArrayList<>(values.collectAsList());
        rows.sort(inOrder(periods, members, kpis));
        return new ShownFigures(grain, periods, kpis, members, columns, rows);
    }

    /**
     * The tables that a report is made of.
     *
     * @param periodName the report's period; empty: the newest quarter that is over, or the running one where none is
     * @throws Failure (usage) that names the nearest one where the period is not published
     */
    ReportTables forReport(Optional<String> periodName) {
        List<ShownPeriod> periods = periods(Grain.COMPANY, periodName.stream().toList());
        ShownPeriod newest = periods.get(periods.size() - 1);
        ShownPeriod newestWhole = periods.stream()
                .filter(ShownPeriod::isComplete)
                .reduce((earlier, later) -> later)
                .orElse(newest);
        return ReportTables.published(warehouse, run, newestWhole.name(), order);
    }

    /**
     * The tables that the report on a close is made of.
     *
     * @throws Failure (usage) where the period was never closed
     */
    ReportTables forClose(String periodName) {
        return ReportTables.closed(ClosedTables.newest(warehouse, run, settings.calendar(), periodName), order);
    }

    /**
     * Who explains a value.
     *
     * @param name a published KPI, or a measure
     * @param periodName its period
     * @throws Failure (usage) that names the nearest one where there is no such KPI, measure or period
     */
    Explainer explainer(String name, String periodName, Subject subject) {
        List<String> known = new ArrayList<>(warehouse.table("kpi_catalog", run).select("kpi").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted(Comparator.comparing(this::placeOf).thenComparing(kpi -> kpi))
                .toList());
        Stream.of(Measure.values())
                .map(Measure::column)
                .filter(measure -> !known.contains(measure))
                .forEach(known::add);
        if (!known.contains(name) && StageColumn.named(name).isPresent()) {
            throw Failure.usage(
                    "%s is a figure of stage_performance: say of which stage, with --stage".formatted(name));
        }
        refuseUnknown("KPI or measure", "KPI", name, known, String.join(", ", known));
        return new Explainer(warehouse, run, settings, name, period(periodName), subject);
    }

    /**
     * Who explains a figure of a stage.
     *
     * @param name a figure of {@code stage_performance}
     * @param stage a stage
     * @param periodName its period
     * @throws Failure (usage) that names the nearest one where there is no such figure, stage or period
     */
    StageExplainer stageExplainer(String name, String stage, String periodName, Subject member) {
        return new StageExplainer(warehouse, run, settings, name, stage, period(periodName), member);
    }

    private Period period(String name) {
        ShownPeriod shown = periods(Grain.COMPANY, List.of(name)).get(0);
        return settings.calendar().period(PeriodType.named(shown.type()), shown.start());
    }

    private List<ShownKpi> kpis(List<String> names) {
        List<ShownKpi> published = warehouse.table("kpi_catalog", run).collectAsList().stream()
                .map(ShownKpi::of)
                .sorted(Comparator.comparing((ShownKpi kpi) -> placeOf(kpi.name()))
                        .thenComparing(ShownKpi::name))
                .toList();
        List<String> known = published.stream().map(ShownKpi::name).toList();
        names.forEach(name -> refuseUnknown("KPI", "--kpi", name, known, String.join(", ", known)));
        return published.stream()
                .filter(kpi -> names.isEmpty() ? kpi.isCore() : names.contains(kpi.name()))
                .toList();
    }

    private int placeOf(String kpi) {
        int place = order.indexOf(kpi);
        return place < 0 ? order.size() : place;
    }

    private List<ShownPeriod> periods(Grain grain, List<String> names) {
        List<ShownPeriod> published =
                warehouse.table("kpi_company", run).select(columns(PERIOD_COLUMNS)).collectAsList().stream()
                        .map(ShownPeriod::of)
                        .sorted(Comparator.comparing(ShownPeriod::type).thenComparing(ShownPeriod::start))
                        .toList();
        if (names.isEmpty()) {
            return newestQuarters(published, grain == Grain.COMPANY ? COMPANY_QUARTERS : MEMBER_QUARTERS);
        }
        List<String> known = published.stream().map(ShownPeriod::name).toList();
        names.forEach(name -> refuseUnknown("period", "--period", name, known, ranges(published)));
        return published.stream()
                .filter(period -> names.contains(period.name()))
                .toList();
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(functions::col).toArray(Column[]::new);
    }

    private static List<ShownPeriod> newestQuarters(List<ShownPeriod> published, int count) {
        List<ShownPeriod> quarters = ofType(PeriodType.QUARTER, published);
        return quarters.subList(Math.max(0, quarters.size() - count), quarters.size());
    }

    private static List<ShownPeriod> ofType(PeriodType type, List<ShownPeriod> periods) {
        return periods.stream()
                .filter(period -> period.type().equals(type.typeName()))
                .toList();
    }

    private static String ranges(List<ShownPeriod> published) {
        return Stream.of(PeriodType.values())
                .map(type -> ofType(type, published))
                .map(periods -> periods.get(0).name() + " to "
                        + periods.get(periods.size() - 1).name())
                .reduce((first, second) -> first + ", " + second)
                .orElseThrow();
    }

    private static void refuseUnknown(String kind, String option, String name, List<String> known, String all) {
        if (!known.contains(name)) {
            throw Failure.usage("There is no published %s '%s' (%s); the nearest is %s. Published are %s"
                    .formatted(kind, name, option, Nearest.of(name, alike(name, known)), all));
        }
    }

    /** The names that could be meant, the newest period first: of the same type, where the name looks like a period. */
    private static List<String> alike(String name, List<String> known) {
        List<String> newestFirst = new ArrayList<>(known);
        Collections.reverse(newestFirst);
        List<String> sameShape = newestFirst.stream()
                .filter(other -> shape(other).equals(shape(name)))
                .toList();
        return sameShape.isEmpty() ? known : sameShape;
    }

    private static String shape(String name) {
        return name.replaceAll("\\d", "0");
    }

    private static List<String> members(Grain grain) {
        return grain.keys().stream()
                .flatMap(key -> key.equals("rep_id") ? Stream.of(key, "rep_name") : Stream.of(key))
                .toList();
    }

    private Dataset<Row> withNames(Dataset<Row> values, List<String> members) {
        if (!members.contains("rep_name")) {
            return values;
        }
        String[] key = {"period_type", "period", "rep_id"};
        Dataset<Row> names = warehouse.table("kpi_rep", run).select("rep_name", key);
        return values.join(names, key, "left");
    }

    private static Comparator<Row> inOrder(List<ShownPeriod> periods, List<String> members, List<ShownKpi> kpis) {
        List<String> periodNames = periods.stream().map(ShownPeriod::name).toList();
        List<String> kpiNames = kpis.stream().map(ShownKpi::name).toList();
        return Comparator.comparing((Row row) -> periodNames.indexOf(row.<String>getAs("period")))
                .thenComparing(
                        row -> members.stream().map(row::<Object>getAs).toList().toString())
                .thenComparing(row -> kpiNames.indexOf(row.<String>getAs("kpi")));
    }
}
