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

/** Does what README.md leads a newcomer through, and finds what it prints. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)\n```\n(.*?)\n```\n");

    @TempDir
    private Path folder;

    @Test
    void theDemoPrintsItsScorecard() throws IOException {
        assertThat(PublishedDemo.outcome().out()).startsWith(blocks("## Try it").get(1) + "\n");
    }

    @Test
    void ownFiguresComeFromOneFile() throws Exception {
        List<String> blocks = blocks("## Your own figures in ten minutes").stream()
                .map(block -> block.replace("my-sales", folder + "/my-sales"))
                .toList();
        Process shell =
                new ProcessBuilder("bash", "-c", blocks.get(0)).inheritIO().start();
        assertThat(shell.waitFor()).isZero();

        List<Outcome> outcomes = blocks.get(1).lines().map(ReadmeTest::outcome).toList();

        assertThat(outcomes).hasSize(3).allSatisfy(outcome -> {
            assertThat(outcome.faults()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
        });
        assertThat(outcomes.get(2).out()).startsWith(blocks.get(2) + "\n");
    }

    /** The first example of the help, and more of it; {@code ...} stands for lines that are left out. */
    @Test
    void explainTakesAFigureToItsRows() throws IOException {
        List<String> blocks = blocks("## Where a figure comes from");
        assertThat(blocks.get(0))
                .startsWith("jobs/mittari " + HelpExamples.of("explain").get(0));
        Outcome outcome = outcome(blocks.get(0).replace("mittari-demo", PublishedDemo.folder()));

        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.out()).contains(blocks.get(1).split("\n\\.\\.\\.\n"));
    }

    /** The blocks of a section. */
    private static List<String> blocks(String heading) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf(heading + "\n");
        return BLOCK.matcher(readme.substring(start, readme.indexOf("\n## ", start)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static Outcome outcome(String line) {
        String[] words = line.split(" ");
        return Outcome.of(Arrays.copyOfRange(words, 1, words.length));
    }
}
