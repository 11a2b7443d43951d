package io.mittari.facts;

import static io.mittari.model.Entity.ACCOUNTS;
import static io.mittari.model.Entity.ACTIVITIES;
import static io.mittari.model.Entity.EXPENSES;
import static io.mittari.model.Entity.FORECASTS;
import static io.mittari.model.Entity.FX_RATES;
import static io.mittari.model.Entity.INVOICE_LINES;
import static io.mittari.model.Entity.LEADS;
import static io.mittari.model.Entity.OPPORTUNITIES;
import static io.mittari.model.Entity.QUOTAS;
import static io.mittari.model.Entity.REPS;
import static io.mittari.model.Entity.STAGE_HISTORY;
import static io.mittari.model.Entity.SUBSCRIPTIONS;
import static io.mittari.model.Entity.TIMESHEETS;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;

import io.mittari.concurrent.Kept;
import io.mittari.model.Entity;
import io.mittari.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows whose contribution to the sums may differ from that of the run before: because they have changed, because a
 * row that decides on their credit has, or because days have passed. Whole groups are taken (an opportunity with its
 * leads and its history, an account with its subscriptions), and rather too many: what counts the same cancels out.
 */
final class AffectedRows {
    /**
     * The affected rows of one entity.
     *
     * @param before as they were at the run before
     * @param after as they are now
     */
    record Sides(Dataset<Row> before, Dataset<Row> after) {}

    private final Changes changes;
    private final Settings settings;
    private final DayWindow window;
    private final ChangedCredit credit;
    private final Ids changedOpportunities;
    private final Ids customers;
    private final Map<Entity, Sides> sides = new EnumMap<>(Entity.class);

    AffectedRows(Changes changes, Settings settings, DayWindow window) {
        this.changes = changes;
        this.settings = settings;
        this.window = window;
        this.credit = ChangedCredit.of(changes);
        this.changedOpportunities = changedOpportunities();
        this.customers = customers();
    }

    /** The affected rows of every entity that has a source and is counted. */
    Map<Entity, Sides> sides() {
        put(INVOICE_LINES, hasSubscriptions() ? lineMayDiffer() : customers.hold(col("account_id")));
        put(SUBSCRIPTIONS, customers.hold(col("account_id")));
        Ids opportunities = opportunities();
        Column ofOpportunity = opportunities.hold(col("opportunity_id"));
        put(OPPORTUNITIES, ofOpportunity);
        put(STAGE_HISTORY, ofOpportunity);
        put(LEADS, leadMayDiffer().or(ofOpportunity));
        put(ACCOUNTS, accounts().hold(col("account_id")));
        put(EXPENSES, window.holds(col("incurred_on")).or(credit.reps().hold(col("rep_id"))));
        put(TIMESHEETS, window.holds(col("worked_on")).or(credit.repsWithHome().hold(col("rep_id"))));
        put(
                ACTIVITIES,
                window.holdsInstant(col("started_at")).or(credit.repsWithHome().hold(col("rep_id"))));
        putAll(REPS, true);
        putAll(FORECASTS, isAnyChanged(FORECASTS, REPS) || !window.isEmpty());
        putAll(QUOTAS, isAnyChanged(QUOTAS, REPS, FX_RATES) || window.entersYear());
        return sides;
    }

    /** Opportunities that may count differently themselves, or let something else count differently. */
    private Ids changedOpportunities() {
        return ids(
                changes.changed(OPPORTUNITIES).map(AffectedRows::opportunityId),
                changes.changedIn(LEADS, "lead_id", "created_at", "channel", "opportunity_id")
                        .map(AffectedRows::opportunityId),
                changes.changed(STAGE_HISTORY).map(AffectedRows::opportunityId),
                found(OPPORTUNITIES, opportunityMayDiffer()).map(AffectedRows::opportunityId),
                found(LEADS, window.holdsInstant(col("created_at"))).map(AffectedRows::opportunityId),
                found(STAGE_HISTORY, window.holdsInstant(col("entered_at"))).map(AffectedRows::opportunityId));
    }

    private Column opportunityMayDiffer() {
        return credit.accounts()
                .hold(col("account_id"))
                .or(credit.reps().hold(col("owner_id")))
                .or(window.holdsInstant(col("created_at")))
                .or(window.holdsInstant(col("closed_at")))
                .or(snapshotMoves());
    }

    /** The last snapshot of an open opportunity: it becomes another month's, or is worth what the rate of D says. */
    private Column snapshotMoves() {
        if (window.isEmpty()) {
            return lit(false);
        }
        Column wasOpen = coalesce(
                window.isAfterEarlier(col("closed_at"))
                        .or(col("status").isin("won", "lost").equalTo(false)),
                lit(true));
        Column isForeign = coalesce(col("currency").notEqual(settings.reportingCurrency()), lit(false));
        return window.entersMonth() ? wasOpen : wasOpen.and(isForeign);
    }

    /** Accounts whose activity or its credit may differ, as far as customers are counted. */
    private Ids customers() {
        Entity source = hasSubscriptions() ? SUBSCRIPTIONS : INVOICE_LINES;
        Column isWon = col("status").equalTo("won");
        return ids(
                credit.accountsWithOwner().rows(),
                changes.changed(source).map(AffectedRows::accountId),
                found(
                                source,
                                hasSubscriptions()
                                        ? subscriptionTurns()
                                        : lineMayDiffer().or(invoiceTurns()))
                        .map(AffectedRows::accountId),
                changes.changed(OPPORTUNITIES).map(rows -> accountId(rows.where(isWon))),
                found(OPPORTUNITIES, isWon.and(changedOpportunities.hold(col("opportunity_id"))))
                        .map(AffectedRows::accountId));
    }

    private Column subscriptionTurns() {
        return window.holdsInRunningMonth(col("started_on")).or(window.holdsInRunningMonth(col("ended_on")));
    }

    private Column invoiceTurns() {
        Column day = col("invoiced_on");
        return window.holdsInRunningMonth(day)
                .or(window.holdsInRunningMonth(
                        date_add(day, settings.customers().inactiveAfterDays())));
    }

    private Column lineMayDiffer() {
        return window.holds(col("invoiced_on"))
                .or(entersOrLeavesRevenueToDate(col("invoiced_on")))
                .or(changedOpportunities.hold(col("opportunity_id")))
                .or(credit.accountsWithOwner().hold(col("account_id")))
                .or(credit.reps().hold(col("rep_id")));
    }

    private Column entersOrLeavesRevenueToDate(Column day) {
        List<RevenueToDate> before = RevenueToDate.of(settings.calendar(), window.after());
        List<RevenueToDate> after = RevenueToDate.of(settings.calendar(), window.upTo());
        Column differs = lit(false);
        for (int index = 0; index < before.size(); index++) {
            differs = differs.or(before.get(index).differs(after.get(index), day));
        }
        return differs;
    }

    private Column leadMayDiffer() {
        return credit.accounts()
                .hold(col("account_id"))
                .or(credit.reps().hold(col("owner_id")))
                .or(window.holdsInstant(col("created_at")))
                .or(window.holdsInstant(col("converted_at")))
                .or(window.holdsInstant(col("qualified_at")));
    }

    /** The opportunities that may differ and those that affected lines and customers look up. */
    private Ids opportunities() {
        return ids(
                changedOpportunities.rows(),
                affected(INVOICE_LINES).map(AffectedRows::opportunityId),
                found(OPPORTUNITIES, col("status").equalTo("won").and(customers.hold(col("account_id"))))
                        .map(AffectedRows::opportunityId));
    }

    /** The accounts that affected rows look up. */
    private Ids accounts() {
        return ids(
                customers.rows(),
                affected(LEADS).map(AffectedRows::accountId),
                affected(OPPORTUNITIES).map(AffectedRows::accountId),
                affected(INVOICE_LINES).map(AffectedRows::accountId));
    }

    private void put(Entity entity, Column mayDiffer) {
        changes.after(entity).ifPresent(rows -> sides.put(entity, affected(entity, rows.where(mayDiffer))));
    }

    /** The rows that may differ though they have not changed, and the old and new versions of those that have. */
    private Sides affected(Entity entity, Dataset<Row> mayDiffer) {
        return changes.difference(entity)
                .map(difference -> {
                    Dataset<Row> same = Kept.rows(without(entity, mayDiffer, difference.added()));
                    return new Sides(same.unionByName(difference.removed()), same.unionByName(difference.added()));
                })
                .orElseGet(() -> {
                    Dataset<Row> same = Kept.rows(mayDiffer);
                    return new Sides(same, same);
                });
    }

    private static Dataset<Row> without(Entity entity, Dataset<Row> rows, Dataset<Row> others) {
        Dataset<Row> keys = others.select(
                entity.key().stream().map(name -> col(name).as("other_" + name)).toArray(Column[]::new));
        Column sameKey = entity.key().stream()
                .map(name -> col(name).eqNullSafe(col("other_" + name)))
                .reduce(Column::and)
                .orElseThrow();
        return rows.join(keys, sameKey, "left_anti");
    }

    private void putAll(Entity entity, boolean mayDiffer) {
        changes.change(entity)
                .map(change -> mayDiffer
                        ? new Sides(change.before(), change.after())
                        : new Sides(
                                change.after().where(lit(false)), change.after().where(lit(false))))
                .ifPresent(rows -> sides.put(entity, rows));
    }

    private boolean isAnyChanged(Entity... entities) {
        return Arrays.stream(entities).anyMatch(changes::isChanged);
    }

    private boolean hasSubscriptions() {
        return changes.change(SUBSCRIPTIONS).isPresent();
    }

    private Optional<Dataset<Row>> found(Entity entity, Column condition) {
        return changes.after(entity).map(rows -> rows.where(condition));
    }

    /** Old and new versions of affected rows. */
    private Optional<Dataset<Row>> affected(Entity entity) {
        return Optional.ofNullable(sides.get(entity))
                .map(rows -> changes.isChanged(entity) ? rows.before().unionByName(rows.after()) : rows.after());
    }

    @SafeVarargs
    private Ids ids(Optional<Dataset<Row>>... parts) {
        List<Dataset<Row>> present = new ArrayList<>();
        for (Optional<Dataset<Row>> part : parts) {
            part.ifPresent(present::add);
        }
        return Ids.of(present);
    }

    private static Dataset<Row> opportunityId(Dataset<Row> rows) {
        return rows.select("opportunity_id");
    }

    private static Dataset<Row> accountId(Dataset<Row> rows) {
        return rows.select("account_id");
    }
}
