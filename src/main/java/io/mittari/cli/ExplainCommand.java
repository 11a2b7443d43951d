package io.mittari.cli;

import io.mittari.explain.ExplainedChange;
import io.mittari.explain.Explainer;
import io.mittari.explain.Explanation;
import io.mittari.explain.Subject;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code mittari explain}: a published value, back to its rows. */
@Command(
        name = "explain",
        description = "Takes a published value back to its rows: the formula with names and with numbers, each measure,"
                + " and the rows behind it. It checks that they add up to what is published. With --stage a figure of"
                + " stage_performance, back to the stays in that stage.",
        footerHeading = "%nExample:%n",
        footer = {
            "  mittari explain win_rate --period 2026-Q3",
            "  mittari explain pipeline_velocity --period 2026-Q3 --segment SMB --change",
            "  mittari explain bookings --period 2025 --rep R-0005 --rows all --format csv",
            "  mittari explain median_days --period 2026-Q3 --stage Proposal"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(
            paramLabel = "KPI",
            description = "A published KPI or measure, such as win_rate or bookings; with --stage a figure of"
                    + " stage_performance, such as median_days.")
    private String name;

    @Option(
            names = "--period",
            paramLabel = "P",
            required = true,
            description = "A period, such as 2026-10, 2026-Q3 or 2026.")
    private String period;

    @Option(names = "--rep", paramLabel = "R", description = "A rep's id. Without a member: the whole company.")
    private Optional<String> rep;

    @Option(names = "--team", paramLabel = "T", description = "A team.")
    private Optional<String> team;

    @Option(names = "--segment", paramLabel = "S", description = "A segment; with --rep that part of the rep's.")
    private Optional<String> segment;

    @Option(names = "--channel", paramLabel = "C", description = "A channel.")
    private Optional<String> channel;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "A stage, as the CRM names it: of the company, or of a rep, team or segment.")
    private Optional<String> stage;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            converter = LimitConverter.class,
            description = "So many of the largest rows of each measure, or all. Default: ${DEFAULT-VALUE}.")
    private OptionalInt limit;

    @Option(
            names = "--change",
            description = "Also says what the change since the period before comes from: each part of the formula, and"
                    + " the members that moved it most.")
    private boolean isChangeWanted;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json. Default: ${DEFAULT-VALUE}.")
    private ShowCommand.Format format;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (stage.isPresent() && isChangeWanted) {
            throw Failure.usage(
                    "A change is taken apart by the formula of a KPI, and a figure of a stage has none: leave --change out");
        }
        Subject subject = Subject.of(rep, team, segment, channel);
        Settings settings = configuration.settings(surroundings.environment());
        print(explained(settings, subject));
        return ExitCode.DONE.value();
    }

    private Explained explained(Settings settings, Subject subject) {
        try (ProgressDisplay progress = surroundings.progress()) {
            PublishedFigures published = new PublishedFigures(surroundings.session(settings, progress), settings);
            progress.announce("Finding the rows behind " + name);
            if (stage.isPresent()) {
                Explanation explanation = published
                        .stageExplainer(name, stage.get(), period, subject)
                        .explain();
                return new Explained(explanation, Optional.empty(), limit, settings.reportingCurrency());
            }
            Explainer explainer = published.explainer(name, period, subject);
            Explanation explanation = explainer.explain();
            Optional<ExplainedChange> change = isChangeWanted ? Optional.of(explainer.change()) : Optional.empty();
            return new Explained(explanation, change, limit, settings.reportingCurrency());
        }
    }

    private void print(Explained explained) {
        switch (format) {
            case TABLE -> new ExplainedTable(explained).print(surroundings.out());
            case CSV -> new ExplainedCsv(explained).print(surroundings.out());
            case JSON -> new ExplainedJson(explained).print(surroundings.out());
        }
    }

    /** A number of rows; none for all. */
    private static final class LimitConverter implements ITypeConverter<OptionalInt> {
        @Override
        public OptionalInt convert(String text) {
            if (text.equals("all")) {
                return OptionalInt.empty();
            }
            if (text.matches("\\d{1,9}")) {
                return OptionalInt.of(Integer.parseInt(text));
            }
            throw new TypeConversionException("'%s' is neither a number nor all".formatted(text));
        }
    }
}
