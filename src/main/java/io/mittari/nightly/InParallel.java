package io.mittari.nightly;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Small Spark jobs side by side: while one is planned, another one runs. */
final class InParallel {
    private static final int THREADS = 4;

    private InParallel() {}

    /** Runs all of them and waits; the first failure is thrown once all have ended. */
    static void run(List<Runnable> jobs) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running =
                    jobs.stream().<Future<?>>map(threads::submit).toList();
            running.forEach(InParallel::await);
        } finally {
            threads.shutdown();
        }
    }

    private static void await(Future<?> job) {
        try {
            job.get();
        } catch (ExecutionException exception) {
            throw exception.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(exception.getCause());
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The run was interrupted", exception);
        }
    }
}
