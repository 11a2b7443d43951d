package io.mittari.warehouse;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that has published, as {@code runs} tells of it.
 *
 * @param runId the run
 * @param reportingDate day whose end its figures are as of
 * @param tableVersions Delta version of every table as the run left it, by the table's name
 * @param sourceLoads the loads that its figures rest on, by source
 * @param codeVersion version of the program
 * @param configurationFingerprint hash of all settings that can change a figure
 * @param closes version of each close whose figures it shows, by the period's name; empty of a run of an older program,
 *     which shows none and says so nowhere
 */
public record PublishedRun(
        String runId,
        LocalDate reportingDate,
        Map<String, Long> tableVersions,
        Map<String, List<String>> sourceLoads,
        String codeVersion,
        String configurationFingerprint,
        Optional<Map<String, Integer>> closes) {}
