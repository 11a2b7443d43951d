package io.mittari.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on a terminal: one line that is drawn again and again, with the time since the beginning; gone at the end. */
final class ProgressBars implements ProgressDisplay {
    private static final int NAME_WIDTH = 29;
    private static final int REDRAWN_EVERY_MILLIS = 200;

    private final PrintWriter err;
    private final int width;
    private final long started = System.nanoTime();
    private Optional<ProgressBar> bar = Optional.empty();

    ProgressBars(PrintWriter err, int columns) {
        this.err = err;
        this.width = columns - 1; // a full last column would begin the next line
    }

    @Override
    public void step(String name, int number, int of) {
        begin(name, number - 1L, of);
    }

    @Override
    public void announce(String name) {
        begin(name, 0, 1);
    }

    @Override
    public LongConsumer counter(String name, long of) {
        return begin(name, 0, of)::stepTo;
    }

    @Override
    public void close() {
        bar.ifPresent(shown -> {
            shown.close();
            draw("");
            err.print('\r');
            err.flush();
        });
        bar = Optional.empty();
    }

    private ProgressBar begin(String name, long done, long of) {
        bar.ifPresent(ProgressBar::close);
        ProgressBar begun = new ProgressBarBuilder()
                .setTaskName(("%-" + NAME_WIDTH + "s").formatted(name))
                .setInitialMax(of)
                .startsFrom(done, Duration.ofNanos(System.nanoTime() - started))
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAWN_EVERY_MILLIS)
                .hideEta()
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, width))
                .build();
        bar = Optional.of(begun);
        return begun;
    }

    private void draw(String line) {
        err.printf("\r%-" + width + "s", line);
        err.flush();
    }
}
