package io.mittari.facts;

import static org.apache.spark.sql.functions.col;

import io.mittari.model.Entity;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The reps and accounts that have changed in what the credit of other rows rests on.
 *
 * @param reps reps who have appeared or disappeared
 * @param repsWithHome these, and reps who have changed their home segment
 * @param accounts accounts that have appeared, disappeared, or changed their segment, channel or owner
 * @param accountsWithOwner these, and accounts whose owner is one of the reps
 */
record ChangedCredit(Ids reps, Ids repsWithHome, Ids accounts, Ids accountsWithOwner) {
    static ChangedCredit of(Changes changes) {
        Ids reps = changed(changes, Entity.REPS, "rep_id");
        Ids repsWithHome = changed(changes, Entity.REPS, "rep_id", "segment");
        Ids accounts = changed(changes, Entity.ACCOUNTS, "account_id", "segment", "channel", "owner_id");
        List<Dataset<Row>> parts = new ArrayList<>();
        accounts.rows().ifPresent(parts::add);
        changes.after(Entity.ACCOUNTS)
                .filter(rows -> !reps.isEmpty())
                .map(rows -> rows.where(reps.hold(col("owner_id"))).select("account_id"))
                .ifPresent(parts::add);
        return new ChangedCredit(reps, repsWithHome, accounts, Ids.of(parts));
    }

    /** The keys (the first column) of rows that differ in any of the columns. */
    private static Ids changed(Changes changes, Entity entity, String... columns) {
        return Ids.of(changes.changedIn(entity, columns).map(rows -> rows.select(columns[0])).stream()
                .toList());
    }
}
