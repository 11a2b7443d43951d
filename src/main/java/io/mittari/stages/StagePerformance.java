package io.mittari.stages;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
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
     * @param history the stage history
     * @param creditedOpportunities the opportunities with rep, segment and closing as of D, if there is such a source
     * @param reps the reps, if there is such a source
     */
    public Dataset<Row> of(
            Dataset<Row> history, Optional<Dataset<Row>> creditedOpportunities, Optional<Dataset<Row>> reps) {
        return ranked(byMember(histogram(stays(withOpportunity(history, creditedOpportunities))), reps));
    }

    private Dataset<Row> withOpportunity(Dataset<Row> history, Optional<Dataset<Row>> creditedOpportunities) {
        Dataset<Row> upToD = history.select(
                        col("opportunity_id").as("moved_opportunity"), col("stage"), col("entered_at"))
                .withColumn("entered_on", calendar.dayOf(col("entered_at")))
                .where(calendar.upToReportingDate(col("entered_on")));
        Column unassigned = lit(Grain.UNASSIGNED);
        return creditedOpportunities
                .map(opportunities -> upToD.join(
                                opportunities.select(
                                        col("opportunity_id"),
                                        col("rep_id"),
                                        col("segment"),
                                        col("closed_at"),
                                        col("closed_on"),
                                        col("status")),
                                col("moved_opportunity").equalTo(col("opportunity_id")),
                                "left")
                        .withColumn("rep_id", coalesce(col("rep_id"), unassigned))
                        .withColumn("segment", coalesce(col("segment"), unassigned)))
                .orElseGet(() -> upToD.withColumn("rep_id", unassigned)
                        .withColumn("segment", unassigned)
                        .withColumn("closed_at", lit(null).cast("timestamp"))
                        .withColumn("closed_on", lit(null).cast("date"))
                        .withColumn("status", lit("open")));
    }

    /**
     * One row a stay (consecutive rows of one stage): where it began, and where and how it ended. A stay that begins at
     * or after closing only counts as entered.
     */
    private Dataset<Row> stays(Dataset<Row> history) {
        WindowSpec inOrder = Window.partitionBy("moved_opportunity").orderBy("entered_at");
        WindowSpec inStage = Window.partitionBy("moved_opportunity", "stage").orderBy("entered_at");
        Dataset<Row> beginnings = history.withColumn(
                        "stage_before", lag(col("stage"), 1).over(inOrder))
                .where(col("stage_before").isNull().or(col("stage_before").notEqual(col("stage"))))
                .withColumn("next_at", lead(col("entered_at"), 1).over(inOrder));
        Column isStay = col("closed_at").isNull().or(col("entered_at").lt(col("closed_at")));
        Column endsByClosing = col("closed_at")
                .isNotNull()
                .and(col("next_at").isNull().or(col("closed_at").leq(col("next_at"))));
        Column endedOn = calendar.dayOf(least(col("next_at"), col("closed_at")));
        return beginnings
                .withColumn("entered_month", calendar.monthOf(col("entered_on")))
                .withColumn("entered_before", lag(col("entered_month"), 1).over(inStage))
                .withColumn("ended_on", when(isStay, endedOn))
                .withColumn("days", datediff(col("ended_on"), col("entered_on")))
                .withColumn(
                        "lost",
                        when(endsByClosing.and(col("status").equalTo("lost")), lit(1L))
                                .otherwise(lit(0L)));
    }

    /** Small sums per month, rep, segment, stage and length of stay; entries have no length. */
    private Dataset<Row> histogram(Dataset<Row> stays) {
        Column entry = struct(
                col("entered_month").as("month"),
                lit(null).cast("int").as("days"),
                entered(PeriodType.MONTH).as("entered_month"),
                entered(PeriodType.QUARTER).as("entered_quarter"),
                entered(PeriodType.YEAR).as("entered_year"),
                lit(0L).as("ended"),
                lit(0L).as("lost"));
        Column end = struct(
                calendar.monthOf(col("ended_on")).as("month"),
                col("days"),
                lit(0L).as("entered_month"),
                lit(0L).as("entered_quarter"),
                lit(0L).as("entered_year"),
                lit(1L).as("ended"),
                col("lost"));
        return stays.select(
                        col("rep_id"),
                        col("segment"),
                        col("stage"),
                        explode(array(entry, end)).as("fact"))
                .select(col("rep_id"), col("segment"), col("stage"), col("fact.*"))
                .where(col("month").isNotNull())
                .groupBy("rep_id", "segment", "stage", "month", "days")
                .agg(
                        sum("entered_month").as("entered_month"),
                        sum("entered_quarter").as("entered_quarter"),
                        sum("entered_year").as("entered_year"),
                        sum("ended").as("ended"),
                        sum("lost").as("lost"));
    }

    /** 1 where the opportunity has not entered the stage before in the same period of that type. */
    private Column entered(PeriodType type) {
        Column before = calendar.periodStart(type, col("entered_before"));
        Column now = calendar.periodStart(type, col("entered_month"));
        return when(before.equalTo(now), lit(0L)).otherwise(lit(1L));
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
                .flatMap(type -> range.published(type).stream())
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
