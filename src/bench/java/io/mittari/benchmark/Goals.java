package io.mittari.benchmark;

import io.mittari.benchmark.Results.Program;
import io.mittari.benchmark.Results.Subject;
import io.mittari.demo.LakePlan.Format;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The goals of the project, each beside what this benchmark found. */
final class Goals {
    private static final long MILLION = 1_000_000;
    private static final long LARGE = 20 * MILLION;

    private final Results results;
    private final BenchmarkOptions options;

    Goals(Results results, BenchmarkOptions options) {
        this.results = results;
        this.options = options;
    }

    List<Goal> all() {
        ToDoubleFunction<Measurement> cpu = Measurement::cpuSeconds;
        ToDoubleFunction<Measurement> wall = Measurement::wallSeconds;
        Subject large = on(LARGE, Program.JOB);
        Subject million = on(MILLION, Program.JOB);
        Subject night = on(options.nightsAt(), Program.NIGHT);
        Subject demo = demo(Program.JOB);
        return List.of(
                new Goal("20M: CPU of the full run, to DuckDB's", 2, ratio(large, on(LARGE, Program.DUCKDB), cpu), "x"),
                new Goal(
                        "20M: CPU of the full run, to the scan's", 5, ratio(large, on(LARGE, Program.FLOOR), cpu), "x"),
                new Goal(
                        "1M: wall time of a full run",
                        30,
                        results.median(million).map(wall::applyAsDouble),
                        "s"),
                new Goal("From 1M to 20M: growth of CPU", 20, ratio(large, million, cpu), "x"),
                new Goal("20M: heap that was enough", 4, heapAtLarge(large), "GB"),
                new Goal(
                        "Changed-little night: CPU, to the full run's",
                        0.10,
                        ratio(night, on(options.nightsAt(), Program.JOB), cpu),
                        "x"),
                new Goal(
                        "The same with four times the history: CPU, to that without",
                        1.20,
                        ratio(
                                new Subject(4 * options.historyAt(), history(), Program.NIGHT),
                                on(options.historyAt(), Program.NIGHT),
                                cpu),
                        "x"),
                new Goal("Demo: wall time, to the bare session's", 3, ratio(demo, demo(Program.BARE), wall), "x"),
                new Goal("Demo: wall time", 15, results.median(demo).map(wall::applyAsDouble), "s"));
    }

    /** How the results name a lake of five years in Parquet. */
    static String fiveYears(Format format) {
        return "5 years, " + format.name().toLowerCase(Locale.ROOT);
    }

    /** How the results name a lake of four times the history. */
    static String history() {
        return "20 years, parquet";
    }

    private static Subject on(long opportunities, Program program) {
        return new Subject(opportunities, fiveYears(Format.PARQUET), program);
    }

    private static Subject demo(Program program) {
        return new Subject(BenchmarkOptions.DEMO_SIZE, fiveYears(Format.CSV), program);
    }

    private Optional<Double> heapAtLarge(Subject large) {
        return results.median(large)
                .flatMap(measured -> options.memory())
                .filter(memory -> memory.toLowerCase(Locale.ROOT).endsWith("g"))
                .map(memory -> Double.valueOf(memory.substring(0, memory.length() - 1)));
    }

    private Optional<Double> ratio(Subject subject, Subject peer, ToDoubleFunction<Measurement> part) {
        return results.median(subject)
                .flatMap(ours ->
                        results.median(peer).map(theirs -> part.applyAsDouble(ours) / part.applyAsDouble(theirs)));
    }
}
