package io.mittari.settings;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.mittari.model.Failure;
import java.io.File;
import java.util.function.Function;

/** Includes files that must exist: HOCON would silently leave out a mapping whose name is mistyped. */
final class RequiredIncludes implements ConfigIncluder, ConfigIncluderFile {
    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
        return required(context, name, context.relativeTo(name)::parse);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File file) {
        return required(
                context,
                file.getPath(),
                options -> ConfigFactory.parseFile(file, options).root());
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    private static ConfigObject required(
            ConfigIncludeContext context, String name, Function<ConfigParseOptions, ConfigObject> parser) {
        try {
            return parser.apply(context.parseOptions().setAllowMissing(false));
        } catch (ConfigException.IO e) {
            throw Failure.usage(
                    name + ": Cannot include it: there is no such file; a relative name is looked for beside the file"
                            + " that includes it",
                    e);
        }
    }
}
