package io.mittari.warehouse;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What {@code runs} says of a run beside its name and its tables.
 *
 * @param reportingDate day whose end the figures are as of
 * @param startedAt when the run started
 * @param finishedAt when everything was computed and written
 * @param codeVersion version of the program
 * @param configurationFingerprint hash of all settings that can change a figure
 * @param sourceLoads names of the loads that were read, by source
 * @param closes version of each close whose figures the run shows, by the period's name
 */
public record RunDetails(
        LocalDate reportingDate,
        Instant startedAt,
        Instant finishedAt,
        String codeVersion,
        String configurationFingerprint,
        Map<String, List<String>> sourceLoads,
        Map<String, Integer> closes) {}
