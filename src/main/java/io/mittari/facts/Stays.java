package io.mittari.facts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.model.Entity;
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
import org.apache.spark.sql.functions;

/** How long opportunities stay in a stage, as small sums. */
final class Stays {
    /** The columns that name a row of the histogram; {@code days} is null where opportunities entered. */
    static final List<String> KEY = List.of("rep_id", "segment", "stage", "month", "days");
    /** The sums of the histogram. */
    static final List<String> COUNTS = List.of("entered_month", "entered_quarter", "entered_year", "ended", "lost");

    private final FactContext context;

    Stays(FactContext context) {
        this.context = context;
    }

    /**
     * The histogram of stays: {@link #KEY} and {@link #COUNTS}.
     *
     * @param history the stage history
     * @param creditedOpportunities the opportunities with rep, segment and closing as of D, if there is such a source
     */
    Dataset<Row> histogram(Dataset<Row> history, Optional<Dataset<Row>> creditedOpportunities) {
        Column[] sums = COUNTS.stream().map(name -> sum(name).as(name)).toArray(Column[]::new);
        return rows(history, creditedOpportunities)
                .groupBy(KEY.stream().map(functions::col).toArray(Column[]::new))
                .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length));
    }

    /**
     * The rows that the histogram sums up, one for each beginning of a stay and one for each end: {@link #KEY},
     * {@link #COUNTS} and the {@link FactDetails} of the row of the stage history with which the stay began.
     *
     * @param history the stage history
     * @param creditedOpportunities as of {@link #histogram}
     */
    Dataset<Row> rows(Dataset<Row> history, Optional<Dataset<Row>> creditedOpportunities) {
        return beginningsAndEnds(stays(withOpportunity(history, creditedOpportunities)));
    }

    private Dataset<Row> withOpportunity(Dataset<Row> history, Optional<Dataset<Row>> creditedOpportunities) {
        CalendarColumns calendar = context.calendar();
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
        CalendarColumns calendar = context.calendar();
        WindowSpec inOrder = Window.partitionBy("moved_opportunity").orderBy("entered_at");
        WindowSpec inStage = Window.partitionBy("moved_opportunity", "stage").orderBy("entered_at");
        Dataset<Row> beginnings = history.withColumn(
                        "stage_before", lag(col("stage"), 1).over(inOrder))
                .where(col("stage_before").isNull().or(col("stage_before").notEqual(col("stage"))))
                .withColumn("next_at", lead(col("entered_at"), 1).over(inOrder))
                .withColumn("next_stage", lead(col("stage"), 1).over(inOrder));
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
                                .otherwise(lit(0L)))
                .withColumn(
                        "way_of_end",
                        when(endsByClosing, col("status")).otherwise(concat(lit("moved on to "), col("next_stage"))));
    }

    /** One row a beginning and one an end; beginnings have no length. */
    private Dataset<Row> beginningsAndEnds(Dataset<Row> stays) {
        CalendarColumns calendar = context.calendar();
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
        Column isEnd = col("days").isNotNull();
        return stays.select(
                        col("rep_id"),
                        col("segment"),
                        col("stage"),
                        col("moved_opportunity"),
                        col("entered_at"),
                        col("entered_on"),
                        col("ended_on"),
                        col("way_of_end"),
                        explode(array(entry, end)).as("fact"))
                .select(col("*"), col("fact.*"))
                .where(col("month").isNotNull())
                .withColumn(FactDetails.ENTITY, lit(Entity.STAGE_HISTORY.entityName()))
                .withColumn(FactDetails.KEY, FactDetails.key(col("moved_opportunity"), col("entered_at")))
                .withColumn(FactDetails.DAY, when(isEnd, col("ended_on")).otherwise(col("entered_on")))
                .withColumn(FactDetails.NOTE, when(isEnd, col("way_of_end")));
    }

    /** 1 where the opportunity has not entered the stage before in the same period of that type. */
    private Column entered(PeriodType type) {
        CalendarColumns calendar = context.calendar();
        Column before = calendar.periodStart(type, col("entered_before"));
        Column now = calendar.periodStart(type, col("entered_month"));
        return when(before.equalTo(now), lit(0L)).otherwise(lit(1L));
    }
}
