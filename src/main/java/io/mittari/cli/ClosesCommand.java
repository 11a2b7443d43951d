package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.settings.Settings;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.Warehouse;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mittari closes}: what is closed, and by whom. */
@Command(
        name = "closes",
        description = "Lists every close: what became of it, and who closed, approved and reopened the period.",
        footerHeading = "%nExample:%n",
        footer = {"  mittari closes"})
final class ClosesCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    ClosesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings settings = configuration.settings(surroundings.environment());
        List<ClosedPeriod> closes = closes(settings);
        if (closes.isEmpty()) {
            surroundings
                    .out()
                    .printf(
                            "Nothing was ever closed in %s.%n",
                            settings.warehouse().path());
        } else {
            new CloseReport(surroundings.out()).printAll(closes);
        }
        return ExitCode.DONE.value();
    }

    private List<ClosedPeriod> closes(Settings settings) {
        try (ProgressDisplay progress = surroundings.progress()) {
            return new Warehouse(surroundings.session(settings, progress), settings.warehouse())
                    .closes()
                    .log()
                    .closes();
        }
    }
}
