package io.mittari.warehouse;

import java.time.LocalDate;
import java.util.Map;

/**
 * A run that has published, as {@code runs} tells of it.
 *
 * @param runId the run
 * @param reportingDate day whose end its figures are as of
 * @param tableVersions Delta version of every table that it published, by the table's name
 */
public record PublishedRun(String runId, LocalDate reportingDate, Map<String, Long> tableVersions) {}
