package io.mittari.demo;

import io.mittari.demo.Draws.Topic;
import io.mittari.demo.Opportunity.Step;
import io.mittari.demo.Opportunity.Type;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives the opportunity of an index. Even ones are an account's first; odd ones go to an earlier account, a customer
 * where a few draws find one, which is told by deriving that account's first opportunity again.
 */
final class Opportunities {
    private static final int CUSTOMER_DRAWS = 8;
    private static final double REPLAN_CHANCE = 0.30;
    private static final double STUCK_CHANCE = 0.01;
    private static final double CORRECTION_CHANCE = 0.04;
    private static final double DELETION_CHANCE = 0.004;
    private static final double LATE_CLOSING_CHANCE = 0.02;

    private final LakePlan plan;
    private final Seasons seasons;
    private final Reps reps;

    Opportunities(LakePlan plan, Seasons seasons, Reps reps) {
        this.plan = plan;
        this.seasons = seasons;
        this.reps = reps;
    }

    /** Number of accounts. */
    long accounts() {
        return (plan.opportunities() + 1) / 2;
    }

    /** The opportunity that the account of that index began with. */
    Opportunity first(long account) {
        return at(2 * account);
    }

    /** The opportunity of that index. */
    Opportunity at(long index) {
        Draws draws = new Draws(plan.seed(), Topic.OPPORTUNITY, index);
        LocalDate day = seasons.day(index, draws);
        if (index % 2 == 0) {
            return derive(index, Account.of(plan.seed(), index / 2), Type.NEW, null, day, draws);
        }
        return again(index, day, draws);
    }

    private Opportunity again(long index, LocalDate day, Draws draws) {
        long account = 0;
        for (int attempt = 0; attempt < CUSTOMER_DRAWS; attempt++) {
            account = draws.below((index + 1) / 2);
            Opportunity first = first(account);
            Customer customer = first.isWon() ? Customer.of(first, plan.seed()) : null;
            if (customer != null && customer.endOfTermOn(day) != null) {
                Type type = draws.chance(0.6) ? Type.EXPANSION : Type.RENEWAL;
                return derive(index, first.account(), type, customer, day, draws);
            }
        }
        return derive(index, Account.of(plan.seed(), account), Type.NEW, null, day, draws);
    }

    private Opportunity derive(long index, Account account, Type type, Customer customer, LocalDate day, Draws draws) {
        Segment segment = account.segment();
        Rep owner = reps.drawEmployed(segment, day, draws);
        Channel channel = Channel.draw(draws);
        double winRate = segment.winRate() * channel.winFactor() * type.winFactor() * owner.skill() * owner.ramp(day);
        long created = Moments.inOfficeHours(day, draws);
        long earliest = Moments.at(plan.firstDay(), 6);
        long contact = Math.max(earliest, created - draws.below(10 * Moments.DAY));
        List<Step> steps = steps(new Course(account, type, customer, Math.min(0.85, winRate)), created, draws);
        Step last = steps.get(steps.size() - 1);
        boolean corrects = last.stage() == Stage.CLOSED_WON && draws.chance(CORRECTION_CHANCE);
        long correction = corrects ? Moments.daysAfter(last.knownAt(), draws.between(2, 120), draws) : 0;
        long deletion = draws.chance(DELETION_CHANCE) ? Moments.daysAfter(created, draws.between(10, 90), draws) : 0;
        return new Opportunity(
                index,
                Names.id("O-", index + 1, 9),
                account,
                type,
                customer,
                channel,
                owner,
                draws.chance(0.7) ? contact : null,
                steps,
                correction,
                corrects ? segment.rounded(last.amount() * draws.between(0.7, 1.15)) : 0,
                deletion);
    }

    /** What decides how an opportunity goes. */
    private record Course(Account account, Type type, Customer customer, double winRate) {
        /** A customer can only buy more while it is one. */
        boolean canBeWon(long closed) {
            return customer == null || customer.endOfTermOn(Moments.day(closed).plusDays(14)) != null;
        }
    }

    private List<Step> steps(Course course, long created, Draws draws) {
        Segment segment = course.account().segment();
        Stage lastOpen = draws.chance(course.winRate()) ? null : drawLostFrom(draws);
        boolean stuck = draws.chance(STUCK_CHANCE);
        double pace = draws.chance(0.1) ? 2.5 : 1;
        long amount = drawAmount(course, draws);
        List<Step> steps = new ArrayList<>(6);
        long moment = created;
        for (Stage stage : List.of(Stage.DISCOVERY, Stage.PROPOSAL, Stage.NEGOTIATION)) {
            double days = segment.drawStageDays(stage, draws) * pace;
            steps.add(step(stage, moment, amount, expected(moment, segment.daysFrom(stage), draws)));
            if (draws.chance(REPLAN_CHANCE)) {
                amount = segment.rounded(amount * draws.between(0.8, 1.15));
                long replanned = Moments.daysAfter(moment, days / 2, draws);
                steps.add(step(stage, replanned, amount, expected(replanned, segment.daysFrom(stage), draws)));
            }
            moment = Moments.daysAfter(steps.get(steps.size() - 1).at(), days, draws);
            if (stage == lastOpen) {
                break;
            }
        }
        if (!stuck) {
            boolean won = lastOpen == null && course.canBeWon(moment);
            steps.add(closing(won ? Stage.CLOSED_WON : Stage.CLOSED_LOST, moment, amount, draws));
        }
        return List.copyOf(steps);
    }

    private static Stage drawLostFrom(Draws draws) {
        double unit = draws.unit();
        return unit < 0.3 ? Stage.DISCOVERY : unit < 0.7 ? Stage.PROPOSAL : Stage.NEGOTIATION;
    }

    private static long drawAmount(Course course, Draws draws) {
        Segment segment = course.account().segment();
        double reporting = segment.drawAmount(draws) * course.type().amountFactor();
        return segment.rounded(course.account().currency().ofReporting(reporting));
    }

    private static LocalDate expected(long moment, double typicalDays, Draws draws) {
        return Moments.day(moment).plusDays(1 + (long) (typicalDays * draws.between(0.6, 1.3)));
    }

    private static Step step(Stage stage, long at, long amount, LocalDate expectedCloseOn) {
        return new Step(stage, at, at, amount, expectedCloseOn);
    }

    /** A closing; one of fifty is told to the CRM some weeks late. */
    private static Step closing(Stage stage, long at, long amount, Draws draws) {
        long knownAt = draws.chance(LATE_CLOSING_CHANCE) ? Moments.daysAfter(at, draws.between(3, 25), draws) : at;
        return new Step(stage, at, knownAt, amount, Moments.day(at));
    }
}
