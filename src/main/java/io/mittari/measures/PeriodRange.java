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
 */
public record PeriodRange(
        FiscalCalendar calendar, LocalDate firstEvent, LocalDate firstPublished, LocalDate reportingDate)
        implements Serializable {
    /** The number of the first month that is computed: the first of a fiscal year, so that every period is whole. */
    public int firstMonth() {
        LocalDate first = firstEvent.isBefore(firstPublished) ? firstEvent : firstPublished;
        return calendar.periodStart(PeriodType.YEAR, FiscalCalendar.monthNumber(first));
    }

    /** How many months are computed: up to the one after D's fiscal year, which may hold the last snapshot. */
    public int months() {
        return calendar.period(PeriodType.YEAR, reportingDate).endMonth() + 1 - firstMonth();
    }

    /** The published periods of that type, in order. */
    public List<Period> published(PeriodType type) {
        return calendar.periods(type, firstPublished, reportingDate);
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
}
