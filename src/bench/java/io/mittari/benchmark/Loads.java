package io.mittari.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** The loads of an extract: its {@code dt=} folders. */
final class Loads {
    private static final String PREFIX = "dt=";

    private Loads() {}

    /** The days of the loads up to a day, in order. */
    static List<LocalDate> upTo(Path extract, LocalDate day) {
        try (Stream<Path> folders = Files.list(extract)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> LocalDate.parse(name.substring(PREFIX.length())))
                    .filter(load -> !load.isAfter(day))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The folder of a load. */
    static Path folder(Path extract, LocalDate day) {
        return extract.resolve(PREFIX + day);
    }
}
