package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what README.md leads a newcomer through: own figures from one file. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)\n```\n(.*?)\n```\n");

    @TempDir
    private Path folder;

    @Test
    void ownFiguresInTenMinutes() throws Exception {
        List<String> blocks = blocks();
        Process shell = new ProcessBuilder("bash", "-c", blocks.get(0)).inheritIO().start();
        assertThat(shell.waitFor()).isZero();

        List<Outcome> outcomes = blocks.get(1).lines().map(ReadmeTest::outcome).toList();

        assertThat(outcomes).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome.faults()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
        });
        assertThat(outcomes.get(2).out().strip()).isEqualTo(blocks.get(2).strip());
    }

    /** The blocks of the section, with a folder of the test's in place of the newcomer's. */
    private List<String> blocks() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(
                readme.indexOf("## Your own figures in ten minutes"), readme.indexOf("A KPI whose extract is not there"));
        return BLOCK.matcher(section.replace("my-sales", folder.resolve("my-sales").toString()))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static Outcome outcome(String line) {
        String[] words = line.split(" ");
        return Outcome.of(Arrays.copyOfRange(words, 1, words.length));
    }
}
