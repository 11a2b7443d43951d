package io.mittari.demo;

import io.mittari.demo.Opportunity.Type;
import java.time.LocalDate;

/** What the company's planners expect: the base of its quotas, forecasts and budgets, in the reporting currency. */
final class Expectations {
    private static final double COST_OF_A_CUSTOMER = 9_000;
    /** Share of all opportunities that are of type new. */
    private static final double NEW_SHARE = 0.68;
    /** Average ramp, skill and channel, weighted by opportunities. */
    private static final double TYPICAL_FACTOR = 0.94;

    private final Seasons seasons;
    private final Reps reps;

    Expectations(Seasons seasons, Reps reps) {
        this.seasons = seasons;
        this.reps = reps;
    }

    /** Bookings of a segment in a month: what began a typical time to closing before. */
    double bookings(Segment segment, int month) {
        int before = (int) Math.round(segment.daysFrom(Stage.DISCOVERY) / 30.4);
        double perOpportunity = NEW_SHARE * value(Type.NEW)
                + (1 - NEW_SHARE) * (0.6 * value(Type.EXPANSION) + 0.4 * value(Type.RENEWAL));
        double begun = Math.min(1, 0.4 + 0.6 * month / before);
        return seasons.opportunities(month - before)
                * begun
                * segment.share()
                * segment.winRate()
                * segment.averageAmount()
                * TYPICAL_FACTOR
                * perOpportunity;
    }

    /** Bookings of one settled rep in a month. */
    double bookingsOfRep(Rep rep, int month) {
        LocalDate middle = seasons.month(month).plusDays(14);
        return bookings(rep.segment(), month) / Math.max(1, reps.employed(rep.segment(), middle));
    }

    /** What may be spent on marketing and selling in a month. */
    double acquisitionBudget(int month) {
        double customers = 0;
        for (Segment segment : Segment.values()) {
            customers += seasons.opportunities(month) * NEW_SHARE * segment.share() * segment.winRate();
        }
        return customers * TYPICAL_FACTOR * COST_OF_A_CUSTOMER;
    }

    private static double value(Type type) {
        return type.winFactor() * type.amountFactor();
    }
}
