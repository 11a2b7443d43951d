package io.mittari.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a process cost, with all processes that it started.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds user and system time
 * @param peakMebibytes most memory that was resident at a time
 */
record Measurement(double wallSeconds, double cpuSeconds, double peakMebibytes) {
    /** The median of each part, taken for itself. */
    static Measurement medianOf(List<Measurement> runs) {
        return new Measurement(
                median(runs, Measurement::wallSeconds),
                median(runs, Measurement::cpuSeconds),
                median(runs, Measurement::peakMebibytes));
    }

    private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> part) {
        List<Double> sorted = runs.stream()
                .map(part::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
