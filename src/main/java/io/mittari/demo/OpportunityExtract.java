package io.mittari.demo;

import io.mittari.demo.Opportunity.Step;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** crm/opportunities: columns as one CRM names them; a load holds what changed since the one before. */
final class OpportunityExtract implements Closeable {
    private static final Extract<Version> EXTRACT = Extract.<Version>at("crm/opportunities")
            .text("Id", version -> version.opportunity().id())
            .text("Name", version -> version.ifKept(version.name()))
            .text(
                    "AccountId",
                    version -> version.ifKept(version.opportunity().account().id()))
            .text("OwnerId", version -> version.ifKept(version.owner().id()))
            .text("Type", version -> version.ifKept(version.opportunity().type().text()))
            .text("LeadSource", version -> version.ifKept(version.channel()))
            .text("StageName", version -> version.ifKept(version.step().stage().text()))
            .text("Status", version -> version.ifKept(version.step().stage().status()))
            .number("Amount", ColumnType.MONEY, version -> version.ifKept(version.amount()))
            .text(
                    "CurrencyIsoCode",
                    version -> version.ifKept(
                            version.opportunity().account().currency().name()))
            .number(
                    "Probability",
                    ColumnType.WHOLE,
                    version ->
                            version.ifKept(Amounts.whole(version.step().stage().probability())))
            .moment(
                    "CreatedDate",
                    version -> version.ifKept(version.opportunity().created()))
            .moment(
                    "FirstContactDate",
                    version -> version.ifKept(version.opportunity().firstContact()))
            .day("CloseDate", version -> version.ifKept(version.step().expectedCloseOn()))
            .moment("ClosedAt", version -> version.ifKept(version.closed()))
            .yesNo("IsDeleted", Version::isDeleted)
            .moment("SystemModstamp", Version::modified)
            .dirty(
                    251,
                    Blemish.wrong("unparsable amount", "Amount", "1.234,50"),
                    Blemish.wrong("impossible date", "CloseDate", "2026-02-30"),
                    Blemish.missing("Status"),
                    Blemish.wrong("unknown status", "Status", "Pending"),
                    new Blemish("won without closing date", Blemish.Form.INSTEAD, wonAt(null)),
                    new Blemish("closed before created", Blemish.Form.INSTEAD, wonAt(0L)),
                    Blemish.wrong("unknown account", "AccountId", "A-99999999X"),
                    Blemish.missing("OwnerId"),
                    Blemish.wrong("currency without rate", "CurrencyIsoCode", "CHF"),
                    Blemish.IDENTICAL_DUPLICATE,
                    Blemish.conflicting("Amount", Amounts.units(999)),
                    Blemish.CORRUPT_RECORD);

    private final ExtractWriter<Version> rows;
    private final Loads loads;
    private final Reps reps;

    OpportunityExtract(LakePlan plan, Path lake, Loads loads, Reps reps) {
        rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads);
        this.loads = loads;
        this.reps = reps;
    }

    /** Writes a row to each load in which the opportunity changed. */
    void write(Opportunity opportunity) {
        long deletion = opportunity.deletion();
        if (deletion > 0 && loads.of(deletion) == 0) {
            return;
        }
        long departure = departure(opportunity);
        Rep successor = departure > 0 ? reps.successor(opportunity.owner(), opportunity.index()) : opportunity.owner();
        loads.forEachVersion(changes(opportunity, departure), (load, modified) -> {
            Rep owner = departure > 0 && departure <= modified ? successor : opportunity.owner();
            rows.write(load, new Version(opportunity, modified, owner, modified == deletion));
        });
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** When an owner who left handed it over; 0: never, as the owner stayed until the closing. */
    private static long departure(Opportunity opportunity) {
        LocalDate leftOn = opportunity.owner().leftOn();
        if (leftOn == null) {
            return 0;
        }
        long departure = Moments.at(leftOn.plusDays(1), 5);
        boolean closedBefore = opportunity.isClosed() && opportunity.last().knownAt() <= departure;
        return closedBefore ? 0 : departure;
    }

    /** The moments of all changes; those that never come repeat the creation, and none comes after the deletion. */
    private static long[] changes(Opportunity opportunity, long departure) {
        List<Step> steps = opportunity.steps();
        long[] changes = new long[steps.size() + 3];
        for (int place = 0; place < steps.size(); place++) {
            changes[place] = steps.get(place).knownAt();
        }
        changes[steps.size()] = departure;
        changes[steps.size() + 1] = opportunity.correction();
        changes[steps.size() + 2] = opportunity.deletion();
        long end = opportunity.deletion() > 0 ? opportunity.deletion() : Long.MAX_VALUE;
        for (int place = 0; place < changes.length; place++) {
            changes[place] = Math.min(end, Math.max(opportunity.created(), changes[place]));
        }
        return changes;
    }

    private static Map<String, Object> wonAt(Long closed) {
        Map<String, Object> values = new HashMap<>();
        values.put("Status", "Won");
        values.put("ClosedAt", closed);
        return values;
    }

    /** The opportunity as it was known right after a change; a deleted one keeps its id only. */
    private record Version(Opportunity opportunity, long modified, Rep owner, boolean isDeleted) {
        <V> V ifKept(V value) {
            return isDeleted ? null : value;
        }

        Step step() {
            return opportunity.known(modified);
        }

        String name() {
            return opportunity.account().name() + " – " + opportunity.type().text();
        }

        /** Every third one leaves the channel to its lead or account. */
        String channel() {
            return opportunity.index() % 3 == 0 ? null : opportunity.channel().text();
        }

        /** Missing in one of fifty that have only just begun. */
        BigDecimal amount() {
            boolean isMissing = step().stage() == Stage.DISCOVERY && opportunity.index() % 50 == 3;
            return isMissing ? null : Amounts.units(opportunity.amount(modified));
        }

        Long closed() {
            Step step = step();
            return step.stage().compareTo(Stage.NEGOTIATION) > 0 ? step.at() : null;
        }
    }
}
