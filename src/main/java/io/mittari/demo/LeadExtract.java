package io.mittari.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * crm/leads, with the canonical columns: about three leads an opportunity, of which one in four becomes one. A load
 * holds what changed since the one before.
 */
final class LeadExtract implements Closeable {
    private static final Extract<Version> EXTRACT = Extract.<Version>at("crm/leads")
            .text("lead_id", version -> version.lead().id())
            .moment("created_at", version -> version.lead().created())
            .text("owner_id", version -> version.lead().ownerId())
            .text("segment", version -> version.lead().segment())
            .text("channel", version -> version.lead().channel().text())
            .text("account_id", version -> version.onceConverted(version.lead().accountId()))
            .text(
                    "opportunity_id",
                    version -> version.onceConverted(version.lead().opportunityId()))
            .text("status", Version::status)
            .number(
                    "score",
                    ColumnType.WHOLE,
                    version -> Amounts.whole(version.lead().score()))
            .moment("qualified_at", version -> version.past(version.lead().qualified()))
            .moment("converted_at", version -> version.past(version.lead().converted()))
            .moment("updated_at", Version::modified)
            .dirty(
                    331,
                    Blemish.wrong("impossible date", "qualified_at", "2025-02-30T09:00:00Z"),
                    Blemish.wrong("unparsable score", "score", "high"),
                    Blemish.missing("created_at"),
                    Blemish.missing("owner_id"),
                    Blemish.IDENTICAL_DUPLICATE,
                    Blemish.conflicting("channel", "Unknown"),
                    Blemish.CORRUPT_RECORD);

    private final ExtractWriter<Version> rows;
    private final LakePlan plan;
    private final Loads loads;
    private final Reps reps;

    LeadExtract(LakePlan plan, Path lake, Loads loads, Reps reps) {
        rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads);
        this.plan = plan;
        this.loads = loads;
        this.reps = reps;
    }

    /** Writes the leads that came to something in an opportunity, and those that came to nothing around its time. */
    void write(Opportunity opportunity) {
        Draws draws = new Draws(plan.seed(), Draws.Topic.LEADS, opportunity.index());
        boolean isNew = opportunity.type() == Opportunity.Type.NEW;
        int number = 0;
        if (draws.chance(isNew ? 0.92 : 0.5)) {
            write(converted(opportunity, number++, draws));
            if (draws.chance(0.04)) {
                write(converted(opportunity, number++, draws));
            }
        }
        int others = draws.chance(0.25) ? 3 : 2;
        for (int other = 0; other < others; other++) {
            write(unconverted(opportunity, number++, draws));
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private void write(Lead lead) {
        long[] changes = {
            lead.known(),
            Math.max(lead.known(), lead.qualified()),
            Math.max(lead.known(), lead.converted()),
            Math.max(lead.known(), lead.discarded())
        };
        loads.forEachVersion(changes, (load, modified) -> rows.write(load, new Version(lead, modified)));
    }

    private Lead converted(Opportunity opportunity, int number, Draws draws) {
        long created = drawCreated(opportunity.created(), 1, 30, draws);
        return new Lead(
                id(opportunity, number),
                created,
                created,
                opportunity.owner().id(),
                draws.chance(0.9) ? opportunity.account().segment().text() : null,
                opportunity.channel(),
                opportunity.account().id(),
                opportunity.id(),
                draws.between(45, 100),
                created + (long) ((opportunity.created() - created) * draws.between(0.3, 0.9)),
                opportunity.created(),
                0);
    }

    private Lead unconverted(Opportunity opportunity, int number, Draws draws) {
        long created = drawCreated(opportunity.created(), 0, 25, draws);
        long late = draws.chance(0.02) ? (long) (draws.between(3, 40) * Moments.DAY) : 0;
        Segment segment = Segment.drawForAccount(draws);
        Rep owner = reps.drawEmployed(segment, Moments.day(created), draws);
        boolean qualifies = draws.chance(0.22);
        long qualified = qualifies ? Moments.daysAfter(created, draws.between(1, 15), draws) : 0;
        long end = Moments.daysAfter(Math.max(created, qualified), draws.between(5, 60), draws);
        return new Lead(
                id(opportunity, number),
                created,
                created + late,
                draws.chance(0.97) ? owner.id() : null,
                draws.chance(0.9) ? segment.text() : null,
                Channel.draw(draws),
                null,
                null,
                draws.between(0, qualifies ? 90 : 60),
                qualified,
                0,
                draws.chance(0.7) ? end : 0);
    }

    /** Any hour of a day that lies so many days before; never before the first day. */
    private long drawCreated(long moment, int fewest, int most, Draws draws) {
        long earlier = moment - (long) (draws.between((double) fewest, most) * Moments.DAY);
        return Math.max(earlier, Moments.at(plan.firstDay(), 1) + draws.below(4 * Moments.HOUR));
    }

    private static String id(Opportunity opportunity, int number) {
        return Names.id("L-", opportunity.index() * 8 + number, 10);
    }

    /** A lead with its whole life; 0 is never. */
    private record Lead(
            String id,
            long created,
            long known,
            String ownerId,
            String segment,
            Channel channel,
            String accountId,
            String opportunityId,
            int score,
            long qualified,
            long converted,
            long discarded) {}

    /** The lead as it was known right after a change. */
    private record Version(Lead lead, long modified) {
        String status() {
            if (past(lead.converted()) != null) {
                return "Converted";
            } else if (past(lead.discarded()) != null) {
                return "Disqualified";
            }
            return past(lead.qualified()) != null ? "Qualified" : "New";
        }

        String onceConverted(String value) {
            return past(lead.converted()) == null ? null : value;
        }

        Long past(long moment) {
            return moment > 0 && moment <= modified ? moment : null;
        }
    }
}
