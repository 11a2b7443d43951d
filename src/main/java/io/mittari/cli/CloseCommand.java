package io.mittari.cli;

import io.mittari.close.Readiness;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import io.mittari.warehouse.CloseEvent;
import io.mittari.warehouse.ClosedPeriod;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mittari close}: freezes a period's figures. */
@Command(
        name = "close",
        description = "Closes a quarter with its months, or a year whose quarters are closed: freezes the published"
                + " figures, with checksums. Refuses where something stands in the way.",
        footerHeading = "%nExample:%n",
        footer = {
            "  mittari close 2026-Q3 --check",
            "  mittari close 2026-Q3 --by Virtanen --note audited",
            "  mittari close 2025 --by Virtanen"
        })
final class CloseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(paramLabel = "PERIOD", description = "A quarter or a year, such as 2026-Q3 or 2026.")
    private String period;

    @Option(names = "--by", paramLabel = "NAME", description = "Who closes the period.")
    private Optional<String> by;

    @Option(
            names = "--check",
            description = "Close nothing; say what stands in the way. Exit code 3 where anything does.")
    private boolean isCheck;

    @Option(names = "--note", paramLabel = "TEXT", description = "What there is to say about the close.")
    private Optional<String> note;

    CloseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!isCheck && by.isEmpty()) {
            throw Failure.usage(("Say who closes %s, with --by NAME; or look whether it can be closed, with --check")
                    .formatted(period));
        }
        Settings settings = configuration.settings(surroundings.environment());
        if (isCheck) {
            check(settings);
        } else {
            new CloseReport(surroundings.out()).printClosed(closed(settings));
        }
        return ExitCode.DONE.value();
    }

    private void check(Settings settings) {
        Optional<ClosedPeriod> closed =
                Closings.with(surroundings, settings, "Reading the closes", closing -> closing.inEffect(period));
        if (closed.isPresent()) {
            surroundings
                    .out()
                    .printf(
                            "%s is closed, version %d.%n",
                            period, closed.get().close().version());
            return;
        }
        Readiness readiness = readiness(settings);
        PrintWriter out = surroundings.out();
        readiness.notes().forEach(note -> out.printf("Note: %s%n", note));
        if (!readiness.obstacles().isEmpty()) {
            throw Failure.gate("%s cannot be closed yet:%n%s"
                    .formatted(period, String.join(System.lineSeparator(), readiness.obstacles())));
        }
        out.printf(
                "%s can be closed: figures as of %s, run %s.%n",
                period, readiness.run().reportingDate(), readiness.run().runId());
    }

    private Readiness readiness(Settings settings) {
        return Closings.with(
                surroundings, settings, "Looking for what stands in the way", closing -> closing.readiness(period));
    }

    private CloseEvent closed(Settings settings) {
        return Closings.with(
                surroundings, settings, "Closing " + period, closing -> closing.close(period, by.orElseThrow(), note));
    }
}
