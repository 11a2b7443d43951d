package io.mittari.report;

import static org.apache.spark.sql.functions.col;

import io.mittari.close.ClosedTables;
import io.mittari.measures.Measure;
import io.mittari.model.Grain;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables of figures, as published or as closed, cut down to a period and those before it that a trend shows. */
public final class ReportTables {
    private final Function<String, Dataset<Row>> source;
    private final String runId;
    private final LocalDate asOf;
    private final Optional<ClosedTables> closed;
    private final List<ReportKpi> kpis;
    private final List<ReportPeriod> periods;
    private final Map<String, Dataset<Row>> opened = new HashMap<>();

    private ReportTables(
            Function<String, Dataset<Row>> source,
            String runId,
            LocalDate asOf,
            Optional<ClosedTables> closed,
            String period,
            List<String> kpiOrder) {
        this.source = source;
        this.runId = runId;
        this.asOf = asOf;
        this.closed = closed;
        this.kpis = readKpis(kpiOrder);
        this.periods = readPeriods(period);
    }

    /**
     * The tables that a run has published.
     *
     * @param period the name of a published period
     * @param kpiOrder names of KPIs in the order in which they are shown; others come last
     */
    public static ReportTables published(Warehouse warehouse, PublishedRun run, String period, List<String> kpiOrder) {
        return new ReportTables(
                name -> warehouse.table(name, run),
                run.runId(),
                run.reportingDate(),
                Optional.empty(),
                period,
                kpiOrder);
    }

    /**
     * The tables with what a close has frozen, about the period that it has closed.
     *
     * @param kpiOrder as of {@link #published}
     */
    public static ReportTables closed(ClosedTables closed, List<String> kpiOrder) {
        Close close = closed.closed().close();
        return new ReportTables(
                closed::table,
                close.run().runId(),
                close.run().reportingDate(),
                Optional.of(closed),
                close.period(),
                kpiOrder);
    }

    /** The name of the period that the report is about. */
    public String periodName() {
        return period().name();
    }

    /** The run whose figures of the period these are. */
    String runId() {
        return runId;
    }

    /** The reporting date of that run. */
    LocalDate asOf() {
        return asOf;
    }

    /** The close that the report is about; empty where it is about what is published. */
    Optional<ClosedTables> closed() {
        return closed;
    }

    /** The published KPIs, in order. */
    List<ReportKpi> kpis() {
        return kpis;
    }

    /** The period that the report is about. */
    ReportPeriod period() {
        return periods.get(periods.size() - 1);
    }

    /** The report's period and those of the same type before it that a trend shows, the oldest first. */
    List<ReportPeriod> periods() {
        return periods;
    }

    /** The columns of measures and KPIs in the wide tables. */
    List<String> figures() {
        List<String> measures = measures().stream().map(Measure::column).toList();
        return Stream.concat(
                        measures.stream(), kpis.stream().map(ReportKpi::name).filter(name -> !measures.contains(name)))
                .toList();
    }

    /** All measures: each is a column of the wide tables. */
    static List<Measure> measures() {
        return List.of(Measure.values());
    }

    /** The rows of a grain's wide table in the periods. */
    Dataset<Row> wide(Grain grain) {
        return table("kpi_" + grain.grainName())
                .where(col("period_type").equalTo(period().type()))
                .where(col("period")
                        .isin(periods.stream().map(ReportPeriod::name).toArray()));
    }

    /**
     * The keys of the members with the largest bookings in the report's period, read once.
     *
     * @param limit how many at most
     */
    Dataset<Row> largest(Grain grain, int limit) {
        Dataset<Row> keys = ofPeriod(wide(grain))
                .orderBy(Stream.concat(
                                Stream.of(col("bookings").desc_nulls_last()),
                                grain.keys().stream().map(key -> col(key)))
                        .toArray(Column[]::new))
                .limit(limit)
                .select(grain.keys().stream().map(key -> col(key)).toArray(Column[]::new));
        return keys.sparkSession().createDataFrame(keys.collectAsList(), keys.schema());
    }

    /** The rows of {@code kpi_values} about a grain in the report's period. */
    Dataset<Row> values(Grain grain) {
        return ofPeriod(table("kpi_values")).where(col("grain").equalTo(grain.grainName()));
    }

    /** The rows of {@code stage_performance} in the report's period. */
    Dataset<Row> stages() {
        return ofPeriod(table("stage_performance"));
    }

    /** Those rows that are about the report's period. */
    Dataset<Row> ofPeriod(Dataset<Row> rows) {
        return rows.where(col("period_type").equalTo(period().type()))
                .where(col("period").equalTo(period().name()));
    }

    private Dataset<Row> table(String name) {
        return opened.computeIfAbsent(name, source);
    }

    private List<ReportKpi> readKpis(List<String> order) {
        return table("kpi_catalog").collectAsList().stream()
                .map(ReportKpi::of)
                .sorted(Comparator.comparing((ReportKpi kpi) -> order.contains(kpi.name()) ? 0 : 1)
                        .thenComparing(kpi -> order.indexOf(kpi.name()))
                        .thenComparing(ReportKpi::name))
                .toList();
    }

    private List<ReportPeriod> readPeriods(String name) {
        String[] others = {"period", "period_start", "period_end", "complete"};
        List<ReportPeriod> published = table("kpi_company").select("period_type", others).collectAsList().stream()
                .map(ReportPeriod::of)
                .sorted(Comparator.comparing(ReportPeriod::start))
                .toList();
        ReportPeriod last = published.stream()
                .filter(period -> period.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot report on " + name + ": it is not published"));
        List<ReportPeriod> upToIt = published.stream()
                .filter(period -> period.type().equals(last.type()))
                .filter(period -> !period.start().isAfter(last.start()))
                .toList();
        return upToIt.subList(Math.max(0, upToIt.size() - shown(last.type())), upToIt.size());
    }

    /** How many periods a trend shows: two years of quarters, a year of months, each with the one that it compares to. */
    private static int shown(String periodType) {
        return switch (periodType) {
            case "month" -> 13;
            case "quarter" -> 9;
            default -> 5;
        };
    }
}
