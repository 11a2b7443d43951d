package io.mittari.demo;

import java.time.LocalDate;

/** Moments as seconds of the epoch, in UTC; all lie in hours that are the same day in the business zone. */
final class Moments {
    static final long HOUR = 3_600;
    static final long DAY = 24 * HOUR;

    private static final long A_MONDAY = 4;
    private static final long OPENING = 6 * HOUR;
    private static final long OPEN_HOURS = 9 * HOUR;

    private Moments() {}

    /** That hour of the day. */
    static long at(LocalDate day, int hour) {
        return day.toEpochDay() * DAY + hour * HOUR;
    }

    /** A moment of the day's office hours. */
    static long inOfficeHours(LocalDate day, Draws draws) {
        return inOfficeHours(day.toEpochDay(), draws);
    }

    /** A moment of office hours so many days after another, later than it; of Monday where that is a weekend. */
    static long daysAfter(long moment, double days, Draws draws) {
        long day = Math.floorDiv(moment, DAY) + (long) days;
        long weekday = Math.floorMod(day - A_MONDAY, 7);
        long later = inOfficeHours(weekday < 5 ? day : day + 7 - weekday, draws);
        return Math.max(later, moment + HOUR + draws.below(HOUR));
    }

    /** The day of the moment. */
    static LocalDate day(long moment) {
        return LocalDate.ofEpochDay(Math.floorDiv(moment, DAY));
    }

    private static long inOfficeHours(long epochDay, Draws draws) {
        return epochDay * DAY + OPENING + draws.below(OPEN_HOURS);
    }
}
