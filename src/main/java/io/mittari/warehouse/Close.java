package io.mittari.warehouse;

import java.time.LocalDate;
import java.util.Map;

/**
 * A period whose figures were frozen.
 *
 * @param closeId names the close in the frozen tables
 * @param periodType quarter or year
 * @param period its name, such as {@code 2026-Q3}
 * @param start its first day
 * @param end its last day
 * @param version 1 for the first close of the period
 * @param needsApproval whether it takes effect only once it is approved
 * @param run the run whose figures were frozen
 * @param digests what was frozen, by the table's name
 */
public record Close(
        String closeId,
        String periodType,
        String period,
        LocalDate start,
        LocalDate end,
        int version,
        boolean needsApproval,
        FrozenRun run,
        Map<String, TableDigest> digests) {
    /**
     * The run whose figures were frozen.
     *
     * @param runId the run
     * @param reportingDate its reporting date
     * @param codeVersion version of the program
     * @param configurationFingerprint hash of all settings that its figures rest on
     */
    public record FrozenRun(
            String runId, LocalDate reportingDate, String codeVersion, String configurationFingerprint) {
        /** What a published run says of itself. */
        public static FrozenRun of(PublishedRun run) {
            return new FrozenRun(run.runId(), run.reportingDate(), run.codeVersion(), run.configurationFingerprint());
        }
    }

    /** A copy that says what was frozen. */
    Close withDigests(Map<String, TableDigest> frozen) {
        return new Close(closeId, periodType, period, start, end, version, needsApproval, run, frozen);
    }
}
