package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter shown = new StringWriter();

    @Test
    void aFullMinuteHasItsSeconds() {
        Clock clock = Clock.fixed(Instant.parse("2026-10-21T06:00:00Z"), ZoneOffset.UTC);

        new ProgressLines(new PrintWriter(shown), clock).announce("Starting Spark");

        assertThat(shown).hasToString("06:00:00 Starting Spark" + System.lineSeparator());
    }

    @Test
    void aStepIsALineWithItsTime() {
        Clock clock = Clock.fixed(Instant.parse("2026-10-21T06:00:05Z"), ZoneOffset.ofHours(3));
        ProgressLines progress = new ProgressLines(new PrintWriter(shown), clock);
        progress.announce("Starting Spark");
        progress.step("Reading the extracts", 1, 6);
        LongConsumer counter = progress.counter("Writing the lake", 10);
        counter.accept(5);
        progress.close();
        assertThat(shown).hasToString("""
                09:00:05 Starting Spark
                09:00:05 1/6 Reading the extracts
                09:00:05 Writing the lake
                """.replace("\n", System.lineSeparator()));
    }

    @Test
    void aBarIsGoneAtTheEnd() {
        ProgressBars progress = new ProgressBars(new PrintWriter(shown), 60);
        progress.step("Reading the extracts", 2, 4);
        progress.close();
        String[] drawn = shown.toString().split("\r", -1);
        assertThat(drawn).allMatch(line -> line.length() < 60);
        assertThat(drawn)
                .anySatisfy(line ->
                        assertThat(line).startsWith("Reading the extracts").contains("25%", "1/4"));
        assertThat(drawn[drawn.length - 1]).isEmpty();
        assertThat(drawn[drawn.length - 2]).isBlank();
    }
}
