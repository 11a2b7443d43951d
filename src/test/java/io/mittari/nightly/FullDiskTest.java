package io.mittari.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse on a small disk of its own, which takes the right to mount one. */
class FullDiskTest {
    @TempDir
    Path folder;

    private Path disk;
    private Night night;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                ended("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()) == 0,
                "Skipped: this user may not mount a small disk to fill");
        night = new Night(folder)
                .with("warehouse.path", disk.resolve("warehouse").toString())
                .given("opportunities", """
                        opportunity_id, stage, status, amount, created_at, closed_at
                        o1, Closed, won, 100, 2026-05-01, 2026-05-20""");
    }

    @AfterEach
    void unmount() throws Exception {
        ended("umount", disk.toString());
    }

    @Test
    void nothingIsPublishedOnAFullDiskAndTheNextRunPublishesAll() throws Exception {
        night.publish("2026-06-30");
        List<String> before = published();
        Path filler = fill();

        Failure failure = catchThrowableOfType(Failure.class, () -> night.publish("2026-07-31"));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(failure).hasMessageContaining("full disk");
        assertThat(published()).isEqualTo(before);

        Files.delete(filler);
        night.publish("2026-07-31");
        assertThat(published()).hasSize(1).isNotEqualTo(before);
    }

    /** The runs that figures and the list of runs name. */
    private List<String> published() {
        return Night.lines(
                io.mittari.LocalSpark.session()
                        .read()
                        .format("delta")
                        .load(disk.resolve("warehouse/kpi_company").toString())
                        .select("run_id")
                        .distinct(),
                "run_id");
    }

    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    private static int ended(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
