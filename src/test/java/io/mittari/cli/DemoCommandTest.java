package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    @Test
    void printsTheScorecardOfTheCoreAndWhereThingsLie() {
        Outcome demo = PublishedDemo.outcome();
        assertThat(demo.faults()).isEmpty();
        assertThat(demo.exitCode()).isZero();
        List<String> lines = demo.lines();
        assertThat(lines.subList(0, 2).stream().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly("2026-Q4", "KPI 2025-Q4 2026-Q1 2026-Q2 2026-Q3 (running) target");
        assertThat(lines.subList(2, 9).stream().map(line -> line.split(" {2,}")[0]))
                .containsExactly(
                        "Revenue growth",
                        "Average deal size (EUR)",
                        "Lead conversion rate",
                        "Win rate",
                        "Pipeline coverage",
                        "Customer retention rate",
                        "Quota attainment rate");
        assertThat(demo.out())
                .contains("Extracts:       " + PublishedDemo.folder(), "Tables:         " + PublishedDemo.folder());
    }

    @Test
    void tellsHowFarItIs() {
        assertThat(PublishedDemo.outcome().err().lines().map(line -> line.replaceFirst("^[\\d:]+ ", "")))
                .contains("Writing the lake", "Starting Spark", "1/6 Reading the extracts");
    }

    @Test
    void whatItSaysToTryNextWorks() {
        List<String> next = PublishedDemo.outcome().lines().stream()
                .dropWhile(line -> !line.equals("Next:"))
                .skip(1)
                .map(String::strip)
                .toList();
        assertThat(next).hasSize(4).allSatisfy(line -> {
            String[] words = line.split(" ");
            Outcome outcome = Outcome.of(Arrays.copyOfRange(words, 1, words.length));
            assertThat(outcome.faults()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
        });
    }
}
