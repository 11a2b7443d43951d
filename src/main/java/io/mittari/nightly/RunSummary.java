package io.mittari.nightly;

import io.mittari.lake.SourceLoad;
import io.mittari.model.QualityCheck;
import io.mittari.warehouse.PublishedRun;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run published.
 *
 * @param runId the run
 * @param reportingDate D
 * @param loads what became of the sources' rows
 * @param checks the outcome of every check
 * @param steps how long each step took, in order
 * @param doubt why everything was computed anew although there was a run to build on; empty where it was not
 * @param isPublished whether this run published; false where nothing has changed since the run of that name
 */
public record RunSummary(
        String runId,
        LocalDate reportingDate,
        List<SourceLoad> loads,
        List<QualityCheck> checks,
        Map<String, Duration> steps,
        Optional<String> doubt,
        boolean isPublished) {
    /** Of a run that found nothing new: the last one stands. */
    static RunSummary ofNothingNew(PublishedRun last, List<QualityCheck> checks, Map<String, Duration> steps) {
        return new RunSummary(last.runId(), last.reportingDate(), List.of(), checks, steps, Optional.empty(), false);
    }

    /** The checks that warn. */
    public List<QualityCheck> warnings() {
        return checks.stream()
                .filter(check -> check.result() == QualityCheck.Result.WARN)
                .toList();
    }
}
