package io.mittari.warehouse;

import io.delta.storage.LocalLogStore;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Kills the process, as kill -9 does, once a number of commits is written. */
public final class HaltingLogStore extends LocalLogStore {
    /** After how many commits the process ends. */
    static final String COMMITS = "mittari.test.commits";

    /** Exit code of the process that ends so. */
    static final int HALTED = 137;

    private static final AtomicInteger WRITTEN = new AtomicInteger();

    /** Delta makes it by reflection. */
    public HaltingLogStore(Configuration configuration) {
        super(configuration);
    }

    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
            throws IOException {
        super.write(path, actions, overwrite, configuration);
        if (path.getName().endsWith(".json") && WRITTEN.incrementAndGet() == Integer.getInteger(COMMITS)) {
            Runtime.getRuntime().halt(HALTED);
        }
    }
}
