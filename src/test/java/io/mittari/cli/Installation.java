package io.mittari.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An installation of Mittari as a server has it: launcher, jar and libraries, which are those of the tests. */
public final class Installation {
    private Installation() {}

    /** Makes one in a folder that is not there yet, and returns the folder. */
    public static Path in(Path home) throws IOException {
        Files.createDirectories(home.resolve("target/lib"));
        Files.createDirectories(home.resolve("jobs"));
        Files.createDirectories(home.resolve("conf"));
        Files.copy(Path.of("conf/log4j2.properties"), home.resolve("conf/log4j2.properties"));
        Path launcher = Files.copy(Path.of("jobs/mittari"), home.resolve("jobs/mittari"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path library = Path.of(entry);
            if (library.endsWith("target/classes")) {
                jar(home.resolve("target/mittari.jar"), entry);
            } else if (entry.endsWith(".jar")) {
                Files.createSymbolicLink(home.resolve("target/lib").resolve(library.getFileName()), library);
            }
        }
        return home;
    }

    private static void jar(Path jar, String classes) throws IOException {
        try {
            int code = new ProcessBuilder("jar", "--create", "--file", jar.toString(), "-C", classes, ".")
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("Cannot make " + jar);
            }
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
