package io.mittari.facts;

import io.mittari.model.FiscalCalendar;
import io.mittari.model.PeriodType;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When one account was active, as of D: the union of its intervals, with gaps of up to some days closed.
 *
 * <p>Example: subscriptions [1 January, 1 March) and [20 March, 1 May) with gaps of 30 days closed make one interval of
 * 120 days that ends on 1 May.
 *
 * @param calendar the fiscal calendar
 * @param reportingDate D: beginnings and ends after it have not happened
 * @param gapDays longest gap that leaves an account active
 */
record ActivityHistory(FiscalCalendar calendar, LocalDate reportingDate, int gapDays) implements Serializable {
    /** The first inactive day of an interval that has no end. */
    static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

    /**
     * Days [start, end) on which the account is active.
     *
     * @param start first active day
     * @param end first inactive day
     */
    record Interval(LocalDate start, LocalDate end) {}

    /**
     * A beginning or an end of activity.
     *
     * @param month number of its month
     * @param gained 1 for a beginning
     * @param first 1 for the account's first beginning ever
     * @param daysGained days from a beginning to the end of the month, or D
     * @param churned 1 for an end
     * @param daysLost days from an end to the end of the month, or D
     * @param lostInMonth 1 for an end where the account was active before the month and is not at its end (or D)
     * @param lostInQuarter the same for the quarter
     * @param lostInYear the same for the fiscal year
     */
    record Turn(
            int month,
            int gained,
            int first,
            int daysGained,
            int churned,
            int daysLost,
            int lostInMonth,
            int lostInQuarter,
            int lostInYear) {}

    /** The beginnings and ends of the account's activity up to D. */
    List<Turn> turns(List<Interval> intervals) {
        List<Interval> active = united(intervals).stream()
                .filter(interval -> !interval.start.isAfter(reportingDate))
                .toList();
        List<Turn> turns = new ArrayList<>();
        for (Interval interval : active) {
            turns.add(beginning(interval.start, turns.isEmpty()));
            if (!interval.end.isAfter(reportingDate)) {
                turns.add(end(interval, active));
            }
        }
        return turns;
    }

    /** The intervals in order, empty ones left out, overlapping ones and those behind a short gap joined. */
    List<Interval> united(List<Interval> intervals) {
        List<Interval> sorted = intervals.stream()
                .filter(interval -> interval.start.isBefore(interval.end))
                .sorted(Comparator.comparing(Interval::start))
                .toList();
        List<Interval> united = new ArrayList<>();
        for (Interval interval : sorted) {
            Interval last = united.isEmpty() ? null : united.get(united.size() - 1);
            if (last != null && ChronoUnit.DAYS.between(last.end, interval.start) <= gapDays) {
                LocalDate end = last.end.isAfter(interval.end) ? last.end : interval.end;
                united.set(united.size() - 1, new Interval(last.start, end));
            } else {
                united.add(interval);
            }
        }
        return united;
    }

    private Turn beginning(LocalDate start, boolean first) {
        return new Turn(FiscalCalendar.monthNumber(start), 1, first ? 1 : 0, daysLeft(start), 0, 0, 0, 0, 0);
    }

    private Turn end(Interval interval, List<Interval> active) {
        return new Turn(
                FiscalCalendar.monthNumber(interval.end),
                0,
                0,
                0,
                1,
                daysLeft(interval.end),
                lost(interval, PeriodType.MONTH, active),
                lost(interval, PeriodType.QUARTER, active),
                lost(interval, PeriodType.YEAR, active));
    }

    /** Days from that day to the end of its month, or D, both included. */
    private int daysLeft(LocalDate day) {
        LocalDate last = day.withDayOfMonth(day.lengthOfMonth());
        return (int) ChronoUnit.DAYS.between(day, last.isAfter(reportingDate) ? reportingDate : last) + 1;
    }

    private int lost(Interval ended, PeriodType type, List<Interval> active) {
        var period = calendar.period(type, ended.end);
        LocalDate last = period.end().isAfter(reportingDate) ? reportingDate : period.end();
        boolean activeBefore = ended.start.isBefore(period.start());
        boolean activeAtEnd =
                active.stream().anyMatch(interval -> !interval.start.isAfter(last) && interval.end.isAfter(last));
        return activeBefore && !activeAtEnd ? 1 : 0;
    }
}
