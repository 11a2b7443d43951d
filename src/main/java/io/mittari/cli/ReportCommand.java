package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.report.Language;
import io.mittari.report.Report;
import io.mittari.report.ReportTables;
import io.mittari.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mittari report}: a period's figures as a page and a workbook. */
@Command(
        name = "report",
        description = "Writes a period's published figures as an HTML page, which opens without a network, and as an"
                + " Excel workbook. An earlier report on the period is replaced.",
        footerHeading = "%nExample:%n",
        footer = {
            "  mittari report",
            "  mittari report --period 2026-09 --lang fi --out /srv/reports",
            "  mittari report --closed 2026-Q3 --out /srv/reports"
        })
final class ReportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Option(
            names = "--period",
            paramLabel = "P",
            description = "A period, such as 2026-10, 2026-Q3 or 2026. Default: the newest quarter that is over.")
    private Optional<String> period;

    @Option(
            names = "--closed",
            paramLabel = "P",
            description =
                    "A closed quarter or year, such as 2026-Q3: its figures as the last close has frozen them, with"
                            + " signatures, checksums, the reconciliation, and what would differ today and why.")
    private Optional<String> closed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "mittari-report",
            description = "Folder to write to. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(
            names = "--lang",
            paramLabel = "LANGUAGE",
            defaultValue = "en",
            description = "Language of labels, numbers and dates: en or fi. Default: ${DEFAULT-VALUE}.")
    private Language language;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (closed.isPresent() && period.isPresent()) {
            throw Failure.usage("Give --period for what is published, or --closed for what was frozen, not both");
        }
        Settings settings = configuration.settings(surroundings.environment());
        Report report = write(settings);
        surroundings.out().println("Page:      " + report.page());
        surroundings.out().println("Workbook:  " + report.workbook());
        return ExitCode.DONE.value();
    }

    private Report write(Settings settings) {
        try (ProgressDisplay progress = surroundings.progress()) {
            PublishedFigures published = new PublishedFigures(surroundings.session(settings, progress), settings);
            progress.announce("Reading the figures");
            ReportTables tables = closed.map(published::forClose).orElseGet(() -> published.forReport(period));
            progress.announce("Writing the report on " + tables.periodName());
            return Report.write(folder, tables, settings.reportingCurrency(), language);
        }
    }
}
