package io.mittari.demo;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A sales rep.
 *
 * @param hiredOn first day employed
 * @param leftOn last day employed; null: not known to leave
 * @param skill how much likelier than others the rep wins
 */
record Rep(
        int number,
        String id,
        String name,
        Segment segment,
        Region region,
        String team,
        LocalDate hiredOn,
        LocalDate leftOn,
        double skill) {
    private static final int RAMP_DAYS = 180;

    boolean isEmployed(LocalDate day) {
        return !day.isBefore(hiredOn) && (leftOn == null || !day.isAfter(leftOn));
    }

    /** What a new rep brings of a settled one's: from a half to all in half a year. */
    double ramp(LocalDate day) {
        long days = Math.max(0, ChronoUnit.DAYS.between(hiredOn, day));
        return Math.min(1, 0.5 + 0.5 * days / RAMP_DAYS);
    }
}
