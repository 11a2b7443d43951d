package io.mittari.settings;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value is written.
 *
 * @param file the file as it was named; else a variable of the environment or an option of the command line
 * @param line its line; 0 where there is none
 */
record Place(String file, int line) implements Comparable<Place> {
    private static final Pattern LINE = Pattern.compile("(.*): (\\d+)(?:-\\d+)?", Pattern.DOTALL);

    /** What HOCON says of a section that several places make up; the first one has the last word. */
    private static final Pattern MERGED = Pattern.compile("merge of ([^,]*),.*", Pattern.DOTALL);

    /** The place that HOCON keeps of a value, of which it tells everything in the description alone. */
    static Place of(ConfigOrigin origin) {
        String description = MERGED.matcher(origin.description()).replaceFirst("$1");
        Matcher matcher = LINE.matcher(description);
        return matcher.matches()
                ? new Place(matcher.group(1), Integer.parseInt(matcher.group(2)))
                : new Place(description, 0);
    }

    @Override
    public int compareTo(Place other) {
        return Comparator.comparing(Place::file).thenComparing(Place::line).compare(this, other);
    }

    /** As people write it, such as {@code mittari.conf:12}. */
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
