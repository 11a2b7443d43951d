package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.settings.Settings;
import io.mittari.warehouse.CloseEvent;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mittari approve}: the second name that a close needs. */
@Command(
        name = "approve",
        description = "Approves a close, which takes effect with that. Needed where close.approvers is set, by one of"
                + " them who has not made the close.",
        footerHeading = "%nExample:%n",
        footer = {"  mittari approve 2026-Q3 --by Korhonen"})
final class ApproveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(paramLabel = "PERIOD", description = "The closed quarter or year, such as 2026-Q3 or 2026.")
    private String period;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who approves.")
    private String by;

    @Option(names = "--note", paramLabel = "TEXT", description = "What there is to say about it.")
    private Optional<String> note;

    ApproveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings settings = configuration.settings(surroundings.environment());
        new CloseReport(surroundings.out()).printSigned("Approved", approved(settings));
        return ExitCode.DONE.value();
    }

    private CloseEvent approved(Settings settings) {
        return Closings.with(
                surroundings, settings, "Approving " + period, closing -> closing.approve(period, by, note));
    }
}
