package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import io.mittari.warehouse.CloseVerification;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.Warehouse;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mittari verify}: whether frozen figures are what was frozen. */
@Command(
        name = "verify",
        description = "Reads everything that closes have frozen, and holds it against the checksums of the closes. Exit"
                + " code 3 where anything was changed, added or removed since.",
        footerHeading = "%nExample:%n",
        footer = {"  mittari verify", "  mittari verify 2026-Q3"})
final class VerifyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", description = "A closed quarter or year. Default: all.")
    private Optional<String> period;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings settings = configuration.settings(surroundings.environment());
        CloseVerification.Findings findings = findings(settings);
        if (!findings.faults().isEmpty()) {
            throw Failure.gate(
                    ("What was closed is no longer as it was:%n%s%nBring the folders of these tables back from a"
                                    + " backup, and find out who wrote to them.")
                            .formatted(String.join(System.lineSeparator(), findings.faults())));
        }
        if (findings.checked().isEmpty()) {
            throw Failure.usage(period.map(
                            name -> "%s was never closed; `mittari closes` lists what was".formatted(name))
                    .orElse("Nothing was ever closed in " + settings.warehouse().path()));
        }
        for (ClosedPeriod checked : findings.checked()) {
            surroundings
                    .out()
                    .printf(
                            "OK     %s version %d: %,d rows in %d tables%n",
                            checked.close().period(),
                            checked.close().version(),
                            checked.close().digests().values().stream()
                                    .mapToLong(digest -> digest.rows())
                                    .sum(),
                            checked.close().digests().size());
        }
        return ExitCode.DONE.value();
    }

    private CloseVerification.Findings findings(Settings settings) {
        try (ProgressDisplay progress = surroundings.progress()) {
            Warehouse warehouse = new Warehouse(surroundings.session(settings, progress), settings.warehouse());
            progress.announce("Reading what was frozen");
            return new CloseVerification(warehouse.closes()).of(period);
        }
    }
}
