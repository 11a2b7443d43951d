package io.mittari.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** A deployment's file in a folder of its own, with what its environment and command line say. */
final class Deployment {
    /** What every deployment must set, in three lines. */
    static final String MINIMAL = """
            currency.reporting = EUR
            warehouse.path = /warehouse
            sources.opportunities.path = /lake/opportunities
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> overrides = new HashMap<>();

    private Deployment(Path folder) {
        this.folder = folder;
    }

    /** A deployment with that text as its file. */
    static Deployment of(Path folder, String text) {
        return new Deployment(folder).withFile("mittari.conf", text);
    }

    /** A deployment with the minimal settings, and after them, from line 4 on, these. */
    static Deployment minimal(Path folder, String text) {
        return of(folder, MINIMAL + text);
    }

    Deployment withFile(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Deployment withVariable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Deployment withOverride(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    Settings settings() {
        return SettingsReader.read(Optional.of(folder.resolve("mittari.conf")), overrides, environment);
    }

    /** The lines of the failure that reading it ends with, without the folder's name. */
    List<String> faults() {
        Failure failure = catchThrowableOfType(Failure.class, this::settings);
        Assertions.assertThat(failure).isNotNull();
        Assertions.assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        return failure.getMessage().replace(folder + "/", "").lines().toList();
    }
}
