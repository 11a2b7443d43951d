package io.mittari.settings;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Optional;

/**
 * Puts every value back to the line that it is written on. Resolving {@code ${lake.path}"/crm"} says that the result
 * comes from both lines, of which people have to change the second.
 */
final class Places {
    private Places() {}

    /** The resolved values, each with the place that it has in the unresolved ones. */
    static ConfigObject asWritten(ConfigObject resolved, ConfigObject unresolved) {
        ConfigObject placed = resolved;
        for (Map.Entry<String, ConfigValue> entry : resolved.entrySet()) {
            Optional<ConfigValue> written = value(unresolved, entry.getKey());
            if (written.isPresent()) {
                placed = placed.withValue(entry.getKey(), asWritten(entry.getValue(), written.get()));
            }
        }
        return placed.withOrigin(unresolved.origin());
    }

    private static ConfigValue asWritten(ConfigValue resolved, ConfigValue unresolved) {
        return resolved instanceof ConfigObject object && unresolved instanceof ConfigObject section
                ? asWritten(object, section)
                : resolved.withOrigin(unresolved.origin());
    }

    private static Optional<ConfigValue> value(ConfigObject unresolved, String key) {
        try {
            return Optional.ofNullable(unresolved.get(key));
        } catch (ConfigException e) {
            return Optional.empty(); // a section made of others by substitution has no keys yet
        }
    }
}
