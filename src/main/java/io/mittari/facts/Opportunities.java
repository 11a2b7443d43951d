package io.mittari.facts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Opportunities as facts: one on the day of creation, one on the day of closing. */
final class Opportunities {
    static final List<Tally> TALLIES = List.of(
            Tally.EVENTS,
            Tally.LOST_REFERENCES,
            Tally.OPPORTUNITIES_CREATED,
            Tally.WON_DEALS,
            Tally.LOST_DEALS,
            Tally.BOOKINGS,
            Tally.LOST_AMOUNT,
            Tally.SALES_CYCLE_DAYS);

    private final FactContext context;

    Opportunities(FactContext context) {
        this.context = context;
    }

    /**
     * The opportunities with their credit and dates as of D, one row an opportunity: {@code opportunity_id, account_id,
     * owner_id, rep_id, segment, known_channel} (null where no rule finds one), {@code created_on, created_at},
     * {@code closed_on, closed_at, status} (closed up to D, else open), {@code first_contact_on, amount, currency,
     * expected_close_on}.
     */
    Dataset<Row> credited(Dataset<Row> opportunities) {
        CalendarColumns calendar = context.calendar();
        Column closedOn = when(col("status").isin("won", "lost"), calendar.dayOf(col("closed_at")));
        Dataset<Row> dated = opportunities
                .withColumn("closed_on", when(calendar.upToReportingDate(closedOn), closedOn))
                .withColumn(
                        "status",
                        when(col("closed_on").isNotNull(), col("status")).otherwise(lit("open")))
                .withColumn("closed_at", when(col("closed_on").isNotNull(), col("closed_at")))
                .withColumn("created_on", calendar.dayOf(col("created_at")));
        Dataset<Row> withAccount = context.credit().withAccount(withLead(dated));
        return context.credit()
                .withRep(withAccount, col("owner_id"))
                .select(
                        col("opportunity_id"),
                        col("account_id"),
                        col("owner_id"),
                        col(Cells.REP),
                        Cells.orUnassigned(col(Credit.ACCOUNT_SEGMENT)).as(Cells.SEGMENT),
                        coalesce(col("channel"), col("lead_channel"), col(Credit.ACCOUNT_CHANNEL))
                                .as("known_channel"),
                        col("created_on"),
                        col("closed_on"),
                        col("closed_at"),
                        col("status"),
                        calendar.dayOf(least(col("first_contact_at"), col("created_at"), col("first_lead_at")))
                                .as("first_contact_on"),
                        col("amount"),
                        col("currency"),
                        col("expected_close_on"),
                        col(Tally.LOST_REFERENCES.column()));
    }

    /** Opportunities created, won and lost. */
    Dataset<Row> facts(Dataset<Row> credited) {
        Column createdOn = when(context.calendar().upToReportingDate(col("created_on")), col("created_on"));
        Column won = col("status").equalTo("won");
        Column lost = col("status").equalTo("lost");
        Column amount = context.rates().cents(col("amount"), col("currency"), col("closed_on"));
        Column nothing = lit(0L);
        Column lostReferences = col(Tally.LOST_REFERENCES.column());
        Column isClosing = col(Tally.OPPORTUNITIES_CREATED.column()).equalTo(0);
        return credited.withColumn("cents", amount)
                .withColumn(Cells.CHANNEL, Cells.orUnassigned(col("known_channel")))
                .select(
                        col("opportunity_id").as(FactDetails.KEY),
                        col("created_on"),
                        col("closed_on"),
                        col("first_contact_on"),
                        col("amount"),
                        col("currency"),
                        col(Cells.REP),
                        col(Cells.SEGMENT),
                        col(Cells.CHANNEL),
                        explode(array(
                                        fact(
                                                createdOn,
                                                lit(1),
                                                lit(false),
                                                lit(false),
                                                nothing,
                                                lit(0),
                                                lostReferences),
                                        fact(
                                                col("closed_on"),
                                                lit(0),
                                                won,
                                                lost,
                                                coalesce(col("cents"), nothing),
                                                datediff(col("closed_on"), col("first_contact_on")),
                                                lit(0))))
                                .as("fact"))
                .select(col("*"), col("fact.*"))
                .withColumn(FactDetails.DAY, when(isClosing, col("closed_on")).otherwise(col("created_on")))
                .withColumn(FactDetails.AMOUNT, when(isClosing, col("amount")))
                .withColumn(FactDetails.CURRENCY, when(isClosing, col("currency")))
                .withColumn(
                        FactDetails.RATE,
                        when(
                                isClosing.and(col("amount").isNotNull()),
                                context.rates().rate(col("currency"), col("closed_on"))))
                .withColumn(
                        FactDetails.NOTE,
                        when(
                                isClosing,
                                concat(
                                        lit("first contact on "),
                                        col("first_contact_on").cast("string"))));
    }

    private Dataset<Row> withLead(Dataset<Row> opportunities) {
        Optional<Dataset<Row>> leads = context.rows(Entity.LEADS);
        if (leads.isEmpty()) {
            return opportunities
                    .withColumn("first_lead_at", lit(null).cast("timestamp"))
                    .withColumn("lead_channel", lit(null).cast("string"));
        }
        return opportunities.join(
                new Leads(context, leads.get()).byOpportunity(),
                col("opportunity_id").equalTo(col("named_opportunity")),
                "left");
    }

    private Column fact(
            Column day,
            Column created,
            Column won,
            Column lost,
            Column amount,
            Column cycleDays,
            Column lostReferences) {
        Column nothing = lit(0L);
        return struct(
                context.calendar().monthOf(day).as(Cells.MONTH),
                created.as(Tally.EVENTS.column()),
                lostReferences.as(Tally.LOST_REFERENCES.column()),
                created.as(Tally.OPPORTUNITIES_CREATED.column()),
                won.cast("int").as(Tally.WON_DEALS.column()),
                lost.cast("int").as(Tally.LOST_DEALS.column()),
                when(won, amount).otherwise(nothing).as(Tally.BOOKINGS.column()),
                when(lost, amount).otherwise(nothing).as(Tally.LOST_AMOUNT.column()),
                when(won, cycleDays).otherwise(lit(0)).as(Tally.SALES_CYCLE_DAYS.column()));
    }
}
