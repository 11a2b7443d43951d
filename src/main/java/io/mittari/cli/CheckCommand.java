package io.mittari.cli;

import io.mittari.kpis.Catalog;
import io.mittari.lake.Lake;
import io.mittari.lake.SourceInspection;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mittari check}: whether a run could begin. */
@Command(
        name = "check",
        description = "Validates configuration and sources without reading a row: settings, formulas, paths, loads,"
                + " columns, expressions.",
        footerHeading = "%nExample:%n",
        footer = {"  mittari check --conf conf/mittari.conf"})
final class CheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private ReportingDate reportingDate;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintWriter out = surroundings.out();
        Settings settings = configuration.settings(surroundings.environment());
        out.printf("OK     %s%n", configuration.file(surroundings.environment()));
        Catalog catalog = new Catalog(settings.kpis(), settings.enabledKpis());
        out.printf("OK     formulas of %d KPIs%n", catalog.published().size());
        LocalDate date = reportingDate.date(settings.calendar().zone(), surroundings.clock());
        List<SourceInspection> sources = inspections(settings, date);
        sources.forEach(source -> out.println(line(source)));
        List<Failure> failures =
                sources.stream().flatMap(source -> source.failures().stream()).toList();
        if (!failures.isEmpty()) {
            throw Failure.joined(failures);
        }
        out.printf("A run for %s can begin.%n", date);
        return ExitCode.DONE.value();
    }

    private List<SourceInspection> inspections(Settings settings, LocalDate date) {
        try (ProgressDisplay progress = surroundings.progress()) {
            Lake lake = new Lake(surroundings.session(settings, progress), settings);
            progress.announce("Looking at the sources");
            return lake.inspect(date);
        }
    }

    private static String line(SourceInspection inspection) {
        String name = inspection.source().name();
        if (!inspection.failures().isEmpty()) {
            return "FAULT  source " + name;
        }
        StringBuilder line = new StringBuilder("OK     source " + name + ": " + loads(inspection.loads()));
        inspection
                .warnings()
                .forEach(warning -> line.append(
                        "%n       Warning: %s: found %s".formatted(warning.description(), warning.observed())));
        return line.toString();
    }

    private static String loads(List<String> loads) {
        return loads.size() == 1
                ? "load " + loads.get(0)
                : "%d loads, %s to %s".formatted(loads.size(), loads.get(0), loads.get(loads.size() - 1));
    }
}
