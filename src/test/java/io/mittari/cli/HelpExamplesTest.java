package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the examples of the commands' help on the demo's lake, which MITTARI_CONF names. That of {@code demo} is what
 * the other tests' demo is made by.
 */
class HelpExamplesTest {
    /** Takes minutes; it is only parsed, see {@link CommandLineInterfaceTest}. */
    private static final String LARGE = "--opportunities 1000000";

    @TempDir
    private Path folder;

    static Stream<String> examples() {
        return Stream.of("check", "run", "show", "report", "generate")
                .flatMap(command -> Outcome.of(command, "--help").lines().stream()
                        .dropWhile(line -> !line.startsWith("Example"))
                        .skip(1)
                        .map(String::strip)
                        .filter(example -> !example.contains(LARGE)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesWork(String example) {
        List<String> words =
                Arrays.stream(example.split(" ")).skip(1).map(this::here).toList();

        Outcome outcome = Outcome.of(
                Map.of("MITTARI_CONF", PublishedDemo.configuration()),
                withFolder(words).toArray(String[]::new));

        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isNotBlank();
    }

    /** Paths of a server are paths of the test. */
    private String here(String word) {
        if (word.equals("conf/mittari.conf")) {
            return PublishedDemo.configuration();
        }
        return word.startsWith("/") ? folder + word : word;
    }

    /** Without --out a report goes to the current folder. */
    private List<String> withFolder(List<String> words) {
        return words.equals(List.of("report"))
                ? List.of("report", "--out", folder.resolve("report").toString())
                : words;
    }
}
