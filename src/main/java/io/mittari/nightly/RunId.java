package io.mittari.nightly;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * The name of a run: its reporting date, when it started, and something that no other run has.
 *
 * @param text such as {@code 2026-11-23-20261124T020000Z-4f1c9a}
 * @param startedAt when the run started
 */
record RunId(String text, Instant startedAt) {
    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    static RunId of(LocalDate reportingDate, Clock clock) {
        Instant startedAt = clock.instant();
        String unique = UUID.randomUUID().toString().substring(0, 6);
        return new RunId(reportingDate + "-" + STARTED.format(startedAt) + "-" + unique, startedAt);
    }
}
