package io.mittari.explain;

import static org.apache.spark.sql.functions.col;

import io.mittari.kpis.Workings;
import io.mittari.measures.Measure;
import io.mittari.model.Entity;
import io.mittari.model.Failure;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.settings.Nearest;
import io.mittari.settings.Settings;
import io.mittari.stages.StageTotals;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Explains one published figure of a stage: takes a value in {@code stage_performance} back to the stays behind it. */
public final class StageExplainer {
    private final Warehouse warehouse;
    private final PublishedRun run;
    private final Settings settings;
    private final StageColumn column;
    private final String stage;
    private final Period period;
    private final Subject member;
    private final Row row;

    /**
     * @param warehouse the published tables
     * @param run the run that published them
     * @param settings the settings of that run
     * @param name a figure of {@code stage_performance}
     * @param stage a stage, as the CRM names it
     * @param period a published period
     * @param member whose value it is
     * @throws Failure with exit 2 where there is no such figure, or no row of the stage for the member and the period
     */
    public StageExplainer(
            Warehouse warehouse,
            PublishedRun run,
            Settings settings,
            String name,
            String stage,
            Period period,
            Subject member) {
        this.warehouse = warehouse;
        this.run = run;
        this.settings = settings;
        this.column = StageColumn.known(name);
        this.stage = stage;
        this.period = period;
        this.member = member;
        refuseOtherGrain();
        this.row = published()
                .where(col("period_type").equalTo(period.type().typeName()))
                .where(col("period").equalTo(period.name()))
                .where(member.inStage(stage).isMember())
                .collectAsList()
                .stream()
                .findFirst()
                .orElseThrow(this::missing);
    }

    /**
     * The value with its formula and the stays behind it. Those of a closed period are stays of today.
     *
     * @throws Failure with exit 1 where the stays do not come to what is published, and it is not closed
     */
    public Explanation explain() {
        RunInputs inputs = RunInputs.of(warehouse, run, settings, EnumSet.noneOf(Measure.class));
        StageRows rows = StageRows.of(inputs.facts().stayRows().orElseThrow(), inputs, member, period);
        Optional<BigDecimal> value = published(column);
        Optional<ClosedValue> closed = Optional.ofNullable(row.<Integer>getAs("close_version"))
                .map(version ->
                        ClosedValue.ofStage(warehouse, version, period, value, column.value(rows.totals(stage), rows)));
        if (closed.isEmpty()) {
            Stream.of(StageColumn.values()).forEach(figure -> refuseOtherValue(figure, rows));
        }
        return new Explanation(
                column.columnName(),
                column.columnName(),
                column.unit(),
                column.description(),
                period,
                inputs.range().isComplete(period),
                member.inStage(stage),
                value,
                value.isPresent() ? "ok" : "no_denominator",
                lines(rows),
                inputs(rows),
                Rejected.of(warehouse, run).stream()
                        .filter(rejected -> rejected.source().equals(Entity.STAGE_HISTORY.entityName()))
                        .toList(),
                closed,
                run.reportingDate(),
                run.runId());
    }

    private List<Workings.Line> lines(StageRows rows) {
        Workings.Line line = line(column, column.columnName(), rows.totals(stage), rows);
        return column == StageColumn.BOTTLENECK_RANK
                ? Stream.concat(
                                Stream.of(line),
                                rows.stages().entrySet().stream()
                                        .filter(other -> other.getValue().ended() > 0)
                                        .map(other -> line(
                                                StageColumn.MEDIAN_DAYS,
                                                "median_days (%s)".formatted(other.getKey()),
                                                other.getValue(),
                                                rows)))
                        .toList()
                : List.of(line);
    }

    private static Workings.Line line(StageColumn column, String name, StageTotals totals, StageRows rows) {
        return new Workings.Line(name, column.formula(), column.numbers(totals, rows), column.value(totals, rows));
    }

    private List<ExplainedMeasure> inputs(StageRows rows) {
        return column == StageColumn.BOTTLENECK_RANK
                ? rows.stages().entrySet().stream()
                        .filter(other -> other.getValue().ended() > 0)
                        .map(other -> input(
                                StageInput.DAYS,
                                "days (%s)".formatted(other.getKey()),
                                other.getKey(),
                                other.getValue(),
                                rows))
                        .toList()
                : column.inputs().stream()
                        .map(input -> input(input, input.inputName(), stage, rows.totals(stage), rows))
                        .toList();
    }

    private static ExplainedMeasure input(
            StageInput input, String name, String stage, StageTotals totals, StageRows rows) {
        return new ExplainedMeasure(
                name,
                input.description(),
                input.unit(),
                Optional.of(BigDecimal.valueOf(input.sum(totals))),
                input.rows(totals),
                limit -> rows.largest(stage, input, limit));
    }

    /** Every figure of the row has to come out, or none is explained. */
    private void refuseOtherValue(StageColumn figure, StageRows rows) {
        Optional<BigDecimal> published = published(figure);
        Optional<BigDecimal> worked = figure.value(rows.totals(stage), rows);
        if (!ClosedValue.isSame(published, worked)) {
            throw Failure.error(
                    "The rows behind %s of %s in %s come to %s, but run %s has published %s.%s"
                            .formatted(
                                    figure.columnName(),
                                    member.inStage(stage).text(),
                                    period.name(),
                                    worked.map(BigDecimal::toPlainString).orElse("no value"),
                                    run.runId(),
                                    published.map(BigDecimal::toPlainString).orElse("no value"),
                                    Explainer.remedy(run, settings)),
                    null);
        }
    }

    private Optional<BigDecimal> published(StageColumn figure) {
        return Optional.ofNullable(row.<Number>getAs(figure.columnName()))
                .map(number -> number instanceof BigDecimal exact ? exact : BigDecimal.valueOf(number.longValue()));
    }

    /** The rows of the member's grain. */
    private Dataset<Row> published() {
        return warehouse
                .table(KpiTables.STAGE_PERFORMANCE.name(), run)
                .where(col("grain").equalTo(member.grain().grainName()));
    }

    private void refuseOtherGrain() {
        if (!Grain.OF_STAGES.contains(member.grain())) {
            throw Failure.usage(
                    "The figures of a stage are published for the company, and by rep, team or segment: with --stage give one of --rep, --team and --segment, or none");
        }
    }

    private Failure missing() {
        List<String> known = published().select("stage").distinct().orderBy("stage").collectAsList().stream()
                .map(other -> other.getString(0))
                .toList();
        if (known.isEmpty()) {
            return Failure.usage("There are no figures of stages: the run had no source stage_history");
        }
        if (!known.contains(stage)) {
            return Failure.usage("There is no published stage '%s' (--stage); the nearest is %s. Published are %s"
                    .formatted(stage, Nearest.of(stage, known), String.join(", ", known)));
        }
        PublishedMember figures = new PublishedMember(warehouse, run, member);
        return figures.wide(period).isEmpty()
                ? figures.missing(period)
                : Failure.usage("There are no figures of %s in %s: no opportunity entered or left the stage there"
                        .formatted(member.inStage(stage).text(), period.name()));
    }
}
