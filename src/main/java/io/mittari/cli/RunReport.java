package io.mittari.cli;

import io.mittari.lake.SourceLoad;
import io.mittari.model.Entity;
import io.mittari.model.QualityCheck;
import io.mittari.nightly.RunSummary;
import io.mittari.settings.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Tells what a run has published, from the moment on at which it began. */
final class RunReport {
    private final PrintWriter out;
    private final Clock clock;
    private final Settings settings;
    private final Instant started;

    RunReport(Surroundings surroundings, Settings settings) {
        this.out = surroundings.out();
        this.clock = surroundings.clock();
        this.settings = settings;
        this.started = clock.instant();
    }

    void print(RunSummary summary) {
        if (!summary.isPublished()) {
            warnings(summary.warnings());
            out.printf(
                    "Nothing has changed since run %s, figures as of %s: it stands.%n",
                    summary.runId(), summary.reportingDate());
            return;
        }
        out.println(sources(summary.loads()));
        warnings(summary.warnings());
        summary.doubt().ifPresent(reason -> out.printf("Everything was computed anew: %s.%n", reason));
        out.printf("Published %s, figures as of %s, in %s.%n", summary.runId(), summary.reportingDate(), duration());
        out.printf("Tables: %s%n", settings.warehouse().path());
        if (summary.loads().stream().anyMatch(load -> load.rowsRejected() > 0)) {
            out.println("The table rejected_rows says of every rejected row what is wrong with it.");
        }
    }

    private static TextTable sources(List<SourceLoad> loads) {
        TextTable table = new TextTable(
                List.of("source", "loads", "read", "used", "superseded", "deleted", "filtered", "rejected"), 1);
        Map<Entity, List<SourceLoad>> bySource =
                loads.stream().collect(Collectors.groupingBy(SourceLoad::source, TreeMap::new, Collectors.toList()));
        bySource.forEach((source, ofSource) -> table.add(List.of(
                source.entityName(),
                String.valueOf(ofSource.size()),
                sum(ofSource, SourceLoad::rowsRead),
                sum(ofSource, SourceLoad::rowsUsed),
                sum(ofSource, SourceLoad::rowsSuperseded),
                sum(ofSource, SourceLoad::rowsDeleted),
                sum(ofSource, SourceLoad::rowsFiltered),
                sum(ofSource, SourceLoad::rowsRejected))));
        return table;
    }

    private static String sum(List<SourceLoad> loads, ToLongFunction<SourceLoad> rows) {
        return String.format(Locale.ROOT, "%,d", loads.stream().mapToLong(rows).sum());
    }

    private void warnings(List<QualityCheck> warnings) {
        for (QualityCheck warning : warnings) {
            out.printf("Warning: %s: found %s%n", warning.description(), warning.observed());
        }
        if (!warnings.isEmpty()) {
            out.println();
        }
    }

    private String duration() {
        Duration duration = Duration.between(started, clock.instant());
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
