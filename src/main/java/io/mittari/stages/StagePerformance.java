package io.mittari.stages;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.facts.CalendarColumns;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Grain;
import io.mittari.model.PeriodType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Where deals get stuck: per company, segment, rep and team, by period and stage, how many opportunities entered a
 * stage, and how long the stays that ended had lasted.
 */
public final class StagePerformance {
    private static final List<Grain> GRAINS = List.of(Grain.COMPANY, Grain.SEGMENT, Grain.REP, Grain.TEAM);
    private static final List<String> MEMBER = List.of("grain", "rep_id", "team", "segment");
    private static final String DAYS_TYPE = "decimal(28, 6)";

    private final PeriodRange range;
    private final CalendarColumns calendar;

    /** @param range the periods of the run */
    public StagePerformance(PeriodRange range) {
        this.range = range;
        this.calendar = new CalendarColumns(range.calendar(), range.reportingDate());
    }

    /**
     * The rows of {@code stage_performance} but {@code as_of} and {@code run_id}.
     *
     * @param stays the histogram of stays: the result of {@link io.mittari.facts.Facts#stays}
     * @param reps the reps, if there is such a source
     */
    public Dataset<Row> of(Dataset<Row> stays, Optional<Dataset<Row>> reps) {
        return ranked(byMember(stays.where(col("month").geq(range.firstEmittedMonth())), reps));
    }

    private Dataset<Row> byMember(Dataset<Row> histogram, Optional<Dataset<Row>> reps) {
        Column[] members = GRAINS.stream().map(StagePerformance::member).toArray(Column[]::new);
        Column[] periods =
                Arrays.stream(PeriodType.values()).map(this::periodOf).toArray(Column[]::new);
        Column percentiles = expr("percentile(days, array(0.5, 0.9), ended)");
        return withTeam(histogram, reps)
                .withColumn("member", explode(array(members)))
                .withColumn("part", explode(array(periods)))
                .select(col("member.*"), col("part.*"), col("stage"), col("days"), col("ended"), col("lost"))
                .groupBy("grain", "rep_id", "team", "segment", "period_type", "first_month", "stage")
                .agg(
                        sum("entered").as("entered"),
                        sum("ended").as("stays_ended"),
                        sum(col("days").multiply(col("ended"))).as("all_days"),
                        percentiles.as("percentiles"),
                        sum("lost").as("lost"))
                .where(col("entered").plus(col("stays_ended")).gt(0));
    }

    private Dataset<Row> ranked(Dataset<Row> rows) {
        Column[] keys = MEMBER.stream().map(name -> col(name)).toArray(Column[]::new);
        WindowSpec sameMember = Window.partitionBy(keys)
                .partitionBy(
                        col("grain"), col("rep_id"), col("team"), col("segment"), col("period_type"), col("period"))
                .orderBy(col("median_days").desc_nulls_last());
        return rows.join(
                        broadcast(periods(rows)),
                        scala.jdk.javaapi.CollectionConverters.asScala(List.of("period_type", "first_month"))
                                .toSeq())
                .select(
                        col("grain"),
                        col("period_type"),
                        col("period"),
                        col("rep_id"),
                        col("team"),
                        col("segment"),
                        col("stage"),
                        col("period_start"),
                        col("period_end"),
                        col("complete"),
                        col("entered"),
                        col("stays_ended"),
                        share(col("all_days")).as("average_days"),
                        expr("cast(percentiles[0] as " + DAYS_TYPE + ")").as("median_days"),
                        expr("cast(percentiles[1] as " + DAYS_TYPE + ")").as("p90_days"),
                        col("stays_ended").minus(col("lost")).as("moved_on"),
                        col("lost"),
                        share(col("stays_ended").minus(col("lost"))).as("moved_on_share"))
                .withColumn("bottleneck_rank", when(col("median_days").isNotNull(), rank().over(sameMember)));
    }

    /** The number per stay that ended, null where none did. */
    private static Column share(Column number) {
        Column ended = when(col("stays_ended").gt(0), col("stays_ended")).cast("decimal(18, 0)");
        return number.cast("decimal(18, 0)").divide(ended).cast(DAYS_TYPE);
    }

    private Dataset<Row> periods(Dataset<Row> rows) {
        List<PeriodRow> published = Arrays.stream(PeriodType.values())
                .flatMap(type -> range.emitted(type).stream())
                .map(period -> new PeriodRow(
                        period.type().typeName(),
                        period.firstMonth(),
                        period.name(),
                        java.sql.Date.valueOf(period.start()),
                        java.sql.Date.valueOf(period.end()),
                        range.isComplete(period)))
                .toList();
        return PeriodRow.dataset(rows.sparkSession(), published);
    }

    private static Dataset<Row> withTeam(Dataset<Row> histogram, Optional<Dataset<Row>> reps) {
        Column unassigned = lit(Grain.UNASSIGNED);
        return reps.map(rows -> histogram
                        .join(
                                broadcast(rows.select(
                                        col("rep_id").as("known_rep"),
                                        col("team").as("known_team"))),
                                col("rep_id").equalTo(col("known_rep")),
                                "left")
                        .withColumn("rep_team", coalesce(col("known_team"), unassigned)))
                .orElseGet(() -> histogram.withColumn("rep_team", unassigned));
    }

    private static Column member(Grain grain) {
        Column all = lit(Grain.ALL);
        return struct(
                lit(grain.grainName()).as("grain"),
                (grain == Grain.REP ? col("rep_id") : all).as("rep_id"),
                (grain == Grain.TEAM ? col("rep_team") : all).as("team"),
                (grain == Grain.SEGMENT ? col("segment") : all).as("segment"));
    }

    private Column periodOf(PeriodType type) {
        return struct(
                lit(type.typeName()).as("period_type"),
                calendar.periodStart(type, col("month")).as("first_month"),
                col("entered_" + type.typeName()).as("entered"));
    }
}
