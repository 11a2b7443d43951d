package io.mittari.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import io.mittari.model.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lays the sources of settings over each other: command line, environment, deployment file, defaults in the jar. */
final class Layers {
    private static final String FORCE = "CONFIG_FORCE_";
    private static final Pattern UNDERSCORES = Pattern.compile("_+");

    private Layers() {}

    /**
     * All layers as one, with every substitution resolved.
     *
     * @param deploymentFile the deployment's file, if it has one
     * @param overrides values by key, as {@code -Dkey=value} on the command line
     * @param environment the environment variables
     * @throws Failure (usage) where a file is missing or is no HOCON, or a substitution leads nowhere
     */
    static Config merged(
            Optional<Path> deploymentFile, Map<String, String> overrides, Map<String, String> environment) {
        try {
            Config layers = commandLine(overrides)
                    .withFallback(forced(environment))
                    .withFallback(deploymentFile.map(Layers::file).orElseGet(ConfigFactory::empty))
                    .withFallback(resource("reference.conf"));
            Config resolved =
                    layers.resolve(ConfigResolveOptions.noSystem().appendResolver(new VariableResolver(environment)));
            return Places.asWritten(resolved.root(), layers.root()).toConfig();
        } catch (ConfigException e) {
            throw failure(e);
        }
    }

    /** A file of the jar. */
    static Config resource(String name) {
        return ConfigFactory.parseResources(
                Layers.class.getClassLoader(),
                name,
                ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(name));
    }

    private static Config file(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.usage(file + ": Cannot read the configuration: there is no such file");
        }
        return ConfigFactory.parseFile(
                file.toFile(),
                ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new RequiredIncludes()));
    }

    private static Config commandLine(Map<String, String> overrides) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> override : new TreeMap<>(overrides).entrySet()) {
            config = value(override.getKey(), override.getValue(), "-D" + override.getKey())
                    .withFallback(config);
        }
        return config;
    }

    private static Config forced(Map<String, String> environment) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            if (variable.getKey().startsWith(FORCE)) {
                String key = key(variable.getKey().substring(FORCE.length()));
                config = value(key, variable.getValue(), "environment variable " + variable.getKey())
                        .withFallback(config);
            }
        }
        return config;
    }

    private static Config value(String key, String value, String origin) {
        try {
            return ConfigFactory.parseMap(Map.of(key, value), origin);
        } catch (ConfigException.BadPath e) {
            throw Failure.usage(origin + ": Cannot set '" + key + "': it is no key, such as warehouse.path", e);
        }
    }

    /** The key that the rest of a variable's name says: one underscore is a dot, two a hyphen, three an underscore. */
    private static String key(String name) {
        return UNDERSCORES
                .matcher(name)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group().length()) {
                            case 1 -> ".";
                            case 2 -> "-";
                            case 3 -> "_";
                            default -> match.group();
                        }));
    }

    private static Failure failure(ConfigException exception) {
        String message = exception.getMessage().lines().findFirst().orElse("");
        if (exception.origin() == null) {
            return Failure.usage("Cannot read the configuration: " + message, exception);
        }
        String said =
                message.replaceFirst("^(" + Pattern.quote(exception.origin().description()) + ": )+", "");
        String advice = exception instanceof ConfigException.UnresolvedSubstitution
                ? " (no such setting and no such environment variable; ${?NAME} is for what may be missing)"
                : "";
        return Failure.usage(
                Place.of(exception.origin()) + ": Cannot read the configuration: " + said + advice, exception);
    }
}
