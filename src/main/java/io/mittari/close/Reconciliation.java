package io.mittari.close;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.explain.RunInputs;
import io.mittari.facts.Cells;
import io.mittari.facts.FactDetails;
import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Bookings of the CRM against revenue of finance in one period: the same rows, credited by the same rules, as the measures
 * bookings and revenue. The differences of every grain add up to that of the company, to the cent.
 *
 * @param inputs what the run's figures were made of
 * @param period the period
 * @param tolerance up to which difference bookings and revenue count as the same
 */
record Reconciliation(RunInputs inputs, Period period, BigDecimal tolerance) {
    /** The columns that name what a row is about; All where the grain has none. */
    private static final List<String> MEMBER = List.of("account_id", "rep_id", "segment");

    private static final String MONEY = "decimal(28,2)";

    /** Whether there is anything to reconcile: bookings and revenue need a source each. */
    static boolean isPossible(RunInputs inputs) {
        return inputs.entities().keySet().containsAll(List.of(Entity.OPPORTUNITIES, Entity.INVOICE_LINES));
    }

    /** The rows of {@code closed_reconciliation}, without the close: one a grain and member. */
    Dataset<Row> rows() {
        Dataset<Row> members = withAccount()
                .withColumn("of", explode(array(grains())))
                .select(col("of.*"), col("bookings"), col("revenue"), col("deal"), col("line"));
        return members.groupBy(Stream.concat(Stream.of("grain"), MEMBER.stream())
                        .map(functions::col)
                        .toArray(Column[]::new))
                .agg(
                        money("bookings"),
                        money("revenue"),
                        sum(col("deal")).as("won_deals"),
                        sum(col("line")).as("invoice_lines"))
                .withColumn("difference", col("revenue").minus(col("bookings")).cast(MONEY))
                .withColumn("status", status())
                .withColumn("period_type", lit(period.type().typeName()))
                .withColumn("period", lit(period.name()));
    }

    private Column status() {
        return when(abs(col("difference")).leq(lit(tolerance)), "matched")
                .when(col("invoice_lines").equalTo(0), "only_in_crm")
                .when(col("won_deals").equalTo(0), "only_in_finance")
                .otherwise("different");
    }

    /** Won deals and invoice lines of the period: cell, {@code bookings, revenue} in hundredths, {@code deal, line}. */
    private Dataset<Row> facts() {
        Dataset<Row> facts = inputs.facts()
                .rows(EnumSet.of(Tally.BOOKINGS, Tally.REVENUE, Tally.WON_DEALS), inputs.cells())
                .orElseThrow();
        Column isLine = col(FactDetails.ENTITY).equalTo(Entity.INVOICE_LINES.entityName());
        return facts.where(col(Cells.MONTH)
                        .geq(period.firstMonth())
                        .and(col(Cells.MONTH).lt(period.endMonth())))
                .where(isLine.or(col(Tally.WON_DEALS.column()).notEqual(0)))
                .select(
                        col(FactDetails.KEY),
                        col(Cells.REP),
                        col(Cells.SEGMENT),
                        col(Tally.BOOKINGS.column()),
                        col(Tally.REVENUE.column()),
                        isLine.cast("long").as("line"),
                        functions.not(isLine).cast("long").as("deal"));
    }

    private Dataset<Row> withAccount() {
        Dataset<Row> opportunities = inputs.entities()
                .get(Entity.OPPORTUNITIES)
                .select(col("opportunity_id").as("known_key"), lit(0L).as("known_line"), col("account_id"));
        Dataset<Row> lines = inputs.entities()
                .get(Entity.INVOICE_LINES)
                .select(
                        concat_ws("|", col("invoice_id"), col("line_no")).as("known_key"),
                        lit(1L).as("known_line"),
                        col("account_id"));
        Column isSame =
                col(FactDetails.KEY).equalTo(col("known_key")).and(col("line").equalTo(col("known_line")));
        return facts().join(opportunities.unionByName(lines), isSame, "left")
                .withColumn("account_id", coalesce(col("account_id"), lit(Grain.UNASSIGNED)));
    }

    private static Column[] grains() {
        return Stream.of("company", "account_id", "rep_id", "segment")
                .map(key -> struct(Stream.concat(
                                Stream.of(lit(key.replace("_id", "")).as("grain")),
                                MEMBER.stream().map(name -> (name.equals(key) ? col(name) : lit(Grain.ALL)).as(name)))
                        .toArray(Column[]::new)))
                .toArray(Column[]::new);
    }

    private static Column money(String name) {
        return sum(col(name))
                .cast(DataTypes.createDecimalType(28, 2))
                .divide(lit(100))
                .cast(MONEY)
                .as(name);
    }
}
