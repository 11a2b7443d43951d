package io.mittari.benchmark;

import io.mittari.demo.DemoLake;
import io.mittari.demo.LakePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A generated lake in a folder of its own, with the warehouse that the job publishes to.
 *
 * @param plan what it holds
 * @param folder where it lies
 */
record GeneratedLake(LakePlan plan, Path folder) {
    private static final long SEED = 1;
    private static final int YEARS = 5;

    /** A lake of five years below a folder; written where it is not there yet. */
    static GeneratedLake ofFiveYears(Path folder, long opportunities, LakePlan.Format format) {
        return of(folder, opportunities, format, YEARS);
    }

    /** Four times the history: twenty years with as much in each of them as the five of a smaller one. */
    static GeneratedLake ofTwentyYears(Path folder, long opportunities, LakePlan.Format format) {
        return of(folder, 4 * opportunities, format, 4 * YEARS);
    }

    private static GeneratedLake of(Path folder, long opportunities, LakePlan.Format format, int years) {
        LakePlan plan = new LakePlan(opportunities, SEED, format, LakePlan.DEFAULT_LAST_DAY, years);
        String name = "lake-%d-%d-years-%s"
                .formatted(opportunities, years, format.name().toLowerCase(Locale.ROOT));
        GeneratedLake lake = new GeneratedLake(plan, folder.resolve(name));
        if (!Files.exists(lake.done())) {
            new DemoLake(plan).write(lake.folder, written -> {});
            lake.writeDone();
        }
        return lake;
    }

    /** A copy with the same extracts, to which nights can be added: its files are links where that can be. */
    GeneratedLake copied(String name) {
        Path copy = folder.resolveSibling(folder.getFileName() + "-" + name);
        GeneratedLake copied = new GeneratedLake(plan, copy);
        try {
            deleteAll(copy);
            for (String part : new String[] {"crm", "finance"}) {
                link(folder.resolve(part), copy.resolve(part));
            }
            String configuration = Files.readString(configuration()).replace(folder.toString(), copy.toString());
            Files.writeString(copied.configuration(), configuration);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return copied;
    }

    /** What the results call it. */
    String label() {
        return plan.years() + " years, " + plan.format().name().toLowerCase(Locale.ROOT);
    }

    LocalDate lastDay() {
        return plan.lastDay();
    }

    Path configuration() {
        return folder.resolve(DemoLake.CONFIGURATION);
    }

    /** Removes what was published. */
    void clearWarehouse() {
        deleteAll(folder.resolve("warehouse"));
    }

    /** Removes a folder with all that it holds. */
    static void deleteAll(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    try {
                        Files.createLink(target, file);
                    } catch (UnsupportedOperationException impossible) {
                        Files.copy(file, target);
                    }
                }
            }
        }
    }

    /** There once the lake has been written to its end. */
    private Path done() {
        return folder.resolve(".complete");
    }

    private void writeDone() {
        try {
            Files.createFile(done());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
