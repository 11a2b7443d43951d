package io.mittari.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo, run once for all tests that look at what it published. */
public final class PublishedDemo {
    private static Path folder;
    private static Outcome outcome;

    private PublishedDemo() {}

    /** What {@code mittari demo} came to. */
    static synchronized Outcome outcome() {
        if (outcome == null) {
            try {
                folder = Files.createTempDirectory("mittari-demo");
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
            outcome = Outcome.of("demo", "--dir", folder.toString());
        }
        return outcome;
    }

    /** The folder of the lake, with the tables in {@code warehouse}. */
    public static String folder() {
        outcome();
        return folder.toString();
    }

    /** The configuration that the demo has written. */
    public static String configuration() {
        return folder() + "/mittari.conf";
    }
}
