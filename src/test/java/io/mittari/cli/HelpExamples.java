package io.mittari.cli;

import java.util.List;

/** The examples that the help of the commands shows. */
final class HelpExamples {
    private HelpExamples() {}

    /** Those of a command, without the word mittari. */
    static List<String> of(String command) {
        return Outcome.of(command, "--help").lines().stream()
                .dropWhile(line -> !line.startsWith("Example"))
                .skip(1)
                .map(line -> line.strip().replaceFirst("^mittari ", ""))
                .toList();
    }
}
