package io.mittari.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What to measure. */
final class BenchmarkOptions {
    /** Opportunities of the lake that {@code mittari demo} writes. */
    static final long DEMO_SIZE = 2_000;

    private static final long LARGEST_CSV = 10_000;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "10000,1000000",
            description = "Opportunities of the lakes. Default: ${DEFAULT-VALUE}; the goals want 20000000, too.")
    private List<Long> sizes = List.of();

    @Option(
            names = "--repetitions",
            defaultValue = "3",
            description = "How often each program is run. Default: ${DEFAULT-VALUE}.")
    private int repetitions;

    @Option(names = "--nights", defaultValue = "10", description = "Nights in a row. Default: ${DEFAULT-VALUE}.")
    private int nights;

    @Option(names = "--nights-at", description = "Size at which nights are run. Default: the largest of --sizes.")
    private Optional<Long> nightsAt = Optional.empty();

    @Option(
            names = "--history-at",
            description = "Size at which a night is run again with four times the history, on a lake of four times that"
                    + " size; 0: not at all. Default: a quarter of --nights-at.")
    private Optional<Long> historyAt = Optional.empty();

    @Option(
            names = "--memory",
            description =
                    "Heap of everything on Spark, such as 4g. Default: half of the memory, which DuckDB always has.")
    private Optional<String> memory = Optional.empty();

    @Option(
            names = "--dir",
            defaultValue = "target/benchmark",
            description = "Folder for lakes, logs and results; lakes that lie there are used again. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Path folder = Path.of("");

    List<Long> sizes() {
        return sizes;
    }

    int repetitions() {
        return repetitions;
    }

    int nights() {
        return nights;
    }

    long nightsAt() {
        return nightsAt.orElseGet(() -> sizes.stream().max(Long::compare).orElse(DEMO_SIZE));
    }

    long historyAt() {
        return historyAt.orElseGet(() -> nightsAt() / 4);
    }

    Optional<String> memory() {
        return memory;
    }

    Path folder() {
        return folder.toAbsolutePath().normalize();
    }

    /** Whether a size is small enough to be measured in CSV as well. */
    static boolean isSmall(long size) {
        return size <= LARGEST_CSV;
    }
}
