package io.mittari.demo;

import io.mittari.demo.Customer.Term;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * finance/subscriptions, with the canonical columns: one a term of a customer, one more an expansion. Ends are known a
 * month ahead. A load holds what is new or changed.
 */
final class SubscriptionExtract implements Closeable {
    private static final int NOTICE_DAYS = 30;

    private static final Extract<Version> EXTRACT = Extract.<Version>at("finance/subscriptions")
            .text("subscription_id", Version::id)
            .text("account_id", version -> version.opportunity().account().id())
            .day("started_on", version -> version.term().start())
            .day("ended_on", Version::endedOn)
            .number("mrr", ColumnType.MONEY, Version::monthly)
            .text(
                    "currency",
                    version -> version.opportunity().account().currency().name())
            .moment("updated_at", Version::modified)
            .dirty(
                    149,
                    Blemish.wrong("ended before started", "ended_on", LocalDate.of(2001, 1, 1)),
                    Blemish.missing("started_on"),
                    Blemish.wrong("unparsable amount", "mrr", "1.234,50"),
                    Blemish.IDENTICAL_DUPLICATE);

    private final ExtractWriter<Version> rows;
    private final LakePlan plan;
    private final Loads loads;

    SubscriptionExtract(LakePlan plan, Path lake, Loads loads) {
        rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads);
        this.plan = plan;
        this.loads = loads;
    }

    /** Writes the subscriptions that follow from an opportunity that was won. */
    void write(Opportunity won) {
        List<Term> terms = switch (won.type()) {
            case NEW -> Customer.of(won, plan.seed()).terms();
            case EXPANSION -> List.of(rest(won));
            case RENEWAL -> List.of();
        };
        for (int number = 0; number < terms.size(); number++) {
            write(won, terms.get(number), Names.id("S-", won.index() * 2 + number, 10));
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private void write(Opportunity won, Term term, String id) {
        long begin = Moments.at(term.start(), 7);
        long notice = Moments.at(term.end().minusDays(NOTICE_DAYS), 7);
        loads.forEachVersion(
                new long[] {begin, notice},
                (load, modified) -> rows.write(load, new Version(won, term, id, modified, modified >= notice)));
    }

    /** An expansion runs to the end of the customer's term. */
    private Term rest(Opportunity won) {
        LocalDate start = Moments.day(won.last().at())
                .plusDays(new Draws(plan.seed(), Draws.Topic.SUBSCRIPTIONS, won.index()).between(0, 14));
        LocalDate end = won.customer().endOfTermOn(Moments.day(won.last().at()).plusDays(14));
        return new Term(start, end);
    }

    private record Version(Opportunity opportunity, Term term, String id, long modified, boolean isEndKnown) {
        LocalDate endedOn() {
            return isEndKnown ? term.end() : null;
        }

        BigDecimal monthly() {
            return Amounts.toCents(opportunity.last().amount() / 12.0);
        }
    }
}
