package io.mittari.facts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.PeriodType;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Open opportunities as facts: one a snapshot. A snapshot is the beginning of a month and knows what was entered before
 * it; the last one stands for the end of D, whose month it follows.
 */
final class Pipeline {
    private static final String SNAPSHOT = Cells.MONTH;

    private final FactContext context;

    Pipeline(FactContext context) {
        this.context = context;
    }

    /** The open amounts per cell and snapshot, and the parts that are due before the ends of the periods around it. */
    Dataset<Row> cells(Dataset<Row> creditedOpportunities) {
        CalendarColumns calendar = context.calendar();
        Column closes = calendar.monthOf(col("known_close"));
        Column snapshot = col(SNAPSHOT);
        Column dayBefore = calendar.monthOf(calendar.dayBeforeSnapshot(snapshot));
        Dataset<Row> facts = knownAtSnapshot(creditedOpportunities)
                .withColumn(
                        Tally.PIPELINE.column(),
                        context.rates()
                                .cents(col("known_amount"), col("currency"), calendar.dayBeforeSnapshot(snapshot)))
                .withColumn(Tally.PIPELINE_DUE_MONTH.column(), due(closes, PeriodType.MONTH, snapshot))
                .withColumn(Tally.PIPELINE_DUE_QUARTER.column(), due(closes, PeriodType.QUARTER, snapshot))
                .withColumn(Tally.PIPELINE_DUE_YEAR.column(), due(closes, PeriodType.YEAR, snapshot))
                .withColumn(Tally.PIPELINE_DUE_END_MONTH.column(), due(closes, PeriodType.MONTH, dayBefore))
                .withColumn(Tally.PIPELINE_DUE_END_QUARTER.column(), due(closes, PeriodType.QUARTER, dayBefore))
                .withColumn(Tally.PIPELINE_DUE_END_YEAR.column(), due(closes, PeriodType.YEAR, dayBefore))
                .withColumn(Cells.CHANNEL, Cells.orUnassigned(col("known_channel")));
        return Cells.sumOf(
                facts,
                Tally.PIPELINE,
                Tally.PIPELINE_DUE_MONTH,
                Tally.PIPELINE_DUE_QUARTER,
                Tally.PIPELINE_DUE_YEAR,
                Tally.PIPELINE_DUE_END_MONTH,
                Tally.PIPELINE_DUE_END_QUARTER,
                Tally.PIPELINE_DUE_END_YEAR);
    }

    private Column due(Column closes, PeriodType type, Column month) {
        return when(closes.lt(context.calendar().periodEnd(type, month)), col(Tally.PIPELINE.column()))
                .otherwise(lit(0L));
    }

    /** One row an open opportunity and snapshot, with {@code known_amount} and {@code known_close} as known before it. */
    private Dataset<Row> knownAtSnapshot(Dataset<Row> creditedOpportunities) {
        CalendarColumns calendar = context.calendar();
        Column first = calendar.monthOf(col("created_on")).plus(1);
        Column last = least(calendar.monthOf(col("closed_on")), lit(calendar.lastSnapshot()));
        Dataset<Row> open = creditedOpportunities
                .where(calendar.upToReportingDate(col("created_on")))
                .withColumn("first_snapshot", first)
                .withColumn("last_snapshot", last)
                .where(col("first_snapshot").leq(col("last_snapshot")));
        Optional<Dataset<Row>> history = context.rows(Entity.STAGE_HISTORY);
        Dataset<Row> withHistory = history.map(rows ->
                        open.join(changes(rows), col("opportunity_id").equalTo(col("changed_opportunity")), "left"))
                .orElse(open);
        Dataset<Row> snapshots =
                withHistory.withColumn(SNAPSHOT, explode(sequence(col("first_snapshot"), col("last_snapshot"))));
        if (history.isEmpty()) {
            return snapshots
                    .withColumn("known_amount", col("amount"))
                    .withColumn("known_close", col("expected_close_on"));
        }
        return snapshots
                .withColumn("known_amount", coalesce(newest("amount"), col("amount")))
                .withColumn("known_close", coalesce(newest("expected_close_on"), col("expected_close_on")));
    }

    /** The history up to D, one row an opportunity: its changes in the order in which they were entered. */
    private Dataset<Row> changes(Dataset<Row> history) {
        CalendarColumns calendar = context.calendar();
        return history.withColumn("entered_on", calendar.dayOf(col("entered_at")))
                .where(calendar.upToReportingDate(col("entered_on")))
                .where(col("amount").isNotNull().or(col("expected_close_on").isNotNull()))
                .groupBy(col("opportunity_id").as("changed_opportunity"))
                .agg(sort_array(collect_list(struct(
                                col("entered_at"),
                                calendar.monthOf(col("entered_on")).as("entered_month"),
                                col("amount"),
                                col("expected_close_on"))))
                        .as("changes"));
    }

    /** The newest value entered before the snapshot that is not null. */
    private static Column newest(String value) {
        return try_element_at(
                        filter(
                                col("changes"),
                                change -> change.getField("entered_month")
                                        .lt(col(SNAPSHOT))
                                        .and(change.getField(value).isNotNull())),
                        lit(-1))
                .getField(value);
    }
}
