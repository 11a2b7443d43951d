package io.mittari.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/** crm/accounts: snapshots, with columns as one CRM names them. */
final class AccountExtract {
    private static final Extract<Version> EXTRACT = Extract.<Version>at("crm/accounts")
            .text("Id", version -> version.account().id())
            .text("Name", version -> version.account().name())
            .text("Segment__c", version -> version.account().segment().text())
            .text("Industry", version -> version.account().industry())
            .text("Region__c", version -> version.account().region().text())
            .text("OwnerId", Version::ownerId)
            .text("AccountSource", Version::channel)
            .dirty(
                    331,
                    Blemish.missing("Segment__c"),
                    Blemish.IDENTICAL_DUPLICATE,
                    Blemish.conflicting("Segment__c", "Public"),
                    Blemish.CORRUPT_RECORD);

    private final LakePlan plan;
    private final Loads loads;
    private final Reps reps;
    private final Opportunities opportunities;

    AccountExtract(LakePlan plan, Loads loads, Reps reps, Opportunities opportunities) {
        this.plan = plan;
        this.loads = loads;
        this.reps = reps;
        this.opportunities = opportunities;
    }

    void write(Path lake) throws IOException {
        try (var rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads)) {
            for (long index = 0; index < opportunities.accounts(); index++) {
                Opportunity first = opportunities.first(index);
                for (int load : loads.snapshots()) {
                    if (first.created() < loads.end(load)) {
                        rows.write(
                                load,
                                new Version(first, owner(first, loads.dates().get(load))));
                    }
                }
            }
        }
    }

    private Rep owner(Opportunity first, LocalDate asOf) {
        LocalDate leftOn = first.owner().leftOn();
        return leftOn == null || !leftOn.isBefore(asOf) ? first.owner() : reps.successor(first.owner(), first.index());
    }

    private record Version(Opportunity first, Rep owner) {
        Account account() {
            return first.account();
        }

        /** One of a hundred has no owner. */
        String ownerId() {
            return account().index() % 100 == 7 ? null : owner.id();
        }

        String channel() {
            return account().channel() == null ? null : account().channel().text();
        }
    }
}
