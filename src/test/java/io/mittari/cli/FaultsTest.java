package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void anUnforeseenErrorIsALineThatNamesTheLog() throws IOException {
        assertThat(check(new IllegalStateException("no\nsense"), Optional.of("/log/mittari.log")))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .contains("Unexpected error, IllegalStateException: no; /log/mittari.log has the details.");
    }

    @Test
    void soIsALackOfMemory() throws IOException {
        assertThat(check(new OutOfMemoryError("Java heap space"), Optional.empty()))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .contains(
                        "Unexpected error, OutOfMemoryError: Java heap space; run it with --verbose for the details.");
    }

    /** A check on a machine where Spark cannot start. */
    private int check(Throwable thrown, Optional<String> log) throws IOException {
        Path configuration = folder.resolve("mittari.conf");
        Files.writeString(configuration, """
                currency.reporting = EUR
                warehouse.path = /warehouse
                sources.reps.path = /reps
                sources.opportunities.path = /opportunities
                """);
        Surroundings surroundings = new Surroundings(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Optional.empty(),
                log,
                "mittari",
                Map.of(),
                Outcome.CLOCK,
                settings -> failing(thrown));
        return new CommandLineInterface(surroundings).run("check", "--conf", configuration.toString());
    }

    private static SparkSession failing(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
