package io.mittari.model;

import java.time.LocalDate;

/**
 * A fiscal month, quarter or year.
 *
 * @param type its length
 * @param firstMonth number of its first month (see {@link FiscalCalendar#monthNumber})
 * @param name as published: {@code 2026-07}, {@code 2026-Q3}, {@code 2026}, or {@code FY2026-M01} and so on
 */
public record Period(PeriodType type, int firstMonth, String name) {
    /** The first day. */
    public LocalDate start() {
        return FiscalCalendar.firstDay(firstMonth);
    }

    /** The last day. */
    public LocalDate end() {
        return FiscalCalendar.firstDay(endMonth()).minusDays(1);
    }

    /** The number of the month after the last. */
    public int endMonth() {
        return firstMonth + type.months();
    }
}
