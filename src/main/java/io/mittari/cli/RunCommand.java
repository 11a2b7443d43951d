package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.nightly.NightlyRun;
import io.mittari.nightly.Order;
import io.mittari.nightly.RunSummary;
import io.mittari.settings.Settings;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mittari run}: the nightly job. */
@Command(
        name = "run",
        description = "The nightly job: computes the figures as of a date and publishes them, all or none.",
        footerHeading = "%nExample:%n",
        footer = {
            "  mittari run",
            "  mittari run --date 2026-10-20 --conf conf/mittari.conf",
            "  mittari run --date 2026-09-30 --warehouse /tmp/as-of-september"
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private ReportingDate reportingDate;

    @Option(
            names = "--restate",
            description = "Publish also where figures of a later date are published: go back to the older date.")
    private boolean isRestatement;

    @Option(
            names = "--full",
            description = "Compute everything anew, not only what has changed since the last run. The figures are the"
                    + " same.")
    private boolean isFull;

    @Option(
            names = "--warehouse",
            paramLabel = "DIR",
            description = "Publish there instead of in warehouse.path, and register no tables.")
    private Optional<String> warehouse;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings configured = configuration.settings(surroundings.environment());
        Settings settings = warehouse.map(configured::withWarehousePath).orElse(configured);
        LocalDate date = reportingDate.date(settings.calendar().zone(), surroundings.clock());
        RunReport report = new RunReport(surroundings, settings);
        report.print(published(settings, date));
        return ExitCode.DONE.value();
    }

    private RunSummary published(Settings settings, LocalDate date) {
        try (ProgressDisplay progress = surroundings.progress()) {
            return new NightlyRun(surroundings.session(settings, progress), settings, surroundings.clock(), progress)
                    .publish(date, new Order(isFull, isRestatement));
        }
    }
}
