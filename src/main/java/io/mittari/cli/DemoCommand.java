package io.mittari.cli;

import io.mittari.demo.DemoLake;
import io.mittari.demo.LakePlan;
import io.mittari.model.ExitCode;
import io.mittari.model.Grain;
import io.mittari.nightly.NightlyRun;
import io.mittari.nightly.Order;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mittari demo}: from nothing to figures, to see what there is. */
@Command(
        name = "demo",
        description = "Writes a small, realistic lake, runs the nightly job on it, prints the company's core KPIs and"
                + " where everything lies.",
        footerHeading = "%nExample:%n",
        footer = {"  mittari demo", "  mittari demo --dir /tmp/mittari"})
final class DemoCommand implements Callable<Integer> {
    private static final LakePlan PLAN = LakePlan.of(2_000, 1, LakePlan.Format.CSV);

    private final Surroundings surroundings;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "mittari-demo",
            description = "Folder to write to. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path configuration = folder.resolve(DemoLake.CONFIGURATION);
        ShownFigures scorecard;
        Settings settings;
        try (ProgressDisplay progress = surroundings.progress()) {
            new DemoLake(PLAN).write(folder, progress.counter("Writing the lake", PLAN.opportunities()));
            settings = SettingsReader.read(Optional.of(configuration), Map.of());
            SparkSession spark = surroundings.session(settings, progress);
            new NightlyRun(spark, settings, surroundings.clock(), progress)
                    .publish(PLAN.lastDay(), new Order(false, true));
            scorecard = new PublishedFigures(spark, settings).of(Grain.COMPANY, List.of(), List.of());
        }
        new FiguresTable(scorecard, settings.reportingCurrency()).print(surroundings.out());
        sayWhatNext(configuration, settings.warehouse().path());
        return ExitCode.DONE.value();
    }

    private void sayWhatNext(Path configuration, String warehouse) {
        PrintWriter out = surroundings.out();
        out.println();
        out.println("Extracts:       " + folder);
        out.println("Configuration:  " + configuration);
        out.println("Tables:         " + warehouse);
        out.println();
        out.println("Next:");
        for (List<String> words : List.of(
                List.of("show", "--by", "rep", "--conf", configuration.toString()),
                List.of(
                        "show",
                        "--by",
                        "segment",
                        "--kpi",
                        "win_rate,revenue_growth",
                        "--conf",
                        configuration.toString()),
                List.of("report", "--out", folder.resolve("report").toString(), "--conf", configuration.toString()),
                List.of("check", "--conf", configuration.toString()))) {
            out.println("  " + surroundings.line(words));
        }
    }
}
