package io.mittari.close;

import io.mittari.model.Period;
import io.mittari.warehouse.PublishedRun;
import java.util.List;

/**
 * Whether a period can be closed.
 *
 * @param period the period
 * @param run the run whose figures would be frozen
 * @param obstacles what stands in the way, in words that say what to do; empty where nothing does
 * @param notes what whoever signs should know
 */
public record Readiness(Period period, PublishedRun run, List<String> obstacles, List<String> notes) {}
