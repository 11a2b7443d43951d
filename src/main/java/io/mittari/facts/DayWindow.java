package io.mittari.facts;

import static org.apache.spark.sql.functions.lit;

import io.mittari.model.FiscalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.Column;

/**
 * The days that have passed between two runs: after D of the one, up to D of the other.
 *
 * @param calendar the fiscal calendar
 * @param after D of the earlier run
 * @param upTo D of the later run
 */
record DayWindow(FiscalCalendar calendar, LocalDate after, LocalDate upTo) {
    /** Clocks that are set back over midnight let a day begin twice. */
    private static final Duration MARGIN = Duration.ofHours(2);

    /** Whether no day has passed. */
    boolean isEmpty() {
        return after.equals(upTo);
    }

    /** Whether the days lie in different months. */
    boolean entersMonth() {
        return FiscalCalendar.monthNumber(after) != FiscalCalendar.monthNumber(upTo);
    }

    /** Whether the days lie in different fiscal years. */
    boolean entersYear() {
        return calendar.periodStart(io.mittari.model.PeriodType.YEAR, FiscalCalendar.monthNumber(after))
                != calendar.periodStart(io.mittari.model.PeriodType.YEAR, FiscalCalendar.monthNumber(upTo));
    }

    /** Whether the day has passed between the runs. */
    Column holds(Column day) {
        return isEmpty() ? lit(false) : day.gt(lit(after)).and(day.leq(lit(upTo)));
    }

    /** Whether the instant lies on such a day, or at most two hours off: a range that files can be skipped by. */
    Column holdsInstant(Column instant) {
        return isEmpty()
                ? lit(false)
                : instant.geq(lit(endOf(after).minus(MARGIN)))
                        .and(instant.lt(lit(endOf(upTo).plus(MARGIN))));
    }

    /** Whether the instant lies after the earlier D, or at most two hours before its end. */
    Column isAfterEarlier(Column instant) {
        return instant.geq(lit(endOf(after).minus(MARGIN)));
    }

    /** Whether the day has passed between the runs, or lies in a month that was running at the earlier one. */
    Column holdsInRunningMonth(Column day) {
        return isEmpty() ? lit(false) : day.between(lit(after.plusDays(1).withDayOfMonth(1)), lit(upTo));
    }

    private Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(calendar.zone()).toInstant();
    }
}
