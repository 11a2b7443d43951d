package io.mittari.measures;

import io.mittari.model.FiscalCalendar;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The periods of a run.
 *
 * @param calendar the fiscal calendar
 * @param firstEvent a day of the month of the earliest event
 * @param firstPublished a day of the first period that is published
 * @param reportingDate D, which the last period holds
 * @param firstEmitted a day of the first fiscal year that figures are wanted of
 */
public record PeriodRange(
        FiscalCalendar calendar,
        LocalDate firstEvent,
        LocalDate firstPublished,
        LocalDate reportingDate,
        LocalDate firstEmitted)
        implements Serializable {
    /** All published periods. */
    public PeriodRange(
            FiscalCalendar calendar, LocalDate firstEvent, LocalDate firstPublished, LocalDate reportingDate) {
        this(calendar, firstEvent, firstPublished, reportingDate, firstPublished);
    }

    /** The same periods; figures are wanted of those from the fiscal year that holds the month. */
    public PeriodRange emittedFrom(int month) {
        return new PeriodRange(
                calendar, firstEvent, firstPublished, reportingDate, FiscalCalendar.firstDay(yearStart(month)));
    }

    /** The number of the first month that is computed: the first of a fiscal year, so that every period is whole. */
    public int firstMonth() {
        LocalDate first = firstEvent.isBefore(firstPublished) ? firstEvent : firstPublished;
        return yearStart(FiscalCalendar.monthNumber(first));
    }

    /** How many months are computed: up to the one after D's fiscal year, which may hold the last snapshot. */
    public int months() {
        return calendar.period(PeriodType.YEAR, reportingDate).endMonth() + 1 - firstMonth();
    }

    /** The published periods of that type, in order. */
    public List<Period> published(PeriodType type) {
        return calendar.periods(type, firstPublished, reportingDate);
    }

    /** The published periods that figures are wanted of, in order. */
    public List<Period> emitted(PeriodType type) {
        return published(type).stream().filter(this::isEmitted).toList();
    }

    /** Whether figures are wanted of the published period. */
    public boolean isEmitted(Period period) {
        return period.firstMonth() >= firstEmittedMonth();
    }

    /** The published periods that figures are wanted of, and those of the fiscal year before, in order. */
    public List<Period> compared(PeriodType type) {
        int first = firstEmittedMonth() - PeriodType.YEAR.months();
        return published(type).stream()
                .filter(period -> period.firstMonth() >= first)
                .toList();
    }

    /** The number of the first month that figures are wanted of: the first of a fiscal year. */
    public int firstEmittedMonth() {
        return yearStart(FiscalCalendar.monthNumber(firstEmitted));
    }

    /** Whether the period lies before the first published one. */
    public boolean isBeforeFirst(Period period) {
        return period.firstMonth() < calendar.periodStart(period.type(), FiscalCalendar.monthNumber(firstPublished));
    }

    /** Whether the period has ended by the end of D. */
    public boolean isComplete(Period period) {
        return !period.end().isAfter(reportingDate);
    }

    /** Days of the period up to D. */
    public int daysUpToReportingDate(Period period) {
        LocalDate last = isComplete(period) ? period.end() : reportingDate;
        return (int) ChronoUnit.DAYS.between(period.start(), last) + 1;
    }

    /** Days of the fiscal year that holds the period. */
    public int daysOfFiscalYear(Period period) {
        Period year = calendar.period(PeriodType.YEAR, period.firstMonth());
        return (int) ChronoUnit.DAYS.between(year.start(), year.end()) + 1;
    }

    /** The month after the last one of the period that has flows: the snapshot that stands for the period's end, or D. */
    public int endSnapshot(Period period) {
        return Math.min(period.endMonth(), FiscalCalendar.monthNumber(reportingDate) + 1);
    }

    /** The period of the same type that many months before. */
    public Period earlier(Period period, int months) {
        return calendar.period(period.type(), period.firstMonth() - months);
    }

    private int yearStart(int month) {
        return calendar.periodStart(PeriodType.YEAR, month);
    }
}
