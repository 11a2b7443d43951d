package io.mittari.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    /**
     * What an example comes to.
     *
     * @param configuration the one that MITTARI_CONF names, and that stands for the installation's
     * @param folder where the paths of a server are, and a report without --out goes
     */
    static Outcome outcome(String example, String configuration, Path folder) {
        String words = (example.equals("report") ? "report --out /reports" : example)
                .replaceAll(" (/(?:tmp|srv|reports))", " " + folder + "$1")
                .replace("conf/mittari.conf", configuration);
        return Outcome.of(Map.of("MITTARI_CONF", configuration), words.split(" "));
    }
}
