package io.mittari.measures;

import io.mittari.model.FiscalCalendar;
import io.mittari.model.Period;
import java.time.LocalDate;

/** The tallies of one member, month by month, over the computed months of a run. */
public final class MemberMonths {
    private final PeriodRange range;
    private final long[][] inMonth;
    /** Per tally and month: the sum of all months before it. */
    private final long[][] before;

    private final long[] customerDaysBefore;

    /**
     * @param range the periods of the run
     * @param inMonth per tally the sum of each computed month; index 0 stands for all months before the first
     */
    public MemberMonths(PeriodRange range, long[][] inMonth) {
        this.range = range;
        this.inMonth = inMonth;
        this.before = new long[inMonth.length][];
        for (int tally = 0; tally < inMonth.length; tally++) {
            before[tally] = runningSums(inMonth[tally]);
        }
        this.customerDaysBefore = runningSums(customerDays());
    }

    /** An empty member of the range, to be filled by tally and {@link #index}. */
    public static long[][] nothing(PeriodRange range) {
        return new long[Tally.values().length][range.months() + 1];
    }

    /** Where a month stands in the sums of a member. */
    public static int index(PeriodRange range, int month) {
        return Math.min(Math.max(month - range.firstMonth() + 1, 0), range.months());
    }

    /** The sum over all months. */
    public long total(Tally tally) {
        return before[tally.ordinal()][range.months() + 1];
    }

    /** The sum over the months of a period. */
    public long in(Period period, Tally tally) {
        return beforeMonth(period.endMonth(), tally) - beforeMonth(period.firstMonth(), tally);
    }

    /** The sum over all months before that one, which is a computed one or the one after. */
    public long beforeMonth(int month, Tally tally) {
        return before[tally.ordinal()][month - range.firstMonth() + 1];
    }

    /** The value of that month alone. */
    public long at(int month, Tally tally) {
        return inMonth[tally.ordinal()][month - range.firstMonth() + 1];
    }

    /** Days on which accounts were customers, up to D, before that month. */
    public long customerDaysBefore(int month) {
        return customerDaysBefore[month - range.firstMonth() + 1];
    }

    private static long[] runningSums(long[] values) {
        long[] sums = new long[values.length + 1];
        for (int index = 0; index < values.length; index++) {
            sums[index + 1] = Math.addExact(sums[index], values[index]);
        }
        return sums;
    }

    /**
     * Customer days per month follow from the turns: who was a customer before the month is one on all its days, who
     * came adds the days from then on, who left takes off the days from then on.
     */
    private long[] customerDays() {
        long[] days = new long[range.months() + 1];
        for (int index = 1; index < days.length; index++) {
            int month = range.firstMonth() + index - 1;
            long customers = beforeMonth(month, Tally.CUSTOMERS_GAINED) - beforeMonth(month, Tally.CHURN_EVENTS);
            days[index] = customers * daysUpToReportingDate(month)
                    + at(month, Tally.CUSTOMER_DAYS_GAINED)
                    - at(month, Tally.CUSTOMER_DAYS_LOST);
        }
        return days;
    }

    private int daysUpToReportingDate(int month) {
        LocalDate first = FiscalCalendar.firstDay(month);
        LocalDate last = first.withDayOfMonth(first.lengthOfMonth());
        if (first.isAfter(range.reportingDate())) {
            return 0;
        }
        return last.isAfter(range.reportingDate()) ? range.reportingDate().getDayOfMonth() : last.getDayOfMonth();
    }
}
