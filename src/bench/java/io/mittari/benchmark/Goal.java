package io.mittari.benchmark;

import java.util.Locale;
import java.util.Optional;

/**
 * A goal beside what was measured.
 *
 * @param text what is asked for
 * @param limit the largest figure that meets it
 * @param figure what was measured; empty where it was not
 * @param unit of both, such as {@code x} or {@code s}
 */
record Goal(String text, double limit, Optional<Double> figure, String unit) {
    /** The figure in words. */
    String measured() {
        return figure.map(value -> String.format(Locale.ROOT, "%.2f %s", value, unit))
                .orElse("-");
    }

    /** Met, missed or not measured. */
    String verdict() {
        return figure.map(value -> value <= limit ? "met" : "missed").orElse("not measured");
    }
}
