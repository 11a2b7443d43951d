package io.mittari.cli;

import io.mittari.demo.DemoLake;
import io.mittari.demo.LakePlan;
import io.mittari.model.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mittari generate}: a synthetic lake of any size. */
@Command(
        name = "generate",
        description = "Writes a synthetic lake with its configuration: the same for the same size and seed.",
        footerHeading = "%nExample:%n",
        footer = {
            "  mittari generate --opportunities 10000 --dir /tmp/lake",
            "  mittari generate --opportunities 1000000 --dir /tmp/large --format parquet"
        })
final class GenerateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--opportunities",
            paramLabel = "N",
            required = true,
            description = "How many opportunities; all else follows from it.")
    private long opportunities;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            required = true,
            description = "Folder to write to. A lake that was generated there before is replaced.")
    private Path folder;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Another seed is another company.")
    private long seed;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "csv, with some dirt in it, or parquet. Default: ${DEFAULT-VALUE}.")
    private LakePlan.Format format;

    GenerateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        LakePlan plan = LakePlan.of(opportunities, seed, format);
        try (ProgressDisplay progress = surroundings.progress()) {
            new DemoLake(plan).write(folder, progress.counter("Writing the lake", plan.opportunities()));
        }
        PrintWriter out = surroundings.out();
        out.printf(Locale.ROOT, "Wrote a lake of %,d opportunities to %s%n", plan.opportunities(), folder);
        String configuration = folder.resolve(DemoLake.CONFIGURATION).toString();
        out.println("Next: "
                + surroundings.line(List.of("run", "--date", plan.lastDay().toString(), "--conf", configuration)));
        return ExitCode.DONE.value();
    }
}
