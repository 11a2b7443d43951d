package io.mittari.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseLockTest {
    @TempDir
    Path folder;

    @Test
    void secondRunIsKeptOutUntilTheFirstHasEnded() {
        WarehouseLock first = take("first");

        Failure failure = catchThrowableOfType(Failure.class, () -> take("second"));
        first.close();

        assertThat(failure.exitCode()).isEqualTo(ExitCode.LOCKED);
        assertThat(failure)
                .hasMessageContaining(
                        "run first (process " + ProcessHandle.current().pid());
        take("second").close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void lockOfAProcessThatIsGoneIsTakenOver() throws Exception {
        LockHolder mine = LockHolder.thisProcess("killed");
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        write(new LockHolder("killed", mine.host(), ended.pid(), mine.processStarted()));

        try (WarehouseLock lock = take("next")) {
            assertThat(lock.runId()).isEqualTo("next");
        }
    }

    @Test
    void lockOfAProcessWhoseNumberAnotherOneHasIsTakenOver() throws IOException {
        LockHolder mine = LockHolder.thisProcess("killed");
        write(new LockHolder("killed", mine.host(), mine.process(), "2020-01-01T00:00:00Z"));

        take("next").close();
    }

    @Test
    void lockOfAnotherHostIsTakenOverAfterFiveSilentMinutes() throws IOException {
        write(new LockHolder("elsewhere", "another-host", 1, "2026-01-01T00:00:00Z"));
        assertThat(catchThrowableOfType(Failure.class, () -> take("next")).exitCode())
                .isEqualTo(ExitCode.LOCKED);

        Files.setLastModifiedTime(
                file(),
                FileTime.from(Instant.now().minus(WarehouseLock.DEAD_AFTER).minusSeconds(1)));

        take("next").close();
    }

    @Test
    void runWhoseLockWasTakenOverDoesNotPublish() throws IOException {
        try (WarehouseLock lock = take("slow")) {
            write(new LockHolder("other", "another-host", 1, "2026-01-01T00:00:00Z"));

            Failure failure = catchThrowableOfType(Failure.class, lock::assertHeld);

            assertThat(failure.exitCode()).isEqualTo(ExitCode.LOCKED);
        }
        assertThat(file()).as("the other run's lock").exists();
    }

    @Test
    void folderThatCannotBeWrittenIsAnErrorThatSaysSo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> WarehouseLock.take(
                        new org.apache.hadoop.fs.Path(file.resolve("warehouse").toString()),
                        new Configuration(),
                        "run"));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(failure)
                .hasMessageContaining("Cannot write to the warehouse")
                .hasMessageContaining("warehouse.path");
    }

    private WarehouseLock take(String run) {
        return WarehouseLock.take(new org.apache.hadoop.fs.Path(folder.toString()), new Configuration(), run);
    }

    private Path file() {
        return folder.resolve(WarehouseLock.FILE);
    }

    private void write(LockHolder holder) throws IOException {
        Files.writeString(file(), new ObjectMapper().writeValueAsString(holder));
    }
}
