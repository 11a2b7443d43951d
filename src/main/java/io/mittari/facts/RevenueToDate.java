package io.mittari.facts;

import static org.apache.spark.sql.functions.lit;

import io.mittari.measures.Tally;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The days of an earlier period that a running one is held against: as many from its beginning as D's period has had, at
 * most its length.
 *
 * <p>Example: on 15 August the month before counts from 1 to 15 July, the quarter a year ago from 1 July to 15 August.
 *
 * @param tally where the revenue of those days is summed
 * @param first the first day
 * @param last the last day
 */
record RevenueToDate(Tally tally, LocalDate first, LocalDate last) {
    /** The days of every such tally as of D. */
    static List<RevenueToDate> of(FiscalCalendar calendar, LocalDate reportingDate) {
        return List.of(
                of(Tally.REVENUE_TO_DATE_PREVIOUS_MONTH, calendar, reportingDate, PeriodType.MONTH, 1),
                of(Tally.REVENUE_TO_DATE_PREVIOUS_QUARTER, calendar, reportingDate, PeriodType.QUARTER, 3),
                of(Tally.REVENUE_TO_DATE_PREVIOUS_YEAR, calendar, reportingDate, PeriodType.YEAR, 12),
                of(Tally.REVENUE_TO_DATE_YEAR_AGO_MONTH, calendar, reportingDate, PeriodType.MONTH, 12),
                of(Tally.REVENUE_TO_DATE_YEAR_AGO_QUARTER, calendar, reportingDate, PeriodType.QUARTER, 12));
    }

    private static RevenueToDate of(
            Tally tally, FiscalCalendar calendar, LocalDate reportingDate, PeriodType type, int monthsBefore) {
        Period running = calendar.period(type, reportingDate);
        Period earlier = calendar.period(type, running.firstMonth() - monthsBefore);
        LocalDate sameDay = earlier.start().plusDays(ChronoUnit.DAYS.between(running.start(), reportingDate));
        return new RevenueToDate(tally, earlier.start(), sameDay.isAfter(earlier.end()) ? earlier.end() : sameDay);
    }

    /** Whether the day is one of them. */
    Column holds(Column day) {
        return day.between(lit(first), lit(last));
    }

    /** Whether the day is one of these or of the later ones, and not of both. */
    Column differs(RevenueToDate later, Column day) {
        if (first.equals(later.first)) {
            return day.gt(lit(last)).and(day.leq(lit(later.last)));
        }
        return holds(day).or(later.holds(day));
    }
}
