package io.mittari.settings;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name that somebody meant who wrote an unknown one. */
public final class Nearest {
    private static final LevenshteinDistance DISTANCE = new LevenshteinDistance();

    private Nearest() {}

    /** The nearest of the names by edits; the first of several. */
    public static String of(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparing(name -> DISTANCE.apply(unknown, name)))
                .orElseThrow();
    }

    /** The nearest of the keys by edits, where the right name below another section is one edit away. */
    static String key(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparing(
                        key -> Math.min(DISTANCE.apply(unknown, key), 1 + DISTANCE.apply(last(unknown), last(key)))))
                .orElseThrow();
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
