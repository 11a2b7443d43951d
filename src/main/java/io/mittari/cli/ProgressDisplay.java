package io.mittari.cli;

import io.mittari.nightly.Progress;
import java.util.function.LongConsumer;

/** Shows a person how far a command has come. To be closed before anything else is printed. */
interface ProgressDisplay extends Progress, AutoCloseable {
    /** Something begins whose length nobody knows. */
    void announce(String name);

    /**
     * Something begins that can be counted.
     *
     * @param name what is done, such as {@code Writing the lake}
     * @param of how many there will be
     * @return takes how many are done, now and then
     */
    LongConsumer counter(String name, long of);

    @Override
    void close();
}
