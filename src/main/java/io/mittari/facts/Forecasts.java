package io.mittari.facts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import io.mittari.model.Grain;
import io.mittari.model.PeriodType;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Forecasts as facts, in the first month of the period that they are for. */
final class Forecasts {
    static final List<Tally> TALLIES = List.of(Tally.FORECAST_MONTH, Tally.FORECAST_QUARTER, Tally.FORECAST_YEAR);

    private static final String HAS_QUARTER = "has_quarter";
    private static final String HAS_YEAR = "has_year";

    private final FactContext context;

    Forecasts(FactContext context) {
        this.context = context;
    }

    /**
     * Forecasts that count, apart by the type of the period that is forecast: per rep and segment the longest forecasts
     * count, and those inside their periods do not.
     */
    Dataset<Row> facts(Dataset<Row> forecasts) {
        Column submission = coalesce(col("last_before"), col("first_during"));
        return withLonger(counted(forecasts))
                .withColumn(Cells.CHANNEL, lit(Grain.UNASSIGNED))
                .withColumn(Tally.FORECAST_MONTH.column(), countsWhere(is(PeriodType.MONTH)))
                .withColumn(
                        Tally.FORECAST_QUARTER.column(),
                        countsWhere(is(PeriodType.QUARTER)
                                .or(is(PeriodType.MONTH).and(col(HAS_QUARTER).isNull()))))
                .withColumn(
                        Tally.FORECAST_YEAR.column(),
                        countsWhere(is(PeriodType.YEAR)
                                .or(col(HAS_YEAR)
                                        .isNull()
                                        .and(is(PeriodType.QUARTER)
                                                .or(col(HAS_QUARTER).isNull())))))
                .withColumn(FactDetails.KEY, submission.getField("key"))
                .withColumn(FactDetails.DAY, submission.getField("submitted_on"))
                .withColumn(FactDetails.AMOUNT, submission.getField("amount"))
                .withColumn(FactDetails.CURRENCY, submission.getField("currency"))
                .withColumn(FactDetails.RATE, context.rates().rate(col(FactDetails.CURRENCY), col(FactDetails.DAY)));
    }

    /**
     * One row a rep, segment and forecast period: the last forecast submitted before the period begins, else the first
     * one submitted during it, up to D.
     */
    private Dataset<Row> counted(Dataset<Row> forecasts) {
        CalendarColumns calendar = context.calendar();
        Column periodEnd = when(is(PeriodType.MONTH), calendar.periodEnd(PeriodType.MONTH, col(Cells.MONTH)))
                .when(is(PeriodType.QUARTER), calendar.periodEnd(PeriodType.QUARTER, col(Cells.MONTH)))
                .otherwise(calendar.periodEnd(PeriodType.YEAR, col(Cells.MONTH)));
        Dataset<Row> submitted = context.credit()
                .withRep(
                        forecasts.withColumn("own_rep", col("rep_id")).withColumn("segment_as_given", col("segment")),
                        col("own_rep"))
                .withColumn(Cells.SEGMENT, Cells.orUnassigned(col("segment"), col(Credit.HOME_SEGMENT)))
                .withColumn(Cells.MONTH, calendar.monthOf(col("period_start")))
                .withColumn("submitted_on", calendar.dayOf(col("submitted_at")))
                .withColumn("cents", context.rates().cents(col("amount"), col("currency"), col("submitted_on")))
                .where(calendar.upToReportingDate(col("submitted_on")))
                .where(col(Cells.MONTH).lt(calendar.periodEnd(PeriodType.YEAR, lit(calendar.lastSnapshot() - 1))))
                .where(calendar.monthOf(col("submitted_on")).lt(periodEnd));
        Column before = col("submitted_on").lt(col("period_start"));
        Column key = FactDetails.key(
                col("own_rep"),
                col("period_type"),
                col("period_start"),
                col("segment_as_given"),
                date_format(col("submitted_at"), "yyyy-MM-dd'T'HH:mm:ss'Z'"));
        Column submission = struct(
                col("submitted_at"), col("cents"), col("submitted_on"), col("amount"), col("currency"), key.as("key"));
        return submitted
                .groupBy(col("own_rep"), col(Cells.REP), col(Cells.SEGMENT), col("period_type"), col(Cells.MONTH))
                .agg(
                        max(when(before, submission)).as("last_before"),
                        min(when(before, null).otherwise(submission)).as("first_during"))
                .withColumn("cents", coalesce(col("last_before.cents"), col("first_during.cents")));
    }

    /** Marks forecasts that lie in the quarter or year of a longer counted one. */
    private Dataset<Row> withLonger(Dataset<Row> counted) {
        CalendarColumns calendar = context.calendar();
        var sameQuarter = Window.partitionBy(
                col("own_rep"), col(Cells.SEGMENT), calendar.periodStart(PeriodType.QUARTER, col(Cells.MONTH)));
        var sameYear = Window.partitionBy(
                col("own_rep"), col(Cells.SEGMENT), calendar.periodStart(PeriodType.YEAR, col(Cells.MONTH)));
        return counted.withColumn(
                        HAS_QUARTER, max(when(is(PeriodType.QUARTER), lit(1))).over(sameQuarter))
                .withColumn(HAS_YEAR, max(when(is(PeriodType.YEAR), lit(1))).over(sameYear));
    }

    private static Column is(PeriodType type) {
        return col("period_type").equalTo(type.typeName());
    }

    private static Column countsWhere(Column condition) {
        return when(condition, col("cents")).otherwise(lit(0L));
    }
}
