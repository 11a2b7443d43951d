package io.mittari.facts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Leads as facts: one on the day of creation, one on the day of qualification. */
final class Leads {
    static final List<Tally> TALLIES = List.of(
            Tally.EVENTS, Tally.LOST_REFERENCES, Tally.LEADS_CREATED, Tally.LEADS_CONVERTED, Tally.QUALIFIED_LEADS);

    private final FactContext context;
    private final Dataset<Row> leads;

    Leads(FactContext context, Dataset<Row> leads) {
        this.context = context;
        this.leads = leads;
    }

    /** Leads created, converted (a cohort of the creation date) and qualified. */
    Dataset<Row> facts() {
        Dataset<Row> dated = leads.select(
                col("lead_id").as(FactDetails.KEY),
                col("owner_id"),
                col("account_id"),
                col("segment").as("own_segment"),
                col("channel").as("own_channel"),
                upToD("created_at").as("created_on"),
                upToD("converted_at").as("converted_on"),
                when(coalesce(expr(context.settings().qualifiedWhen()), lit(false)), upToD("qualified_at"))
                        .as("qualified_on"));
        Column lost = col(Tally.LOST_REFERENCES.column());
        Dataset<Row> credited = context.credit().withRep(context.credit().withAccount(dated), col("owner_id"));
        return credited.select(
                        col(FactDetails.KEY),
                        col("created_on"),
                        col("qualified_on"),
                        col(Cells.REP),
                        Cells.orUnassigned(col("own_segment"), col(Credit.ACCOUNT_SEGMENT))
                                .as(Cells.SEGMENT),
                        Cells.orUnassigned(col("own_channel")).as(Cells.CHANNEL),
                        explode(array(
                                        fact(
                                                "created_on",
                                                lit(1),
                                                col("converted_on").isNotNull(),
                                                lit(0),
                                                lost),
                                        fact("qualified_on", lit(0), lit(false), lit(1), lit(0))))
                                .as("fact"))
                .select(col("*"), col("fact.*"))
                .withColumn(
                        FactDetails.DAY,
                        when(col(Tally.LEADS_CREATED.column()).equalTo(1), col("created_on"))
                                .otherwise(col("qualified_on")));
    }

    /**
     * What opportunities take from the leads that name them, one row an {@code opportunity_id}:
     * {@code first_lead_at}, and {@code lead_channel}, the channel of the lead that it came from (of those created up
     * to D the earliest created, then the smallest id).
     */
    Dataset<Row> byOpportunity() {
        Column cameFrom = struct(col("created_at"), col("lead_id"), col("channel"));
        Column known = context.calendar().upToReportingDate(context.calendar().dayOf(col("created_at")));
        return leads.where(col("opportunity_id").isNotNull())
                .groupBy(col("opportunity_id").as("named_opportunity"))
                .agg(
                        min(col("created_at")).as("first_lead_at"),
                        min(when(known, cameFrom)).as("came_from"))
                .select(
                        col("named_opportunity"),
                        col("first_lead_at"),
                        col("came_from.channel").as("lead_channel"));
    }

    private Column fact(String day, Column created, Column converted, Column qualified, Column lost) {
        return struct(
                context.calendar().monthOf(col(day)).as(Cells.MONTH),
                created.as(Tally.EVENTS.column()),
                lost.as(Tally.LOST_REFERENCES.column()),
                created.as(Tally.LEADS_CREATED.column()),
                converted.cast("int").as(Tally.LEADS_CONVERTED.column()),
                qualified.as(Tally.QUALIFIED_LEADS.column()));
    }

    private Column upToD(String instant) {
        Column day = context.calendar().dayOf(col(instant));
        return when(context.calendar().upToReportingDate(day), day);
    }
}
