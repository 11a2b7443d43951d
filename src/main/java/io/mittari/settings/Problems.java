package io.mittari.settings;

import com.typesafe.config.ConfigOrigin;
import io.mittari.model.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The faults found in a configuration, reported together: one line each, in the order of the files' lines. */
final class Problems {
    private static final Pattern LINE = Pattern.compile("(.*): (\\d+)(?:-\\d+)?", Pattern.DOTALL);

    /** What HOCON says of a section that several places make up; the first one has the last word. */
    private static final Pattern MERGED = Pattern.compile("merge of ([^,]*),.*", Pattern.DOTALL);

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

    /** The place of a value as people write it, such as {@code mittari.conf:12}. */
    static String place(ConfigOrigin origin) {
        return Problem.at(origin, "").place();
    }

    /** Notes what is wrong with the value of a key. */
    void add(ConfigOrigin origin, String key, String message) {
        found.add(Problem.at(origin, key + " " + message));
    }

    /** Notes a fault that no value can be blamed for, such as a key that is not set. */
    void addMissing(String key, String message) {
        found.add(new Problem(configuration, 0, key + " " + message));
    }

    /** Ends the reading with all faults, if there are any. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw Failure.usage(found.stream()
                    .sorted(Comparator.comparing(Problem::file).thenComparing(Problem::line))
                    .map(Problem::text)
                    .distinct()
                    .collect(Collectors.joining("\n")));
        }
    }

    private record Problem(String file, int line, String message) {
        static Problem at(ConfigOrigin origin, String message) {
            String nearest = MERGED.matcher(origin.description()).replaceFirst("$1");
            Matcher matcher = LINE.matcher(nearest);
            return matcher.matches()
                    ? new Problem(matcher.group(1), Integer.parseInt(matcher.group(2)), message)
                    : new Problem(nearest, 0, message);
        }

        String place() {
            return line > 0 ? file + ":" + line : file;
        }

        String text() {
            return place() + ": " + message;
        }
    }
}
