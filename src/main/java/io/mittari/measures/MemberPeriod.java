package io.mittari.measures;

import io.mittari.model.Period;
import io.mittari.model.PeriodType;

/**
 * One member in one period: the ways in which measures follow from tallies.
 *
 * @param range the periods of the run
 * @param months the member's tallies
 * @param period the period
 */
public record MemberPeriod(PeriodRange range, MemberMonths months, Period period) {
    /** The sum over the period's months. */
    long flow(Tally tally) {
        return months.in(period, tally);
    }

    /** The sum from the beginning of the data to the day before that month. */
    long before(int month, Tally tally) {
        return months.beforeMonth(month, tally);
    }

    /** The value of the snapshot at the period's start. */
    long atStart(Tally tally) {
        return months.at(period.firstMonth(), tally);
    }

    /** The value of the snapshot at the period's end, or the end of D. */
    long atEnd(Tally tally) {
        return months.at(range.endSnapshot(period), tally);
    }

    /** The tally that belongs to the period's type. */
    Tally ofType(Tally month, Tally quarter, Tally year) {
        return switch (period.type()) {
            case MONTH -> month;
            case QUARTER -> quarter;
            case YEAR -> year;
        };
    }

    /** Opportunities created before that month and not closed before it. */
    long openBefore(int month) {
        return before(month, Tally.OPPORTUNITIES_CREATED)
                - before(month, Tally.WON_DEALS)
                - before(month, Tally.LOST_DEALS);
    }

    /** Accounts active on the day before that month. */
    long customersBefore(int month) {
        return before(month, Tally.CUSTOMERS_GAINED) - before(month, Tally.CHURN_EVENTS);
    }

    /** Customer days before that month, up to D. */
    long customerDaysBefore(int month) {
        return months.customerDaysBefore(month);
    }

    /** Accounts active at the start and not at the end. */
    long customersLost() {
        return flow(ofType(Tally.CUSTOMERS_LOST_MONTH, Tally.CUSTOMERS_LOST_QUARTER, Tally.CUSTOMERS_LOST_YEAR));
    }

    /** Quotas whose own periods lie within this one. */
    long quota() {
        long months = flow(Tally.QUOTA_MONTH);
        return switch (period.type()) {
            case MONTH -> months;
            case QUARTER -> months + flow(Tally.QUOTA_QUARTER);
            case YEAR -> months + flow(Tally.QUOTA_QUARTER) + flow(Tally.QUOTA_YEAR);
        };
    }

    /** Reps who joined by the period's end, or D, and had not left before its start. */
    long activeReps() {
        return before(period.endMonth(), Tally.REPS_JOINED) - before(period.firstMonth(), Tally.REPS_LEFT);
    }

    /** Revenue of the period before; null where it lies before the run's first one. */
    Long previousRevenue() {
        Tally toDate = ofType(
                Tally.REVENUE_TO_DATE_PREVIOUS_MONTH,
                Tally.REVENUE_TO_DATE_PREVIOUS_QUARTER,
                Tally.REVENUE_TO_DATE_PREVIOUS_YEAR);
        return earlierRevenue(period.type().months(), toDate);
    }

    /** Revenue of the same period a year before; null where it lies before the run's first one. */
    Long yearAgoRevenue() {
        Tally toDate = ofType(
                Tally.REVENUE_TO_DATE_YEAR_AGO_MONTH,
                Tally.REVENUE_TO_DATE_YEAR_AGO_QUARTER,
                Tally.REVENUE_TO_DATE_PREVIOUS_YEAR);
        return earlierRevenue(PeriodType.YEAR.months(), toDate);
    }

    private Long earlierRevenue(int monthsBefore, Tally toDate) {
        Period earlier = range.earlier(period, monthsBefore);
        if (range.isBeforeFirst(earlier)) {
            return null;
        }
        return range.isComplete(period)
                ? Long.valueOf(months.in(earlier, Tally.REVENUE))
                : Long.valueOf(months.total(toDate));
    }
}
