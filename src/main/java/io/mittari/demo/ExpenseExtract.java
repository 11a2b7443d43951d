package io.mittari.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * finance/expenses, with the canonical columns and an approval that a deployment filters by: marketing by channel that
 * nobody owns, what reps spend, and what is no acquisition cost. A load holds what was booked since the one before.
 */
final class ExpenseExtract {
    private static final int MARKETING_ROWS_PER_CHANNEL = 4;
    private static final double MARKETING_SHARE = 0.5;
    private static final double BRAND_SHARE = 0.1;
    private static final double REPS_SHARE = 0.35;

    private static final Extract<Expense> EXTRACT = Extract.<Expense>at("finance/expenses")
            .text("expense_id", Expense::id)
            .day("incurred_on", Expense::incurredOn)
            .text("category", Expense::category)
            .number("amount", ColumnType.MONEY, Expense::amount)
            .text("currency", expense -> expense.currency().name())
            .text("channel", Expense::channel)
            .text("segment", Expense::segment)
            .text("rep_id", Expense::repId)
            .yesNo("approved", Expense::isApproved)
            .moment("updated_at", Expense::booked)
            .dirty(
                    211,
                    Blemish.wrong("unparsable amount", "amount", "1.234,50"),
                    Blemish.wrong("impossible date", "incurred_on", "2026-02-30"),
                    Blemish.missing("category"),
                    Blemish.wrong("currency without rate", "currency", "CHF"),
                    Blemish.IDENTICAL_DUPLICATE,
                    Blemish.CORRUPT_RECORD);

    private final LakePlan plan;
    private final Loads loads;
    private final Seasons seasons;
    private final Reps reps;
    private final Expectations expectations;

    ExpenseExtract(LakePlan plan, Loads loads, Seasons seasons, Reps reps, Expectations expectations) {
        this.plan = plan;
        this.loads = loads;
        this.seasons = seasons;
        this.reps = reps;
        this.expectations = expectations;
    }

    void write(Path lake) throws IOException {
        try (var rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads)) {
            for (int month = 0; month < seasons.months(); month++) {
                new Month(month, new Draws(plan.seed(), Draws.Topic.EXPENSES, month), rows).write();
            }
        }
    }

    /** The expenses of a month. */
    private final class Month {
        private final int month;
        private final Draws draws;
        private final ExtractWriter<Expense> rows;
        private final double budget;
        private int number;

        private Month(int month, Draws draws, ExtractWriter<Expense> rows) {
            this.month = month;
            this.draws = draws;
            this.rows = rows;
            budget = expectations.acquisitionBudget(month);
        }

        private void write() {
            for (Channel channel : Channel.values()) {
                for (int week = 0; week < MARKETING_ROWS_PER_CHANNEL; week++) {
                    double share = MARKETING_SHARE * channel.costShare() / MARKETING_ROWS_PER_CHANNEL;
                    String segment =
                            draws.chance(0.1) ? Segment.drawForAccount(draws).text() : null;
                    add(draws.chance(0.5) ? "Marketing" : "marketing", budget * share, channel, segment, null);
                }
            }
            add("Marketing", budget * BRAND_SHARE, null, null, null);
            List<Rep> employed = reps.all().stream()
                    .filter(rep -> rep.isEmployed(seasons.month(month)))
                    .toList();
            for (Rep rep : employed) {
                Channel channel = draws.chance(0.2) ? Channel.draw(draws) : null;
                add("Sales", budget * REPS_SHARE / employed.size(), channel, null, rep.id());
            }
            add("Sales", budget * (1 - MARKETING_SHARE - BRAND_SHARE - REPS_SHARE), null, null, null);
            for (String category : List.of("Office", "Software", "Training")) {
                add(category, budget * draws.between(0.05, 0.3), null, null, null);
            }
        }

        /** One of twenty is booked weeks late; one of a hundred is a refund, one of a hundred is not approved. */
        private void add(String category, double typical, Channel channel, String segment, String repId) {
            LocalDate day = seasons.month(month).plusDays(draws.between(0, 27));
            Currency currency = draws.chance(0.1) ? Currency.USD : Currency.EUR;
            double sign = draws.chance(0.01) ? -0.3 : 1;
            int late = draws.chance(0.05) ? draws.between(10, 45) : draws.between(0, 5);
            long booked = Moments.inOfficeHours(day.plusDays(late), draws);
            Expense expense = new Expense(
                    Names.id("E-", month * 10_000L + number++, 7),
                    day,
                    category,
                    Amounts.toCents(currency.ofReporting(typical) * draws.between(0.7, 1.3) * sign),
                    currency,
                    channel == null ? null : channel.text(),
                    segment,
                    repId,
                    !draws.chance(0.01),
                    booked);
            rows.write(loads.of(booked), expense);
        }
    }

    private record Expense(
            String id,
            LocalDate incurredOn,
            String category,
            BigDecimal amount,
            Currency currency,
            String channel,
            String segment,
            String repId,
            boolean isApproved,
            long booked) {}
}
