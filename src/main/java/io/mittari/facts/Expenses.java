package io.mittari.facts;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.signum;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Expenses as facts, on the day they were incurred; those of nobody are shared out. */
final class Expenses {
    static final List<Tally> TALLIES =
            List.of(Tally.EVENTS, Tally.LOST_REFERENCES, Tally.ACQUISITION_COST, Tally.SHARED_COST);

    static final List<Tally> SHARED_TALLIES = List.of(Tally.ACQUISITION_COST);

    private static final String POOL = "pool_channel";

    private final FactContext context;

    Expenses(FactContext context) {
        this.context = context;
    }

    /** Acquisition cost, with the shared expenses apart; every expense is an event. */
    Dataset<Row> facts(Dataset<Row> expenses) {
        return context.credit()
                .withRep(dated(expenses), col("own_rep"))
                .withColumn(Tally.EVENTS.column(), lit(1))
                .withColumn(
                        Tally.ACQUISITION_COST.column(),
                        when(isShared(), lit(0L)).otherwise(acquisitionCents()))
                .withColumn(
                        Tally.SHARED_COST.column(),
                        when(isShared(), acquisitionCents()).otherwise(lit(0L)))
                .withColumn(Cells.SEGMENT, Cells.orUnassigned(col("own_segment")))
                .withColumn(Cells.CHANNEL, Cells.orUnassigned(col("own_channel")))
                .withColumn(FactDetails.KEY, col("expense_id"))
                .withColumn(FactDetails.DAY, col("incurred_on"))
                .withColumn(FactDetails.AMOUNT, col("amount"))
                .withColumn(FactDetails.CURRENCY, col("currency"))
                .withColumn(FactDetails.RATE, context.rates().rate(col("currency"), col("incurred_on")))
                .withColumn(FactDetails.NOTE, col("category"));
    }

    /**
     * What each cell bears of the shared acquisition expenses: per month and own channel the sum is shared out in proportion to the
     * weights, in whole cents; what no cell takes stays Unassigned.
     *
     * @param cells all cells with the tallies that are weights
     */
    Dataset<Row> shared(Dataset<Row> expenses, Dataset<Row> cells) {
        Dataset<Row> pools = dated(expenses)
                .where(isAcquisition().and(isShared()))
                .groupBy(col(Cells.MONTH).as("pool_month"), col("own_channel").as(POOL))
                .agg(sum(acquisitionCents()).as("pool"));
        Dataset<Row> weights = weights(cells);
        Dataset<Row> takers = pools.join(
                weights,
                col("pool_month")
                        .equalTo(col(Cells.MONTH))
                        .and(col(POOL).isNull().or(col(POOL).equalTo(col(Cells.CHANNEL)))),
                "left");
        return shares(takers)
                .select(
                        col("pool_month").as(Cells.MONTH),
                        Cells.orUnassigned(col(Cells.REP)).as(Cells.REP),
                        Cells.orUnassigned(col(Cells.SEGMENT)).as(Cells.SEGMENT),
                        Cells.orUnassigned(col(Cells.CHANNEL), col(POOL)).as(Cells.CHANNEL),
                        col("share").as(Tally.ACQUISITION_COST.column()),
                        poolName().as(FactDetails.KEY),
                        shareInWords().as(FactDetails.NOTE));
    }

    /** What is shared out: the expenses of a month, and of a channel where they have one. */
    private Column poolName() {
        Column month = date_format(
                context.calendar().dayBeforeSnapshot(col("pool_month").plus(1)), "yyyy-MM");
        return FactDetails.key(lit("shared"), month, col(POOL));
    }

    private Column shareInWords() {
        Column pool = col("pool")
                .cast("decimal(28,2)")
                .divide(lit(100))
                .cast("decimal(28,2)")
                .cast("string");
        String unit = context.settings().expenses().allocateBy().name().toLowerCase(Locale.ROOT);
        Column part = concat(
                lit(" for "),
                col("weight").cast("string"),
                lit(" of "),
                col("weights").cast("string"),
                lit(" " + unit));
        return concat(
                lit("share of "),
                pool,
                when(col("weight").isNull(), lit(", which nobody takes")).otherwise(part));
    }

    /** Each taker's share: the floor of its part, and one of the cents left over for the largest fractions. */
    private static Dataset<Row> shares(Dataset<Row> takers) {
        WindowSpec pool = Window.partitionBy(col("pool_month"), col(POOL));
        WindowSpec largestFraction =
                pool.orderBy(col("fraction").desc(), col(Cells.REP), col(Cells.SEGMENT), col(Cells.CHANNEL));
        Column leftOver = abs(col("pool")).minus(sum(col("whole")).over(pool));
        Column taken = col("whole")
                .plus(when(row_number().over(largestFraction).leq(leftOver), lit(1L))
                        .otherwise(lit(0L)));
        return takers.withColumn("weights", sum(col("weight")).over(pool))
                .withColumn("product", expr("cast(abs(pool) as decimal(19, 0)) * cast(weight as decimal(19, 0))"))
                .withColumn("whole", expr("product div cast(weights as decimal(19, 0))"))
                .withColumn("fraction", expr("product % cast(weights as decimal(19, 0))"))
                .withColumn(
                        "share",
                        when(col("weight").isNull(), col("pool"))
                                .otherwise(signum(col("pool")).cast("long").multiply(taken)));
    }

    private Dataset<Row> weights(Dataset<Row> cells) {
        Column weight = switch (context.settings().expenses().allocateBy()) {
            case NEW_CUSTOMERS -> col(Tally.NEW_CUSTOMERS.column());
            case QUALIFIED_LEADS -> col(Tally.QUALIFIED_LEADS.column());
            case REVENUE -> greatest(col(Tally.REVENUE.column()), lit(0L));
            case NONE -> lit(0L);
        };
        return cells.select(
                        col(Cells.MONTH), col(Cells.REP), col(Cells.SEGMENT), col(Cells.CHANNEL), weight.as("weight"))
                .where(col("weight").gt(0));
    }

    private Dataset<Row> dated(Dataset<Row> expenses) {
        return expenses.where(context.calendar().upToReportingDate(col("incurred_on")))
                .select(
                        context.calendar().monthOf(col("incurred_on")).as(Cells.MONTH),
                        col("expense_id"),
                        col("incurred_on"),
                        col("category"),
                        col("amount"),
                        col("currency"),
                        col("rep_id").as("own_rep"),
                        col("segment").as("own_segment"),
                        col("channel").as("own_channel"));
    }

    private Column isAcquisition() {
        return lower(col("category"))
                .isin(context.settings().expenses().acquisitionCategories().toArray());
    }

    private static Column isShared() {
        return col("own_rep").isNull().and(col("own_segment").isNull());
    }

    private Column acquisitionCents() {
        Column cents = context.rates().cents(col("amount"), col("currency"), col("incurred_on"));
        return when(isAcquisition(), coalesce(cents, lit(0L))).otherwise(lit(0L));
    }
}
