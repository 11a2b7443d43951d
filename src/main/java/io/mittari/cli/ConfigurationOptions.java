package io.mittari.cli;

import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which deployment a command is about. */
final class ConfigurationOptions {
    private static final String CONF_VARIABLE = "MITTARI_CONF";

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "Configuration of the deployment. Default: the environment variable MITTARI_CONF, else"
                    + " conf/mittari.conf of the installation.")
    private Optional<Path> file;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            mapFallbackValue = "",
            description = "Another value for a setting, such as -Dgates.max_rejected_share=0.1. Repeatable.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    /** The configuration's file. */
    Path file(Map<String, String> environment) {
        return file.or(() -> Optional.ofNullable(environment.get(CONF_VARIABLE)).map(Path::of))
                .orElseThrow(() ->
                        Failure.usage("There is no configuration: give --conf FILE, or set the environment variable "
                                + CONF_VARIABLE));
    }

    /**
     * The settings of the deployment.
     *
     * @throws Failure (usage) with a line for each fault
     */
    Settings settings(Map<String, String> environment) {
        return SettingsReader.read(Optional.of(file(environment)), overrides);
    }
}
