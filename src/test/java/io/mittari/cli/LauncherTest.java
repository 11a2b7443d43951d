package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts {@code jobs/mittari} itself, in an installation whose jar and libraries are those of the tests. */
class LauncherTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new TreeMap<>();
    private Path home;

    @BeforeEach
    void installation() throws IOException {
        home = Installation.in(folder.resolve("an installation"));
        environment.put("MITTARI_LOG_DIR", folder.resolve("log").toString());
    }

    @Test
    void startsFromAnyFolderThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("mittari"), home.resolve("jobs/mittari"));
        Outcome outcome = run(folder, link.toString(), "--version");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).matches("mittari \\S+ \\(Spark 4\\.\\S+, Java \\d+\\)\\R");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void handsExitCodesOn() throws IOException {
        Outcome outcome = mittari("run", "--date", "soon");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().lines()).singleElement().asString().contains("'soon' is no date");
    }

    @Test
    void theConfigurationOfTheInstallationIsTheDefaultAndFaultsAreLogged() throws IOException {
        Outcome outcome = mittari("run");
        assertThat(outcome.err())
                .isEqualToIgnoringNewLines(
                        home + "/conf/mittari.conf: Cannot read the configuration: there is no such file");
        assertThat(folder.resolve("log/mittari.log")).content().contains("io.mittari.model.Failure: " + home);
    }

    @Test
    void oldJavaIsNamed() throws IOException {
        script("java/bin/java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        environment.put("JAVA_HOME", folder.resolve("java").toString());
        Outcome outcome = mittari("run");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualToIgnoringNewLines(folder
                        + "/java/bin/java is Java 11.0.2: install Java 17 or newer, and set JAVA_HOME or PATH to it.");
    }

    @Test
    void noJavaIsSaid() throws IOException {
        environment.put("JAVA_HOME", folder.resolve("nowhere").toString());
        Outcome outcome = mittari("run");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().lines()).singleElement().asString().contains("JAVA_HOME=" + folder + "/nowhere");
    }

    @Test
    void submitsWithWhatTheClustersSparkLacks() throws IOException {
        script("spark/bin/spark-submit", "printf '%s\\n' \"$@\"; echo \"$SPARK_SUBMIT_OPTS\"; exit 3");
        Files.createDirectories(folder.resolve("spark/jars"));
        List<String> ours;
        try (Stream<Path> libraries = Files.list(home.resolve("target/lib"))) {
            ours = libraries.map(library -> library.getFileName().toString()).toList();
        }
        for (String library : ours) {
            if (!library.matches("(delta|picocli|config|progressbar)-.*")) {
                Files.createFile(folder.resolve("spark/jars").resolve(library));
            }
        }
        environment.put("SPARK_HOME", folder.resolve("spark").toString());
        environment.put("MITTARI_MEMORY", "3g");
        Outcome outcome = mittari("run", "--master", "spark://host:7077", "--date", "2026-10-20");
        assertThat(outcome.exitCode()).isEqualTo(3);
        List<String> words = outcome.lines();
        assertThat(words)
                .startsWith("--master", "spark://host:7077", "--driver-memory", "3g", "--name", "mittari", "--class")
                .containsSubsequence(home + "/target/mittari.jar", "run", "--date", "2026-10-20");
        assertThat(words.get(words.indexOf("--jars") + 1).split(","))
                .allMatch(library -> library.startsWith(home + "/target/lib/"))
                .anyMatch(library -> library.contains("/delta-spark_"))
                .anyMatch(library -> library.contains("/picocli-"))
                .noneMatch(library -> library.contains("/spark-"));
        assertThat(words).last().asString().contains("\"-Dmittari.log=" + folder + "/log/mittari.log\"");
    }

    @Test
    void anotherSparkIsRefused() throws IOException {
        script("spark/bin/spark-submit", "exit 0");
        Files.createDirectories(folder.resolve("spark/jars"));
        Files.createFile(folder.resolve("spark/jars/spark-core_2.12-3.5.1.jar"));
        environment.put("SPARK_HOME", folder.resolve("spark").toString());
        Outcome outcome = mittari("run");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().lines()).singleElement().asString().contains("SPARK_HOME=" + folder + "/spark");
    }

    @Test
    void aMasterNeedsSpark() throws IOException {
        assertThat(mittari("run", "--master").err()).contains("--master needs the URL of a cluster");
        Outcome outcome = mittari("run", "--master=spark://host:7077");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("set SPARK_HOME");
    }

    @Test
    void buildsOnceWhereSourcesAreNewer() throws Exception {
        script(
                "bin/mvn",
                "echo built >>'" + folder + "/builds'; sleep 1; echo chatter; cp '" + home
                        + "/old.jar' target/mittari.jar");
        environment.put("PATH", folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        Files.move(home.resolve("target/mittari.jar"), home.resolve("old.jar"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Process other = process(folder, home + "/jobs/mittari", "--version").start();
        Outcome outcome = mittari("--version");
        assertThat(other.waitFor()).isZero();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("mittari ").doesNotContain("chatter");
        assertThat(mittari("--version").err()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("builds"))).containsExactly("built");
    }

    @Test
    void aBuildWaitsForTheJobsThatRunFromTheJar() throws Exception {
        script("bin/mvn", "cp '" + home + "/old.jar' target/mittari.jar");
        environment.put("PATH", folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        Files.move(home.resolve("target/mittari.jar"), home.resolve("old.jar"));
        Process job = process(folder, "flock", "--shared", home + "/target/build.lock", "sleep", "2")
                .start();
        while (Files.notExists(home.resolve("target/build.lock"))) {
            Thread.onSpinWait();
        }
        Outcome outcome = mittari("--version");
        assertThat(job.waitFor()).isZero();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err().lines())
                .first()
                .isEqualTo("Waiting for the jobs that run from " + home + " to end: the program is to be built again.");
    }

    @Test
    void aFailedBuildSaysSo() throws IOException {
        script("bin/mvn", "echo '[ERROR] no such symbol'; exit 1");
        environment.put("PATH", folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        Files.delete(home.resolve("target/mittari.jar"));
        Outcome outcome = mittari("--version");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .contains("[ERROR] no such symbol")
                .last()
                .asString()
                .startsWith("Cannot build Mittari in " + home);
    }

    private Outcome mittari(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(home + "/jobs/mittari"));
        words.addAll(Arrays.asList(arguments));
        return run(folder, words.toArray(String[]::new));
    }

    private Outcome run(Path directory, String... words) throws IOException {
        try {
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            int exitCode = process(directory, words)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            return new Outcome(exitCode, Files.readString(out), Files.readString(err));
        } catch (InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private ProcessBuilder process(Path directory, String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        List.of("SPARK_HOME", "MITTARI_CONF", "MITTARI_MEMORY", "MITTARI_JAVA_OPTS", "JAVA_TOOL_OPTIONS")
                .forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder;
    }

    private void script(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
