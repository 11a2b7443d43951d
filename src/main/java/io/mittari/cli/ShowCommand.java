package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.model.Grain;
import io.mittari.settings.Settings;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code mittari show}: published figures, for people, spreadsheets and programs. */
@Command(
        name = "show",
        description = "Prints published figures: a table for people, with rounded values, or csv and json with exact"
                + " ones and everything that kpi_values has.",
        footerHeading = "%nExample:%n",
        footer = {
            "  mittari show",
            "  mittari show --by rep --period 2026-Q3 --kpi win_rate,average_deal_size",
            "  mittari show --by rep,segment --format csv"
        })
final class ShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOptions configuration;

    @Option(
            names = "--by",
            paramLabel = "GRAIN",
            defaultValue = "company",
            converter = GrainConverter.class,
            description = "company, segment, team, rep, channel, or rep,segment. Default: ${DEFAULT-VALUE}.")
    private Grain grain;

    @Option(
            names = "--period",
            paramLabel = "P",
            split = ",",
            description = "Periods, such as 2026-10,2026-Q3,2026. Default: the newest quarters.")
    private List<String> periods = List.of();

    @Option(
            names = "--kpi",
            paramLabel = "K",
            split = ",",
            description = "KPIs by their names, such as win_rate,cac. Default: the core ones.")
    private List<String> kpis = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    /** What figures are printed as. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    ShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings settings = configuration.settings(surroundings.environment());
        print(figures(settings), settings.reportingCurrency());
        return ExitCode.DONE.value();
    }

    private ShownFigures figures(Settings settings) {
        try (ProgressDisplay progress = surroundings.progress()) {
            PublishedFigures published = new PublishedFigures(surroundings.session(settings, progress), settings);
            progress.announce("Reading the figures");
            return published.of(grain, periods, kpis);
        }
    }

    private void print(ShownFigures figures, String currency) {
        PrintWriter out = surroundings.out();
        switch (format) {
            case TABLE -> new FiguresTable(figures, currency).print(out);
            case CSV -> new FiguresCsv(figures).print(out);
            case JSON -> new FiguresJson(figures).print(out);
        }
    }

    /** The grain whose members the parts name, in whatever order. */
    private static final class GrainConverter implements ITypeConverter<Grain> {
        @Override
        public Grain convert(String text) {
            Set<String> parts = Set.copyOf(Arrays.asList(text.split(",")));
            return Arrays.stream(Grain.values())
                    .filter(grain -> parts.equals(Set.of(grain.grainName().split("_"))))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'%s' is none of %s".formatted(text, known())));
        }

        private static String known() {
            return Arrays.stream(Grain.values())
                    .map(grain -> grain.grainName().replace('_', ','))
                    .collect(Collectors.joining("; "));
        }
    }
}
