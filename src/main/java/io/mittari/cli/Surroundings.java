package io.mittari.cli;

import io.mittari.settings.Settings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * What a command finds around it.
 *
 * @param out where results go
 * @param err where progress and errors go
 * @param columns width of the terminal that {@code err} is shown on; empty where it is none
 * @param log the log file, if it is known
 * @param program what the user calls the program, for lines to copy
 * @param environment the environment variables
 * @param clock what day it is
 * @param sessions makes the Spark session of a deployment
 */
public record Surroundings(
        PrintWriter out,
        PrintWriter err,
        Optional<Integer> columns,
        Optional<String> log,
        String program,
        Map<String, String> environment,
        Clock clock,
        Function<Settings, SparkSession> sessions) {
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:=,@%+-]+");

    /**
     * Those of this process. What only the launcher knows comes as system properties: {@code mittari.columns},
     * {@code mittari.log}, {@code mittari.program}. Text is UTF-8 also where a scheduler sets no locale.
     */
    public static Surroundings ofProcess() {
        return new Surroundings(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Optional.ofNullable(Integer.getInteger("mittari.columns")),
                Optional.ofNullable(System.getProperty("mittari.log")),
                System.getProperty("mittari.program", MittariCommand.NAME),
                System.getenv(),
                Clock.systemDefaultZone(),
                SparkSessions::open);
    }

    /** A call of this program with those words, for a person to copy into a shell. */
    String line(List<String> words) {
        return Stream.concat(Stream.of(program), words.stream())
                .map(word -> PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** Shows how far the work has come: as a bar on a terminal, elsewhere as lines. */
    ProgressDisplay progress() {
        return columns.<ProgressDisplay>map(width -> new ProgressBars(err, width))
                .orElseGet(() -> new ProgressLines(err, clock));
    }

    /** The session of a deployment; starting it takes seconds. */
    SparkSession session(Settings settings, ProgressDisplay progress) {
        progress.announce("Starting Spark");
        return sessions.apply(settings);
    }
}
