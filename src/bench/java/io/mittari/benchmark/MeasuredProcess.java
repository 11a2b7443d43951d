package io.mittari.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a command and measures it, from what Linux says in /proc. CPU time is exact to a hundredth of a second: it is
 * what this process's ended children had used after, less before, so only one command may run at a time.
 */
final class MeasuredProcess {
    private static final int TICKS_PER_SECOND = 100;
    private static final int MILLIS_BETWEEN_SAMPLES = 50;
    /** Places of cutime and cstime behind the command's name in /proc/PID/stat. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    private final ProcessBuilder builder;
    private final Path log;

    /** A command whose output goes to a file. */
    MeasuredProcess(ProcessBuilder builder, Path log) {
        this.builder = builder;
        this.log = log;
    }

    /**
     * Runs it to its end.
     *
     * @throws BenchmarkFailure where it does not end with 0
     */
    Measurement run() throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        double cpuBefore = childrenCpuSeconds();
        long start = System.nanoTime();
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long peakKibibytes = 0;
        try {
            while (!process.waitFor(MILLIS_BETWEEN_SAMPLES, TimeUnit.MILLISECONDS)) {
                peakKibibytes = Math.max(peakKibibytes, residentKibibytes(process.toHandle()));
            }
        } finally {
            process.destroy();
        }
        double wall = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new BenchmarkFailure("%s ended with %d; see %s"
                    .formatted(String.join(" ", shortened(builder.command())), process.exitValue(), log));
        }
        return new Measurement(wall, childrenCpuSeconds() - cpuBefore, peakKibibytes / 1024.0);
    }

    private static List<String> shortened(List<String> command) {
        return command.stream()
                .filter(word -> word.length() < 200 && !word.startsWith("--add"))
                .toList();
    }

    private static double childrenCpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]);
        return ticks / (double) TICKS_PER_SECOND;
    }

    /**
     * What the largest of a process and those below it ever had resident; 0 of one that has ended. They are not added
     * up: a process that is just being forked shows its parent's memory as its own.
     */
    private static long residentKibibytes(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(part -> highWater(part.pid()))
                .max()
                .orElse(0);
    }

    private static long highWater(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | RuntimeException ended) {
            return 0;
        }
    }
}
