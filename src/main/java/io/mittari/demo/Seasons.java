package io.mittari.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** How many opportunities begin when: growth over the years, a dip in summer, a peak in autumn. */
final class Seasons {
    private static final double YEARLY_GROWTH = 1.22;
    private static final double[] SEASON = {0.90, 1.00, 1.10, 1.00, 1.05, 0.95, 0.60, 0.80, 1.15, 1.15, 1.20, 0.90};

    private final LakePlan plan;
    private final LocalDate firstDay;
    private final double[] shareUpTo;

    Seasons(LakePlan plan) {
        this.plan = plan;
        firstDay = plan.firstDay();
        int months = (int)
                ChronoUnit.MONTHS.between(firstDay, plan.lastDay().plusDays(1).withDayOfMonth(1));
        boolean lastIsPart = plan.lastDay().plusDays(1).getDayOfMonth() > 1;
        shareUpTo = new double[months + (lastIsPart ? 1 : 0)];
        double sum = 0;
        for (int month = 0; month < shareUpTo.length; month++) {
            sum += weight(month);
            shareUpTo[month] = sum;
        }
        for (int month = 0; month < shareUpTo.length; month++) {
            shareUpTo[month] /= sum;
        }
    }

    /** Number of months, the last of which may be a part of one. */
    int months() {
        return shareUpTo.length;
    }

    /** First day of the month of that number, from 0. */
    LocalDate month(int number) {
        return firstDay.plusMonths(number);
    }

    /** Expected number of opportunities that begin in a whole month; before the first month it is that one's. */
    double opportunities(int month) {
        int known = Math.max(0, Math.min(month, shareUpTo.length - 1));
        double share = shareUpTo[known] - (known == 0 ? 0 : shareUpTo[known - 1]);
        return plan.opportunities() * share / presence(known);
    }

    /** The working day on which the opportunity of that index begins: later indexes begin later, but for a few days. */
    LocalDate day(long index, Draws draws) {
        double place = (index + draws.unit()) / plan.opportunities();
        int found = Arrays.binarySearch(shareUpTo, place);
        int month = Math.min(found < 0 ? -found - 1 : found + 1, shareUpTo.length - 1);
        double before = month == 0 ? 0 : shareUpTo[month - 1];
        double within = (place - before) / (shareUpTo[month] - before);
        int days = daysIn(month);
        return workingDay(month(month).plusDays(Math.min(days - 1, (long) (within * days))));
    }

    private LocalDate workingDay(LocalDate day) {
        LocalDate moved = switch (day.getDayOfWeek()) {
            case SATURDAY -> day.minusDays(1);
            case SUNDAY -> day.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
        return moved.isBefore(firstDay) || moved.isAfter(plan.lastDay()) ? day : moved;
    }

    static boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
    }

    private double weight(int month) {
        LocalDate day = month(month);
        return StrictMath.pow(YEARLY_GROWTH, month / 12.0) * SEASON[day.getMonthValue() - 1] * presence(month);
    }

    private double presence(int month) {
        return (double) daysIn(month) / month(month).lengthOfMonth();
    }

    private int daysIn(int month) {
        LocalDate first = month(month);
        LocalDate next = first.plusMonths(1);
        LocalDate end = plan.lastDay().plusDays(1);
        return (int) ChronoUnit.DAYS.between(first, next.isBefore(end) ? next : end);
    }
}
