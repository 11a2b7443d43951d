package io.mittari.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongConsumer;

/** Progress for a log or a mail: a line a step, each with the time at which it began. */
record ProgressLines(PrintWriter err, Clock clock) implements ProgressDisplay {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(10);

    @Override
    public void step(String name, int number, int of) {
        announce("%d/%d %s".formatted(number, of, name));
    }

    @Override
    public void announce(String name) {
        err.printf("%s %s%n", LocalTime.now(clock).format(TIME), name);
    }

    @Override
    public LongConsumer counter(String name, long of) {
        announce(name);
        return new Counter(name, of);
    }

    @Override
    public void close() {}

    /** A line every few seconds. */
    private final class Counter implements LongConsumer {
        private final String name;
        private final long of;
        private Instant last = clock.instant();

        Counter(String name, long of) {
            this.name = name;
            this.of = of;
        }

        @Override
        public void accept(long done) {
            Instant now = clock.instant();
            if (Duration.between(last, now).compareTo(BETWEEN_COUNTS) >= 0) {
                last = now;
                announce(String.format(Locale.ROOT, "%s: %,d of %,d", name, done, of));
            }
        }
    }
}
