package io.mittari.facts;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who and what a fact is credited to: the rules that need rows of reps and accounts. Without an extract of reps (or
 * accounts) every id counts as known.
 */
final class Credit {
    /** The account's segment, after {@link #withAccount}. */
    static final String ACCOUNT_SEGMENT = "account_segment";
    /** The account's own channel, after {@link #withAccount}. */
    static final String ACCOUNT_CHANNEL = "account_channel";
    /** The account's owner, after {@link #withAccount}. */
    static final String ACCOUNT_OWNER = "account_owner";
    /** The rep's home segment, after {@link #withRep}. */
    static final String HOME_SEGMENT = "home_segment";

    private static final String LOST = Tally.LOST_REFERENCES.column();

    private final Map<Entity, Dataset<Row>> entities;

    Credit(Map<Entity, Dataset<Row>> entities) {
        this.entities = entities;
    }

    /**
     * Adds {@code rep_id}, the rep of that id or Unassigned, and {@link #HOME_SEGMENT}; counts lost references.
     *
     * @param id the id that was found at last; may be null
     */
    Dataset<Row> withRep(Dataset<Row> facts, Column id) {
        if (!entities.containsKey(Entity.REPS)) {
            return withLost(facts, lit(false))
                    .withColumn(Cells.REP, Cells.orUnassigned(id))
                    .withColumn(HOME_SEGMENT, lit(Grain.UNASSIGNED));
        }
        Dataset<Row> reps = entities.get(Entity.REPS)
                .select(
                        col("rep_id").as("known_rep"),
                        Cells.orUnassigned(col("segment")).as("known_home"));
        Dataset<Row> joined = facts.withColumn("found_rep", id)
                .join(broadcast(reps), col("found_rep").equalTo(col("known_rep")), "left");
        return withLost(
                        joined,
                        col("found_rep").isNotNull().and(col("known_rep").isNull()))
                .withColumn(Cells.REP, Cells.orUnassigned(col("known_rep")))
                .withColumn(HOME_SEGMENT, Cells.orUnassigned(col("known_home")))
                .drop("found_rep", "known_rep", "known_home");
    }

    /**
     * Adds {@link #ACCOUNT_SEGMENT}, {@link #ACCOUNT_CHANNEL} and {@link #ACCOUNT_OWNER}, null for an unknown account;
     * counts lost references.
     */
    Dataset<Row> withAccount(Dataset<Row> facts) {
        if (!entities.containsKey(Entity.ACCOUNTS)) {
            return facts.withColumn(ACCOUNT_SEGMENT, lit(null).cast("string"))
                    .withColumn(ACCOUNT_CHANNEL, lit(null).cast("string"))
                    .withColumn(ACCOUNT_OWNER, lit(null).cast("string"));
        }
        Dataset<Row> accounts = entities.get(Entity.ACCOUNTS)
                .select(
                        col("account_id").as("known_account"),
                        col("segment").as(ACCOUNT_SEGMENT),
                        col("channel").as(ACCOUNT_CHANNEL),
                        col("owner_id").as(ACCOUNT_OWNER));
        Dataset<Row> joined = facts.join(accounts, col("account_id").equalTo(col("known_account")), "left");
        return withLost(
                        joined,
                        col("account_id").isNotNull().and(col("known_account").isNull()))
                .drop("known_account");
    }

    /** Counts one more reference that leads nowhere where the condition holds. */
    static Dataset<Row> withLost(Dataset<Row> facts, Column condition) {
        Column lost = condition.cast("int");
        boolean counted = Arrays.asList(facts.columns()).contains(LOST);
        return facts.withColumn(LOST, counted ? col(LOST).plus(lost) : lost);
    }
}
