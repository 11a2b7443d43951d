package io.mittari.settings;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import java.io.File;

/** Includes files that must exist: HOCON would silently leave out a mapping whose name is mistyped. */
final class RequiredIncludes implements ConfigIncluder, ConfigIncluderFile {
    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
        return context.relativeTo(name).parse(context.parseOptions().setAllowMissing(false));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File file) {
        return ConfigFactory.parseFile(file, context.parseOptions().setAllowMissing(false))
                .root();
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }
}
