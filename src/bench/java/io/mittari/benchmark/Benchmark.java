package io.mittari.benchmark;

import io.mittari.benchmark.Results.Program;
import io.mittari.benchmark.Results.Subject;
import io.mittari.demo.LakePlan.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the nightly job, beside its peers, and prints results with the goals. */
@Command(name = "benchmark", mixinStandardHelpOptions = true, sortOptions = false)
public final class Benchmark implements Callable<Integer> {
    @Mixin
    private BenchmarkOptions options;

    private final Results results = new Results();
    private Programs programs;

    private Benchmark() {}

    /** Takes the options of {@link BenchmarkOptions}. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark())
                .setExecutionExceptionHandler((failed, command, parsed) -> {
                    if (!(failed instanceof BenchmarkFailure)) {
                        throw failed;
                    }
                    command.getErr().println(failed.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        programs = new Programs(Path.of("").toAbsolutePath(), options.folder().resolve("logs"), options.memory());
        GeneratedLake demo = lake(BenchmarkOptions.DEMO_SIZE, Format.CSV);
        programs.prepare(demo);
        measureDemo(demo);
        for (long size : options.sizes()) {
            if (BenchmarkOptions.isSmall(size)) {
                measureFullRuns(lake(size, Format.CSV));
            }
            measureFullRuns(lake(size, Format.PARQUET));
        }
        if (options.nights() > 0) {
            measureNights();
        }
        Report report =
                new Report(results, new Goals(results, options).all(), Circumstances.of(options, programs.flags()));
        report.write(options.folder());
        System.out.println(report.table());
        return 0;
    }

    private void measureDemo(GeneratedLake demo) throws IOException, InterruptedException {
        for (int run = 0; run < options.repetitions(); run++) {
            demo.clearWarehouse();
            add(demo, Program.JOB, programs.measureJob(demo, demo.lastDay()));
            Path table = options.folder().resolve("bare-table");
            GeneratedLake.deleteAll(table);
            add(demo, Program.BARE, programs.measureBareSession(demo, table));
        }
    }

    private void measureFullRuns(GeneratedLake lake) throws IOException, InterruptedException {
        Path output = duckDbOutput();
        for (int run = 0; run < options.repetitions(); run++) {
            lake.clearWarehouse();
            add(lake, Program.JOB, programs.measureJob(lake, lake.lastDay()));
            GeneratedLake.deleteAll(output);
            add(lake, Program.DUCKDB, programs.measureDuckDb(lake, lake.lastDay(), output));
            add(lake, Program.FLOOR, programs.measureFloor(lake));
        }
        compare(lake, lake.lastDay());
    }

    private void measureNights() throws IOException, InterruptedException {
        measureNights(lake(options.nightsAt(), Format.PARQUET), options.nights());
        if (options.historyAt() > 0) {
            if (options.historyAt() != options.nightsAt()) {
                measureNights(lake(options.historyAt(), Format.PARQUET), 1);
            }
            measureNights(GeneratedLake.ofTwentyYears(options.folder(), options.historyAt(), Format.PARQUET), 1);
        }
    }

    /** A full run, then nights in a row; the figures of the last one are compared. */
    private void measureNights(GeneratedLake base, int nights) throws IOException, InterruptedException {
        GeneratedLake lake = base.copied("nights");
        add(lake, Program.JOB, programs.measureJob(lake, lake.lastDay()));
        for (int number = 1; number <= nights; number++) {
            LocalDate night = lake.lastDay().plusDays(number);
            new Night(lake, night).add();
            add(lake, Program.NIGHT, programs.measureJob(lake, night));
        }
        LocalDate last = lake.lastDay().plusDays(nights);
        GeneratedLake.deleteAll(duckDbOutput());
        programs.measureDuckDb(lake, last, duckDbOutput());
        compare(lake, last);
    }

    /** Fails where a figure that the job published is not DuckDB's. */
    private void compare(GeneratedLake lake, LocalDate date) throws IOException, InterruptedException {
        programs.compare(lake, date, duckDbOutput());
        progress("The job's figures on %s are DuckDB's".formatted(lake.folder().getFileName()));
    }

    private GeneratedLake lake(long size, Format format) {
        progress("Lake of %,d opportunities, %s".formatted(size, format));
        return GeneratedLake.ofFiveYears(options.folder(), size, format);
    }

    private Path duckDbOutput() {
        return options.folder().resolve("duckdb");
    }

    private void add(GeneratedLake lake, Program program, Measurement measurement) {
        Subject subject = new Subject(lake.plan().opportunities(), lake.label(), program);
        results.add(subject, measurement);
        progress("%,d, %s, %s: %.1f s, %.1f CPU s, %.0f MiB"
                .formatted(
                        subject.opportunities(),
                        subject.lake(),
                        program.label(),
                        measurement.wallSeconds(),
                        measurement.cpuSeconds(),
                        measurement.peakMebibytes()));
    }

    private static void progress(String line) {
        System.err.println(line);
    }
}
