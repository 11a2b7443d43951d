package io.mittari.facts;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Invoice lines as facts, on the day of the invoice. A credit note counts negative, whatever its signs. */
final class Invoices {
    static final List<Tally> TALLIES = List.of(
            Tally.EVENTS,
            Tally.LOST_REFERENCES,
            Tally.REVENUE,
            Tally.UNITS_SOLD,
            Tally.REVENUE_TO_DATE_PREVIOUS_MONTH,
            Tally.REVENUE_TO_DATE_PREVIOUS_QUARTER,
            Tally.REVENUE_TO_DATE_PREVIOUS_YEAR,
            Tally.REVENUE_TO_DATE_YEAR_AGO_MONTH,
            Tally.REVENUE_TO_DATE_YEAR_AGO_QUARTER);

    private final FactContext context;

    Invoices(FactContext context) {
        this.context = context;
    }

    /**
     * Revenue and units.
     *
     * @param creditedOpportunities the opportunities that lines may refer to; empty where there is no such source
     */
    Dataset<Row> facts(Dataset<Row> lines, Optional<Dataset<Row>> creditedOpportunities) {
        CalendarColumns calendar = context.calendar();
        Dataset<Row> used = lines.where(calendar.upToReportingDate(col("invoiced_on")))
                .select(
                        col("account_id"),
                        col("opportunity_id"),
                        col("rep_id").as("own_rep"),
                        col("invoiced_on"),
                        units().as("units"),
                        cents().as(Tally.REVENUE.column()),
                        FactDetails.key(col("invoice_id"), col("line_no")).as(FactDetails.KEY),
                        amount().as(FactDetails.AMOUNT),
                        col("currency").as(FactDetails.CURRENCY),
                        context.rates()
                                .rate(col("currency"), col("invoiced_on"))
                                .as(FactDetails.RATE),
                        concat(lit("account "), col("account_id"), lit(", "), units().cast("string"), lit(" units"))
                                .as(FactDetails.NOTE));
        Dataset<Row> credited = credited(used, creditedOpportunities)
                .withColumn(Cells.MONTH, calendar.monthOf(col("invoiced_on")))
                .withColumn(FactDetails.DAY, col("invoiced_on"))
                .withColumn(Tally.EVENTS.column(), lit(1))
                .withColumn(
                        Tally.UNITS_SOLD.column(),
                        col("units").multiply(lit(1_000_000)).cast("bigint"));
        return withRevenueToDate(credited);
    }

    private static Column isCredit() {
        return coalesce(col("kind"), lit("invoice"))
                .equalTo("credit_note")
                .or(col("quantity").lt(0));
    }

    private static Column units() {
        return when(isCredit(), abs(col("quantity")).multiply(lit(-1))).otherwise(col("quantity"));
    }

    private Column cents() {
        return coalesce(context.rates().cents(amount(), col("currency"), col("invoiced_on")), lit(0L));
    }

    private static Column amount() {
        Column line = round(col("quantity").multiply(col("unit_price")), 2);
        Column signed = when(isCredit(), abs(line).multiply(lit(-1))).otherwise(line);
        return signed.cast("decimal(28,2)");
    }

    private Dataset<Row> credited(Dataset<Row> lines, Optional<Dataset<Row>> creditedOpportunities) {
        Dataset<Row> withOpportunity = creditedOpportunities
                .map(opportunities -> lines.join(
                        opportunities.select(
                                col("opportunity_id").as("sold_opportunity"),
                                col("owner_id").as("opportunity_owner"),
                                col("known_channel").as("opportunity_channel")),
                        col("opportunity_id").equalTo(col("sold_opportunity")),
                        "left"))
                .map(joined -> Credit.withLost(
                        joined,
                        col("opportunity_id")
                                .isNotNull()
                                .and(col("sold_opportunity").isNull())))
                .orElseGet(() -> lines.withColumn("opportunity_owner", lit(null).cast("string"))
                        .withColumn("opportunity_channel", lit(null).cast("string")));
        Dataset<Row> withAccount = context.credit().withAccount(withOpportunity);
        return context.credit()
                .withRep(withAccount, coalesce(col("own_rep"), col("opportunity_owner"), col(Credit.ACCOUNT_OWNER)))
                .withColumn(Cells.SEGMENT, Cells.orUnassigned(col(Credit.ACCOUNT_SEGMENT)))
                .withColumn(Cells.CHANNEL, Cells.orUnassigned(col("opportunity_channel"), col(Credit.ACCOUNT_CHANNEL)));
    }

    private Dataset<Row> withRevenueToDate(Dataset<Row> facts) {
        Dataset<Row> result = facts;
        for (RevenueToDate range : RevenueToDate.of(
                context.calendar().calendar(), context.calendar().reportingDate())) {
            result = result.withColumn(
                    range.tally().column(),
                    when(range.holds(col("invoiced_on")), col(Tally.REVENUE.column()))
                            .otherwise(lit(0L)));
        }
        return result;
    }
}
