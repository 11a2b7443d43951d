package io.mittari.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mittari.model.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs out of one warehouse: a file in its folder that says who holds it, and is written again every half
 * minute. A lock whose process is gone from this host, or that gave no sign of life for five minutes, was left by a
 * killed run and is taken over.
 */
public final class WarehouseLock implements AutoCloseable {
    /** The lock's file in the warehouse's folder. */
    static final String FILE = "_mittari_lock";

    private static final Logger LOG = LoggerFactory.getLogger(WarehouseLock.class);
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(30);
    /** How long a lock may go without a sign of life. */
    static final Duration DEAD_AFTER = Duration.ofMinutes(5);

    private static final int ATTEMPTS = 3;

    private final FileSystem files;
    private final Path file;
    private final LockHolder holder;
    private final ScheduledExecutorService renewal;

    private WarehouseLock(FileSystem files, Path file, LockHolder holder) {
        this.files = files;
        this.file = file;
        this.holder = holder;
        this.renewal = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "warehouse-lock");
            thread.setDaemon(true);
            return thread;
        });
        renewal.scheduleAtFixedRate(
                this::renew, RENEWED_EVERY.toSeconds(), RENEWED_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Takes the lock of the warehouse in that folder, which is made where there is none.
     *
     * @throws Failure with exit 4 where another run holds it, with exit 1 where the folder cannot be written
     */
    static WarehouseLock take(Path folder, Configuration configuration, String runId) {
        try {
            FileSystem files = raw(folder.getFileSystem(configuration));
            Path file = new Path(files.makeQualified(folder), FILE);
            files.mkdirs(folder);
            LockHolder holder = LockHolder.thisProcess(runId);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (create(files, file, holder)) {
                    return new WarehouseLock(files, file, holder);
                }
                makeWay(files, file);
            }
            throw held(file, "another run that starts at the same time");
        } catch (IOException exception) {
            throw Failure.error(
                    "Cannot write to the warehouse %s (warehouse.path): %s. Look for a full disk or missing rights."
                            .formatted(folder, exception.getMessage()),
                    exception);
        }
    }

    /** The run that holds it. */
    public String runId() {
        return holder.runId();
    }

    /**
     * Goes on only where this run still holds the lock.
     *
     * @throws Failure with exit 4 where another run has taken it over
     */
    void assertHeld() {
        if (!isHeld()) {
            throw held(file, "another run, which took the lock over because this one gave no sign of life");
        }
    }

    /** Lets other runs in. */
    @Override
    public void close() {
        renewal.shutdownNow();
        try {
            if (isHeld()) {
                files.delete(file, false);
            }
        } catch (IOException exception) {
            LOG.warn("Cannot delete {}; the next run takes it over", file, exception);
        }
    }

    private void renew() {
        try (OutputStream out = isHeld() ? files.create(file, true) : OutputStream.nullOutputStream()) {
            out.write(json(holder));
        } catch (IOException | RuntimeException exception) {
            LOG.warn("Cannot renew {}", file, exception);
        }
    }

    private boolean isHeld() {
        try {
            return read(files, file).filter(found -> found.equals(holder)).isPresent();
        } catch (IOException exception) {
            LOG.warn("Cannot read {}", file, exception);
            return false;
        }
    }

    /** Makes the file where there is none: at most one run succeeds. */
    private static boolean create(FileSystem files, Path file, LockHolder holder) throws IOException {
        OutputStream out;
        try {
            out = files.getUri().getScheme().equals("file") // Hadoop's local file system looks first, then writes
                    ? Files.newOutputStream(
                            Paths.get(file.toUri()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    : files.create(file, false);
        } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException exception) {
            return false;
        }
        write(files, file, out, holder);
        return true;
    }

    /** Writes who holds the lock; a lock that cannot be written, on a full disk, must not keep anybody out. */
    private static void write(FileSystem files, Path file, OutputStream out, LockHolder holder) throws IOException {
        try (out) {
            out.write(json(holder));
        } catch (IOException exception) {
            files.delete(file, false);
            throw exception;
        }
    }

    /** Takes a dead run's lock out of the way: of several runs that try, the one whose move succeeds. */
    private static void makeWay(FileSystem files, Path file) throws IOException {
        Optional<LockHolder> found = read(files, file);
        Optional<Instant> renewedAt = renewedAt(files, file);
        if (renewedAt.isEmpty()) {
            return;
        }
        boolean isSilent = renewedAt.get().plus(DEAD_AFTER).isBefore(Instant.now());
        if (!isSilent && found.map(LockHolder::mayBeAlive).orElse(true)) {
            throw held(file, found.map(LockHolder::description).orElse("a run that has just started"));
        }
        LOG.warn(
                "Taking over the lock of {}", found.map(LockHolder::description).orElse("an unknown run"));
        Path away = new Path(file.getParent(), FILE + "_" + UUID.randomUUID());
        if (files.rename(file, away)) {
            files.delete(away, false);
        }
    }

    private static Optional<Instant> renewedAt(FileSystem files, Path file) throws IOException {
        try {
            return Optional.of(Instant.ofEpochMilli(files.getFileStatus(file).getModificationTime()));
        } catch (FileNotFoundException exception) {
            return Optional.empty();
        }
    }

    /** Who holds the lock; empty where nobody does, or where the file is only half written. */
    private static Optional<LockHolder> read(FileSystem files, Path file) throws IOException {
        try (var in = files.open(file)) {
            return Optional.of(new ObjectMapper().readValue(in.readAllBytes(), LockHolder.class));
        } catch (FileNotFoundException | JsonProcessingException exception) {
            return Optional.empty();
        }
    }

    private static byte[] json(LockHolder holder) throws IOException {
        return new ObjectMapper().writeValueAsString(holder).getBytes(StandardCharsets.UTF_8);
    }

    /** Without Hadoop's checksum files, which a lock that is written in place would outdate. */
    private static FileSystem raw(FileSystem files) {
        return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    }

    private static Failure held(Path file, String by) {
        return Failure.locked(("Cannot use the warehouse %s: it is held by %s. Wait until it has ended; the lock of a"
                        + " killed run is taken over %d minutes after its last sign of life.")
                .formatted(file.getParent(), by, DEAD_AFTER.toMinutes()));
    }
}
