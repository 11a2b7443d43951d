package io.mittari.demo;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The nights on which extracts were taken: one of all that was there by then, about ten months before the last day,
 * then the end of each month, then the last day. Moments are seconds of the epoch.
 */
final class Loads {
    /** The business zone: where a day ends. */
    static final ZoneId ZONE = ZoneId.of("Europe/Helsinki");

    private static final int MONTHS_OF_CHANGES = 10;

    private final List<LocalDate> dates;
    private final long[] ends;

    Loads(LakePlan plan) {
        List<LocalDate> found = new ArrayList<>();
        for (int months = MONTHS_OF_CHANGES; months > 0; months--) {
            LocalDate end = YearMonth.from(plan.lastDay()).minusMonths(months).atEndOfMonth();
            if (!end.isBefore(plan.firstDay())) {
                found.add(end);
            }
        }
        found.add(plan.lastDay());
        dates = List.copyOf(found);
        ends = dates.stream().mapToLong(Loads::endOf).toArray();
    }

    /** The last day of each load, in order. */
    List<LocalDate> dates() {
        return dates;
    }

    /** The loads that hold snapshots: the first and the last two. */
    List<Integer> snapshots() {
        return IntStream.range(0, ends.length)
                .filter(load -> load == 0 || load >= ends.length - 2)
                .boxed()
                .toList();
    }

    /** The end of the last day of the load. */
    long end(int load) {
        return ends[load];
    }

    /** Number of loads. */
    int size() {
        return ends.length;
    }

    /** The first load that knows of that moment; {@link #size()} where none does. */
    int of(long moment) {
        if (moment < ends[0]) {
            return 0;
        }
        int found = Arrays.binarySearch(ends, moment);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** The first load that knows of that day. */
    int of(LocalDate day) {
        return of(Moments.at(day, 12));
    }

    /** Takes a version of a row that changed. */
    interface Versions {
        /** Takes the version that a load holds, last changed at that moment. */
        void take(int load, long modified);
    }

    /** Calls for each load that holds a version of a row that changed at those moments. */
    void forEachVersion(long[] changes, Versions versions) {
        Arrays.sort(changes);
        for (int place = 0; place < changes.length; place++) {
            int load = of(changes[place]);
            boolean newest = place == changes.length - 1 || of(changes[place + 1]) > load;
            if (newest && load < ends.length) {
                versions.take(load, changes[place]);
            }
        }
    }

    /** The second after the day, in the business zone. */
    private static long endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZONE).toEpochSecond();
    }
}
