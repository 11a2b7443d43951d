package io.mittari.settings;

import io.mittari.model.FiscalCalendar;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code calendar.first_period}: the name of a period, or a date. */
final class FirstPeriod {
    private static final Pattern NAME = Pattern.compile("(?:FY)?(\\d{4})(?:-Q([1-4])|-M?(\\d{2}))?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private FirstPeriod() {}

    /**
     * The first day of the period of that name, or of the month that holds the date.
     *
     * @throws IllegalArgumentException where the text is no date and no period of this calendar
     */
    static LocalDate firstDay(String text, FiscalCalendar calendar) {
        try {
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).withDayOfMonth(1)
                    : named(text, calendar).start();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Period named(String text, FiscalCalendar calendar) {
        Matcher matcher = NAME.matcher(text);
        if (matcher.matches()) {
            // January lies in the fiscal year that is named by the year in which it ends.
            int year = calendar.periodStart(PeriodType.YEAR, 12 * Integer.parseInt(matcher.group(1)));
            Period period = matcher.group(2) != null
                    ? calendar.period(PeriodType.QUARTER, year + 3 * (Integer.parseInt(matcher.group(2)) - 1))
                    : matcher.group(3) != null
                            ? calendar.period(PeriodType.MONTH, year + Integer.parseInt(matcher.group(3)) - 1)
                            : calendar.period(PeriodType.YEAR, year);
            if (period.name().equals(text)) {
                return period;
            }
        }
        throw new IllegalArgumentException(text);
    }
}
