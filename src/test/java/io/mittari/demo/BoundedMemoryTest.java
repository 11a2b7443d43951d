package io.mittari.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedMemoryTest {
    @TempDir
    Path folder;

    /** Half a million rows of some hundred bytes, in a heap of 20 megabytes. */
    @Test
    void aLakeManyTimesTheHeapIsWritten() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx20m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GenerateLake.class.getName(),
                        folder.toString(),
                        "50000",
                        "CSV")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(folder.resolve("output")).isEmptyFile();
        assertThat(process.exitValue()).isZero();
        assertThat(new Lake(folder).newest("crm/opportunities", "Id")).hasSizeGreaterThan(49_000);
    }
}
