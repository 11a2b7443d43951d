package io.mittari.concurrent;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Small Spark jobs side by side: while one is planned, another one runs. */
public final class InParallel {
    private static final int THREADS = 4;

    private InParallel() {}

    /** Does the work for each of the items and waits; the first failure is thrown once all have ended. */
    public static <T> void forEach(List<T> items, Consumer<T> work) {
        map(items, item -> {
            work.accept(item);
            return item;
        });
    }

    /** What the work makes of each of the items, in their order; the first failure is thrown once all have ended. */
    public static <T, R> List<R> map(List<T> items, Function<T, R> work) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<R>> running = items.stream()
                .map(item -> threads.submit(() -> work.apply(item)))
                .toList();
        threads.shutdown();
        return awaited(running);
    }

    /** What the work makes of each of the keys; the first failure is thrown once all have ended. */
    public static <K extends Enum<K>, R> Map<K, R> mapEach(Set<K> keys, Class<K> type, Function<K, R> work) {
        List<K> ordered = List.copyOf(keys);
        List<R> results = map(ordered, work);
        Map<K, R> byKey = new EnumMap<>(type);
        for (int place = 0; place < ordered.size(); place++) {
            byKey.put(ordered.get(place), results.get(place));
        }
        return byKey;
    }

    private static <R> List<R> awaited(List<Future<R>> running) {
        RuntimeException failure = null;
        List<R> results = new ArrayList<>();
        for (Future<R> job : running) {
            try {
                results.add(job.get());
            } catch (ExecutionException exception) {
                failure = failure == null ? cause(exception) : failure;
            } catch (InterruptedException exception) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The run was interrupted", exception);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static RuntimeException cause(ExecutionException exception) {
        if (exception.getCause() instanceof Error error) {
            throw error;
        }
        return exception.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(exception.getCause());
    }
}
