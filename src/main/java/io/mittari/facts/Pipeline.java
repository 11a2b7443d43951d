package io.mittari.facts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import io.mittari.model.ColumnKind;
import io.mittari.model.Entity;
import io.mittari.model.PeriodType;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Open opportunities as facts: one a snapshot. A snapshot is the beginning of a month and knows what was entered before
 * it; the last one stands for the end of D, whose month it follows.
 */
final class Pipeline {
    private static final String SNAPSHOT = Cells.MONTH;

    static final List<Tally> TALLIES = List.of(
            Tally.PIPELINE,
            Tally.PIPELINE_DUE_MONTH,
            Tally.PIPELINE_DUE_QUARTER,
            Tally.PIPELINE_DUE_YEAR,
            Tally.PIPELINE_DUE_END_MONTH,
            Tally.PIPELINE_DUE_END_QUARTER,
            Tally.PIPELINE_DUE_END_YEAR);

    private final FactContext context;

    Pipeline(FactContext context) {
        this.context = context;
    }

    /** The open amounts at each snapshot, and the parts that are due before the ends of the periods around it. */
    Dataset<Row> facts(Dataset<Row> creditedOpportunities) {
        CalendarColumns calendar = context.calendar();
        Column closes = calendar.monthOf(col("known_close"));
        Column snapshot = col(SNAPSHOT);
        Column dayBefore = calendar.monthOf(calendar.dayBeforeSnapshot(snapshot));
        Column lastDay = calendar.dayBeforeSnapshot(snapshot);
        return knownAtSnapshot(creditedOpportunities)
                .withColumn(
                        Tally.PIPELINE.column(), context.rates().cents(col("known_amount"), col("currency"), lastDay))
                .withColumn(Tally.PIPELINE_DUE_MONTH.column(), due(closes, PeriodType.MONTH, snapshot))
                .withColumn(Tally.PIPELINE_DUE_QUARTER.column(), due(closes, PeriodType.QUARTER, snapshot))
                .withColumn(Tally.PIPELINE_DUE_YEAR.column(), due(closes, PeriodType.YEAR, snapshot))
                .withColumn(Tally.PIPELINE_DUE_END_MONTH.column(), due(closes, PeriodType.MONTH, dayBefore))
                .withColumn(Tally.PIPELINE_DUE_END_QUARTER.column(), due(closes, PeriodType.QUARTER, dayBefore))
                .withColumn(Tally.PIPELINE_DUE_END_YEAR.column(), due(closes, PeriodType.YEAR, dayBefore))
                .withColumn(Cells.CHANNEL, Cells.orUnassigned(col("known_channel")))
                .withColumn(FactDetails.KEY, col("opportunity_id"))
                .withColumn(FactDetails.DAY, lastDay)
                .withColumn(FactDetails.AMOUNT, col("known_amount"))
                .withColumn(FactDetails.CURRENCY, col("currency"))
                .withColumn(FactDetails.RATE, context.rates().rate(col("currency"), lastDay))
                .withColumn(
                        FactDetails.NOTE,
                        concat(lit("expected to close on "), col("known_close").cast("string")));
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
        if (history.isEmpty()) {
            return open.withColumn(SNAPSHOT, explode(sequence(col("first_snapshot"), col("last_snapshot"))))
                    .withColumn("known_amount", col("amount"))
                    .withColumn("known_close", col("expected_close_on"));
        }
        return open.join(
                        spans(changes(history.get())),
                        col("opportunity_id").equalTo(col("changed_opportunity")),
                        "left")
                .withColumn("first_snapshot", greatest(col("first_snapshot"), col("first_known")))
                .withColumn("last_snapshot", least(col("last_snapshot"), col("last_known")))
                .where(col("first_snapshot").leq(col("last_snapshot")))
                .withColumn(SNAPSHOT, explode(sequence(col("first_snapshot"), col("last_snapshot"))))
                .withColumn("known_amount", coalesce(col("newest_amount"), col("amount")))
                .withColumn("known_close", coalesce(col("newest_close"), col("expected_close_on")));
    }

    /** What was entered up to D, each with the newest values by then that are not null. */
    private Dataset<Row> changes(Dataset<Row> history) {
        CalendarColumns calendar = context.calendar();
        WindowSpec inOrder = Window.partitionBy("changed_opportunity").orderBy("entered_at");
        WindowSpec upToNow = inOrder.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        return history.where(
                        col("amount").isNotNull().or(col("expected_close_on").isNotNull()))
                .select(
                        col("opportunity_id").as("changed_opportunity"),
                        col("entered_at"),
                        calendar.dayOf(col("entered_at")).as("entered_on"),
                        col("amount").as("entered_amount"),
                        col("expected_close_on").as("entered_close"))
                .where(calendar.upToReportingDate(col("entered_on")))
                .withColumn("entered_month", calendar.monthOf(col("entered_on")))
                .withColumn("month_before", lag(col("entered_month"), 1).over(inOrder))
                .withColumn("next_month", lead(col("entered_month"), 1).over(inOrder))
                .withColumn("newest_amount", last(col("entered_amount"), true).over(upToNow))
                .withColumn("newest_close", last(col("entered_close"), true).over(upToNow));
    }

    /**
     * The snapshots at which the values of a change are the newest, {@code first_known} to {@code last_known} (null
     * where there is no end); and those before the first change, which know none.
     */
    private static Dataset<Row> spans(Dataset<Row> changes) {
        Column nothing = lit(null);
        Column after = struct(
                col("entered_month").plus(1).as("first_known"),
                col("next_month").as("last_known"),
                col("newest_amount"),
                col("newest_close"));
        Column before = struct(
                nothing.cast("int").as("first_known"),
                col("entered_month").as("last_known"),
                nothing.cast(ColumnKind.AMOUNT.dataType()).as("newest_amount"),
                nothing.cast(ColumnKind.DATE.dataType()).as("newest_close"));
        return changes.select(
                        col("changed_opportunity"),
                        explode(when(col("month_before").isNull(), array(before, after))
                                        .otherwise(array(after)))
                                .as("span"))
                .select(col("changed_opportunity"), col("span.*"))
                .where(coalesce(col("first_known").leq(col("last_known")), lit(true)));
    }
}
