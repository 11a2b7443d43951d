package io.mittari.nightly;

import io.mittari.lake.SourceLoad;
import io.mittari.model.QualityCheck;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a run published.
 *
 * @param runId the run
 * @param reportingDate D
 * @param loads what became of the sources' rows
 * @param checks the outcome of every check
 * @param steps how long each step took, in order
 */
public record RunSummary(
        String runId,
        LocalDate reportingDate,
        List<SourceLoad> loads,
        List<QualityCheck> checks,
        Map<String, Duration> steps) {
    /** The checks that warn. */
    public List<QualityCheck> warnings() {
        return checks.stream()
                .filter(check -> check.result() == QualityCheck.Result.WARN)
                .toList();
    }
}
