package io.mittari.settings;

import com.typesafe.config.ConfigOrigin;
import io.mittari.model.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The faults found in a configuration, reported together: one line each, in the order of the files' lines. */
final class Problems {
    private final String configuration;
    private final List<Problem> found = new ArrayList<>();

    /**
     * No problems yet.
     *
     * @param configuration what to name as the place of a setting that stands nowhere: the deployment's file
     */
    Problems(String configuration) {
        this.configuration = configuration;
    }

    /** Notes what is wrong with the value of a key. */
    void add(ConfigOrigin origin, String key, String message) {
        found.add(new Problem(Place.of(origin), key + " " + message));
    }

    /** Notes a fault that no value can be blamed for, such as a key that is not set. */
    void addMissing(String key, String message) {
        found.add(new Problem(new Place(configuration, 0), key + " " + message));
    }

    /**
     * Ends the reading with all faults, if there are any.
     *
     * @throws Failure (usage) with a line for each fault
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw Failure.usage(found.stream()
                    .sorted(Comparator.comparing(Problem::place))
                    .map(problem -> problem.place() + ": " + problem.message())
                    .distinct()
                    .collect(Collectors.joining("\n")));
        }
    }

    private record Problem(Place place, String message) {}
}
