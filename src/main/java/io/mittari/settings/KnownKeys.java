package io.mittari.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds keys that no setting has, and values where a section belongs. */
final class KnownKeys {
    /** The settings that have no default; all others stand in reference.conf. */
    static final List<String> WITHOUT_DEFAULT = List.of(
            "calendar.first_period",
            "currency.reporting",
            "lake.path",
            "lake.format",
            "warehouse.path",
            "warehouse.database",
            "close.max_difference_share");

    /** The sections whose keys are names that the deployment chooses; whoever reads them checks what is below. */
    static final Set<String> NAMED =
            Set.of("sources", "close.materiality", "kpis.targets", "kpis.benchmarks", "kpis.catalog", "spark");

    private final Config reference;
    private final Problems problems;
    private final Set<String> keys = new TreeSet<>(WITHOUT_DEFAULT);
    private final Set<String> sections = new TreeSet<>(NAMED);

    KnownKeys(Config reference, Problems problems) {
        this.reference = reference;
        this.problems = problems;
        reference.entrySet().stream()
                .map(entry -> String.join(".", ConfigUtil.splitPath(entry.getKey())))
                .forEach(keys::add);
        keys.forEach(this::addSectionsOf);
    }

    private void addSectionsOf(String key) {
        for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
            sections.add(key.substring(0, dot));
        }
    }

    /**
     * Notes what is unknown, and hands on the rest.
     *
     * @return the configuration with the default in place of every section that is a plain value
     */
    Config checked(Config config) {
        return checked(config, "", config.root());
    }

    private Config checked(Config config, String path, ConfigObject object) {
        Config checked = config;
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String name = ConfigUtil.joinPath(entry.getKey());
            String key = path.isEmpty() ? name : path + "." + name;
            ConfigValue value = entry.getValue();
            if (sections.contains(key)) {
                if (value instanceof ConfigObject section) {
                    checked = NAMED.contains(key) ? checked : checked(checked, key, section);
                } else {
                    problems.add(value.origin(), key, "must be a section: " + key + " { ... }");
                    checked = defaults(checked, key);
                }
            } else if (!keys.contains(key)) {
                problems.add(value.origin(), key, "is no setting; the nearest is " + Nearest.key(key, siblings(path)));
            }
        }
        return checked;
    }

    private Config defaults(Config config, String section) {
        Config without = config.withoutPath(section);
        return reference.hasPath(section) ? without.withValue(section, reference.getValue(section)) : without;
    }

    /** What could be meant below a section: its own keys and sections first, then all. */
    private List<String> siblings(String path) {
        return Stream.of(sections, keys)
                .flatMap(Set::stream)
                .sorted(Comparator.comparing(key -> !key.startsWith(path)))
                .toList();
    }
}
