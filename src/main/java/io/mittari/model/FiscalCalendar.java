package io.mittari.model;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The business calendar: the only place that knows how days become fiscal periods.
 *
 * <p>A month is known by its number, {@code 12 * year + month - 1} of the calendar year and month, so that periods are
 * integer arithmetic: 2026-07 is 24318.
 *
 * @param zone the business zone: where a day begins
 * @param firstMonth the month in which a fiscal year begins, 1 to 12
 */
public record FiscalCalendar(ZoneId zone, int firstMonth) implements Serializable {
    public FiscalCalendar {
        if (firstMonth < 1 || firstMonth > 12) {
            throw new IllegalArgumentException("Cannot begin a fiscal year in month " + firstMonth);
        }
    }

    /** The number of the month that holds the day. */
    public static int monthNumber(LocalDate day) {
        return 12 * day.getYear() + day.getMonthValue() - 1;
    }

    /** The first day of the month of that number. */
    public static LocalDate firstDay(int monthNumber) {
        return LocalDate.of(Math.floorDiv(monthNumber, 12), Math.floorMod(monthNumber, 12) + 1, 1);
    }

    /** The number of the first month of the period of that type that holds the month. */
    public int periodStart(PeriodType type, int monthNumber) {
        return monthNumber - Math.floorMod(monthNumber - (firstMonth - 1), type.months());
    }

    /** The period of that type that holds the month of that number. */
    public Period period(PeriodType type, int monthNumber) {
        int first = periodStart(type, monthNumber);
        return new Period(type, first, name(type, first));
    }

    /** The period of that type that holds the day. */
    public Period period(PeriodType type, LocalDate day) {
        return period(type, monthNumber(day));
    }

    /** The periods of that type from the one that holds {@code from} to the one that holds {@code to}, in order. */
    public List<Period> periods(PeriodType type, LocalDate from, LocalDate to) {
        List<Period> periods = new ArrayList<>();
        for (int first = periodStart(type, monthNumber(from)); first <= monthNumber(to); first += type.months()) {
            periods.add(period(type, first));
        }
        return periods;
    }

    /** Whether the day begins a period of that type. */
    public boolean begins(PeriodType type, LocalDate day) {
        return day.getDayOfMonth() == 1 && periodStart(type, monthNumber(day)) == monthNumber(day);
    }

    private String name(PeriodType type, int first) {
        int yearStart = periodStart(PeriodType.YEAR, first);
        int fiscalYear = Math.floorDiv(yearStart + 11, 12);
        int ordinal = (first - yearStart) / type.months() + 1;
        String prefix = firstMonth == 1 ? "%04d".formatted(fiscalYear) : "FY%04d".formatted(fiscalYear);
        return switch (type) {
            case MONTH -> prefix + (firstMonth == 1 ? "-%02d" : "-M%02d").formatted(ordinal);
            case QUARTER -> prefix + "-Q" + ordinal;
            case YEAR -> prefix;
        };
    }
}
