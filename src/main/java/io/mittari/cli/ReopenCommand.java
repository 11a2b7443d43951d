package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.settings.Settings;
import io.mittari.warehouse.CloseEvent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mittari reopen}: takes a close back. */
@Command(
        name = "reopen",
        description = "Reopens a closed quarter or year: what was frozen stays readable, and no longer counts. The next"
                + " close makes a new version.",
        footerHeading = "%nExample:%n",
        footer = {"  mittari reopen 2026-Q3 --by Virtanen --reason misposted"})
final class ReopenCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(paramLabel = "PERIOD", description = "The closed quarter or year, such as 2026-Q3 or 2026.")
    private String period;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who reopens it.")
    private String by;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    ReopenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings settings = configuration.settings(surroundings.environment());
        new CloseReport(surroundings.out()).printSigned("Reopened", reopened(settings));
        return ExitCode.DONE.value();
    }

    private CloseEvent reopened(Settings settings) {
        return Closings.with(
                surroundings, settings, "Reopening " + period, closing -> closing.reopen(period, by, reason));
    }
}
