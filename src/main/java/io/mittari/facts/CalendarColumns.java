package io.mittari.facts;

import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_date;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.year;

import io.mittari.model.FiscalCalendar;
import io.mittari.model.PeriodType;
import java.time.LocalDate;
import org.apache.spark.sql.Column;

/**
 * The fiscal calendar and the reporting date as column expressions. Needs a session whose time zone is UTC.
 *
 * @param calendar the business calendar
 * @param reportingDate the last day that a run looks at (D)
 */
public record CalendarColumns(FiscalCalendar calendar, LocalDate reportingDate) {
    private static final long SECONDS_OF_DAY = 86_400;

    /** The business day of an instant; counted from seconds, as to_date would look up the session's zone once more. */
    public Column dayOf(Column instant) {
        Column seconds =
                unix_seconds(from_utc_timestamp(instant, calendar.zone().getId()));
        Column midnight = seconds.minus(pmod(seconds, lit(SECONDS_OF_DAY)));
        return date_from_unix_date(midnight.divide(lit(SECONDS_OF_DAY)).cast("int"));
    }

    /** Whether the day is D or earlier; null for null. */
    public Column upToReportingDate(Column day) {
        return day.leq(lit(reportingDate));
    }

    /** The number of the month that holds the day (see {@link FiscalCalendar#monthNumber}). */
    public Column monthOf(Column day) {
        return year(day).multiply(12).plus(month(day)).minus(1);
    }

    /** The number of the first month of the period of that type that holds the month. */
    public Column periodStart(PeriodType type, Column month) {
        return month.minus(pmod(month.minus(calendar.firstMonth() - 1), lit(type.months())));
    }

    /** The number of the month after the period of that type that holds the month. */
    public Column periodEnd(PeriodType type, Column month) {
        return periodStart(type, month).plus(type.months());
    }

    /**
     * The snapshot after the last flow: the month after D's. It stands for the end of D, also where D is no end of a
     * month.
     */
    public int lastSnapshot() {
        return FiscalCalendar.monthNumber(reportingDate) + 1;
    }

    /** The day before a snapshot: the last day of the month before, at most D. */
    public Column dayBeforeSnapshot(Column snapshot) {
        Column firstDay = make_date(
                snapshot.divide(12).cast("int"), pmod(snapshot, lit(12)).plus(1), lit(1));
        return org.apache.spark.sql.functions.least(date_add(firstDay, -1), lit(reportingDate));
    }
}
