package io.mittari.cli;

import io.mittari.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a command came to that ran in this process, on the tests' session: its exit code, and what it printed. */
record Outcome(int exitCode, String out, String err) {
    /** The day after the last one of generated lakes. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-21T06:00:00Z"), ZoneOffset.UTC);

    static Outcome of(String... arguments) {
        return of(Map.of(), arguments);
    }

    static Outcome of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = commandLine(out, err, environment).run(arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    static CommandLineInterface commandLine(StringWriter out, StringWriter err, Map<String, String> environment) {
        return new CommandLineInterface(new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Optional.empty(),
                Optional.of("/log/mittari.log"),
                "mittari",
                environment,
                CLOCK,
                settings -> LocalSpark.session()));
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** The lines on standard error that are no progress. */
    List<String> faults() {
        return err.lines()
                .filter(line -> !line.matches("\\d\\d:\\d\\d(:\\d\\d)? .*"))
                .toList();
    }
}
