package io.mittari.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts what is measured. The job is started by its launcher; the peers are started with the flags and the class path
 * with which the launcher started the job, and what the peers need beyond them at the end.
 */
final class Programs {
    private static final String MAIN = "io.mittari.Main";
    private static final String DUCKDB = "duckdb_jdbc";

    private final Path home;
    private final Path logs;
    private final Optional<String> memory;
    private List<String> java = List.of();

    /**
     * Programs of an installation.
     *
     * @param memory the heap of everything on Spark, such as 4g; empty: what the launcher gives
     */
    Programs(Path home, Path logs, Optional<String> memory) {
        this.home = home;
        this.logs = logs;
        this.memory = memory;
    }

    /**
     * Lets the launcher build what is to be built and keep its archive of classes, by a run that is not measured; and
     * learns from it how it starts the Java machine.
     */
    void prepare(GeneratedLake lake) throws IOException, InterruptedException {
        for (int run = 0; run < 2; run++) {
            lake.clearWarehouse();
            Process process = job(lake, lake.lastDay())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Files.createDirectories(logs).resolve("prepare.log").toFile())
                    .start();
            while (process.isAlive()) {
                learn(process);
                Thread.sleep(100);
            }
            if (process.exitValue() != 0) {
                throw new BenchmarkFailure("Cannot run the job on %s; see %s"
                        .formatted(lake.configuration(), logs.resolve("prepare.log")));
            }
        }
        if (java.isEmpty()) {
            throw new BenchmarkFailure("Cannot see how jobs/mittari starts Java: /proc is needed, as Linux has it");
        }
    }

    /** The nightly job. */
    Measurement measureJob(GeneratedLake lake, LocalDate date) throws IOException, InterruptedException {
        return new MeasuredProcess(job(lake, date), logs.resolve("job.log")).run();
    }

    /** {@link DuckDbPeer}. */
    Measurement measureDuckDb(GeneratedLake lake, LocalDate date, Path output)
            throws IOException, InterruptedException {
        return measure(
                DuckDbPeer.class,
                lake.configuration().toString(),
                date.toString(),
                output.toString(),
                memoryOfDuckDb());
    }

    /** {@link SameFigures}. */
    void compare(GeneratedLake lake, LocalDate date, Path output) throws IOException, InterruptedException {
        measure(
                SameFigures.class,
                lake.configuration().toString(),
                date.toString(),
                output.toString(),
                memoryOfDuckDb());
    }

    /** Half of the machine's: with little memory it overflows to disk, and large lakes overflow that. */
    private static String memoryOfDuckDb() {
        return "%dMiB".formatted(Circumstances.memoryBytes() >> 21);
    }

    /** {@link ScanFloor}. */
    Measurement measureFloor(GeneratedLake lake) throws IOException, InterruptedException {
        return measure(
                ScanFloor.class, lake.configuration().toString(), lake.lastDay().toString());
    }

    /** {@link BareSession}. */
    Measurement measureBareSession(GeneratedLake lake, Path table) throws IOException, InterruptedException {
        return measure(BareSession.class, lake.configuration().toString(), table.toString());
    }

    /** The flags of the Java machine that all share. */
    List<String> flags() {
        return java.subList(1, java.size() - 2).stream()
                .filter(flag -> !flag.startsWith("--add-opens"))
                .toList();
    }

    private ProcessBuilder job(GeneratedLake lake, LocalDate date) {
        return environment(new ProcessBuilder(
                home.resolve("jobs/mittari").toString(),
                "run",
                "--conf",
                lake.configuration().toString(),
                "--date",
                date.toString()));
    }

    private Measurement measure(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new MeasuredProcess(
                        environment(new ProcessBuilder(command)), logs.resolve(main.getSimpleName() + ".log"))
                .run();
    }

    private ProcessBuilder environment(ProcessBuilder builder) {
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("MITTARI_LOG_DIR", logs.toString());
        builder.environment().remove("SPARK_HOME");
        memory.ifPresent(heap -> builder.environment().put("MITTARI_MEMORY", heap));
        return builder;
    }

    /** Takes the words before the main class, of a process that is the job by now. */
    private void learn(Process process) throws IOException {
        List<String> words;
        try {
            words = List.of(
                    Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.UTF_8)
                            .split("\0"));
        } catch (IOException ended) {
            return;
        }
        int main = words.indexOf(MAIN);
        if (main > 0) {
            List<String> learnt = new ArrayList<>(words.subList(0, main));
            learnt.removeIf(word -> word.startsWith("-XX:ArchiveClassesAtExit"));
            int classPath = learnt.size() - 1;
            learnt.set(classPath, String.join(":", learnt.get(classPath), ownClassPath()));
            java = List.copyOf(learnt);
        }
    }

    /** Where this class and DuckDB come from. */
    private static String ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(part -> part.endsWith("test-classes") || part.contains(DUCKDB))
                .reduce((some, more) -> some + ":" + more)
                .orElseThrow();
    }
}
