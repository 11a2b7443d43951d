package io.mittari.close;

import static org.apache.spark.sql.functions.col;

import io.mittari.model.Entity;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import io.mittari.warehouse.CloseLog;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.RunTables;
import io.mittari.warehouse.StateTables;
import io.mittari.warehouse.Warehouse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * What stands in the way of a close.
 *
 * @param warehouse the warehouse
 * @param settings the deployment
 * @param run the newest run
 * @param log what is closed
 */
record Obstacles(Warehouse warehouse, Settings settings, PublishedRun run, CloseLog log) {
    /** In words that say what to do; empty where nothing does. */
    List<String> of(Period period) {
        List<String> obstacles = new ArrayList<>();
        log.newest(period.name())
                .filter(newest -> newest.state() != ClosedPeriod.State.REOPENED)
                .ifPresent(newest -> obstacles.add("%s is closed already, version %d, %s: `mittari reopen` comes first"
                        .formatted(
                                period.name(),
                                newest.close().version(),
                                newest.state().words())));
        log.newest(period.name())
                .filter(newest -> newest.state() == ClosedPeriod.State.REOPENED)
                .filter(newest -> run.closes().orElse(Map.of()).containsKey(period.name()))
                .ifPresent(
                        newest -> obstacles.add("Run %s still shows the figures of version %d: run `mittari run` first"
                                .formatted(run.runId(), newest.close().version())));
        if (period.end().isAfter(run.reportingDate())) {
            obstacles.add("%s ends on %s, and the newest run has figures as of %s: run `mittari run` for a later day"
                    .formatted(period.name(), period.end(), run.reportingDate()));
        }
        if (!run.configurationFingerprint().equals(settings.fingerprint())) {
            obstacles.add("The settings are not those of run %s: run `mittari run` first".formatted(run.runId()));
        }
        List<String> touched = warehouse.changedSince(run);
        if (!touched.isEmpty()) {
            obstacles.add(
                    "Since run %s another program, or a run that was stopped, has written %s: run `mittari run` first"
                            .formatted(run.runId(), String.join(", ", touched)));
        }
        obstacles.addAll(checks("fail"));
        obstacles.addAll(lateSources(period));
        if (period.type() == PeriodType.YEAR) {
            obstacles.addAll(openQuarters(period));
        }
        return obstacles;
    }

    /** The checks of the run that came to that result. */
    List<String> checks(String result) {
        return warehouse
                .table(RunTables.QUALITY_CHECKS.name(), run)
                .where(col("run_id").equalTo(run.runId()))
                .where(col("result").equalTo(result))
                .orderBy("check")
                .collectAsList()
                .stream()
                .map(check -> "%s: found %s, expected %s"
                        .formatted(
                                check.<String>getAs("description"),
                                check.<String>getAs("observed"),
                                check.<String>getAs("expected")))
                .toList();
    }

    private List<String> lateSources(Period period) {
        List<String> late = new ArrayList<>();
        newestLoads().forEach((source, day) -> {
            if (day.isBefore(period.end())) {
                late.add(
                        "Source %s has data up to %s only, %s ends on %s: wait for its next load, and run `mittari run`"
                                .formatted(source, day, period.name(), period.end()));
            }
        });
        return late;
    }

    /** The last day that a source's newest load has data of; a source without dated folders says nothing of that. */
    private Map<String, LocalDate> newestLoads() {
        Map<String, LocalDate> newest = new LinkedHashMap<>();
        for (Row row : warehouse
                .table(StateTables.LEDGER.name(), run)
                .orderBy("source", "load")
                .select("source", "load")
                .collectAsList()) {
            String source = row.getString(0);
            day(row.getString(1)).ifPresent(day -> newest.put(source, day.minusDays(offset(source))));
        }
        return newest;
    }

    private int offset(String source) {
        return Entity.named(source)
                .map(settings.sources()::get)
                .map(Source::dtOffsetDays)
                .orElse(0);
    }

    private static Optional<LocalDate> day(String load) {
        try {
            return Optional.of(LocalDate.parse(load));
        } catch (DateTimeParseException exception) {
            return Optional.empty();
        }
    }

    private List<String> openQuarters(Period year) {
        return Quarters.published(warehouse, run, settings.calendar(), year).stream()
                .filter(quarter -> log.newest(quarter.name())
                        .filter(ClosedPeriod::isInEffect)
                        .isEmpty())
                .map(quarter ->
                        "%s is not closed: close the quarters of %s first".formatted(quarter.name(), year.name()))
                .toList();
    }
}
