package io.mittari.facts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/** Customers as facts: one on each beginning and end of an account's activity. */
final class Customers {
    private static final List<Tally> TURNS = List.of(
            Tally.CUSTOMERS_GAINED,
            Tally.NEW_CUSTOMERS,
            Tally.CUSTOMER_DAYS_GAINED,
            Tally.CHURN_EVENTS,
            Tally.CUSTOMER_DAYS_LOST,
            Tally.CUSTOMERS_LOST_MONTH,
            Tally.CUSTOMERS_LOST_QUARTER,
            Tally.CUSTOMERS_LOST_YEAR);

    static final List<Tally> TALLIES = Stream.concat(Stream.of(Tally.EVENTS, Tally.LOST_REFERENCES), TURNS.stream())
            .toList();

    private final FactContext context;

    Customers(FactContext context) {
        this.context = context;
    }

    /**
     * Beginnings and ends of activity.
     *
     * @param intervals {@code account_id, start, end}: when accounts are active
     * @param creditedOpportunities where an account without channel takes it from
     */
    Dataset<Row> facts(Dataset<Row> intervals, Optional<Dataset<Row>> creditedOpportunities) {
        Dataset<Row> turns = intervals
                .groupBy(col("account_id"))
                .agg(collect_list(struct(col("start"), col("end"))).as("intervals"))
                .select(col("account_id"), explode(turns(col("intervals"))).as("turn"))
                .select(col("account_id"), col("turn.*"));
        Dataset<Row> withAccount = context.credit().withAccount(turns);
        Column daysLeft = col(Tally.CUSTOMER_DAYS_GAINED.column()).plus(col(Tally.CUSTOMER_DAYS_LOST.column()));
        Column isBeginning = col(Tally.CUSTOMERS_GAINED.column()).equalTo(1);
        return context.credit()
                .withRep(withFirstWon(withAccount, creditedOpportunities), col(Credit.ACCOUNT_OWNER))
                .withColumn(Cells.SEGMENT, Cells.orUnassigned(col(Credit.ACCOUNT_SEGMENT)))
                .withColumn(Cells.CHANNEL, Cells.orUnassigned(col(Credit.ACCOUNT_CHANNEL), col("first_won_channel")))
                .withColumn(Tally.EVENTS.column(), col(Tally.NEW_CUSTOMERS.column()))
                .withColumn(
                        Tally.LOST_REFERENCES.column(),
                        col(Tally.LOST_REFERENCES.column()).multiply(col(Tally.NEW_CUSTOMERS.column())))
                .withColumn(FactDetails.KEY, col("account_id"))
                .withColumn(
                        FactDetails.DAY,
                        date_add(
                                context.calendar()
                                        .dayBeforeSnapshot(col(Cells.MONTH).plus(1)),
                                lit(1).minus(daysLeft)))
                .withColumn(
                        FactDetails.NOTE,
                        when(isBeginning, lit("active from that day on"))
                                .otherwise(lit("active until the day before")));
    }

    /** The intervals of subscriptions: {@code account_id, start, end}. */
    static Dataset<Row> ofSubscriptions(Dataset<Row> subscriptions) {
        return subscriptions.select(
                col("account_id"),
                col("started_on").as("start"),
                coalesce(col("ended_on"), lit(ActivityHistory.NEVER)).as("end"));
    }

    /** The intervals of invoices: each keeps its account active for some days from its date. */
    static Dataset<Row> ofInvoices(Dataset<Row> lines, int inactiveAfterDays) {
        return lines.where(coalesce(col("kind"), lit("invoice")).equalTo("invoice"))
                .where(col("quantity").gt(0))
                .select(
                        col("account_id"),
                        col("invoiced_on").as("start"),
                        date_add(col("invoiced_on"), inactiveAfterDays).as("end"))
                .distinct();
    }

    private Dataset<Row> withFirstWon(Dataset<Row> turns, Optional<Dataset<Row>> creditedOpportunities) {
        return creditedOpportunities
                .map(opportunities -> turns.join(
                        opportunities
                                .where(col("status").equalTo("won"))
                                .where(col("account_id").isNotNull())
                                .groupBy(col("account_id").as("won_account"))
                                .agg(min(struct(col("closed_at"), col("opportunity_id"), col("known_channel")))
                                        .as("first_won"))
                                .select(
                                        col("won_account"),
                                        col("first_won.known_channel").as("first_won_channel")),
                        col("account_id").equalTo(col("won_account")),
                        "left"))
                .orElseGet(() -> turns.withColumn("first_won_channel", lit(null).cast("string")));
    }

    private Column turns(Column intervals) {
        ActivityHistory history = new ActivityHistory(
                context.calendar().calendar(),
                context.calendar().reportingDate(),
                context.settings().customers().reactivationGapDays());
        UDF1<scala.collection.Iterable<Row>, Row[]> turns = rows -> history
                .turns(StreamSupport.stream(CollectionConverters.asJava(rows).spliterator(), false)
                        .map(row -> new ActivityHistory.Interval(
                                row.getDate(0).toLocalDate(), row.getDate(1).toLocalDate()))
                        .toList())
                .stream()
                .map(Customers::row)
                .toArray(Row[]::new);
        return udf(turns, turnType()).apply(intervals);
    }

    private static Row row(ActivityHistory.Turn turn) {
        return RowFactory.create(
                turn.month(),
                turn.gained(),
                turn.first(),
                turn.daysGained(),
                turn.churned(),
                turn.daysLost(),
                turn.lostInMonth(),
                turn.lostInQuarter(),
                turn.lostInYear());
    }

    private static ArrayType turnType() {
        List<StructField> fields = Stream.concat(
                        Stream.of(Cells.MONTH), TURNS.stream().map(Tally::column))
                .map(name -> DataTypes.createStructField(name, DataTypes.IntegerType, false))
                .toList();
        return DataTypes.createArrayType(DataTypes.createStructType(fields), false);
    }
}
