package io.mittari.nightly;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a run: told to whoever watches, timed, and logged. */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private final Progress progress;
    private final int count;
    private final Map<String, Duration> durations = new LinkedHashMap<>();

    Steps(Progress progress, int count) {
        this.progress = progress;
        this.count = count;
    }

    /** Does one step and hands on its result. */
    <T> T step(String name, Supplier<T> work) {
        progress.step(name, durations.size() + 1, count);
        long started = System.nanoTime();
        T result = work.get();
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        durations.put(name, duration);
        LOG.info("{}: {} ms", name, duration.toMillis());
        return result;
    }

    /** How long each step took, in order. */
    Map<String, Duration> durations() {
        return durations;
    }
}
