package io.mittari.warehouse;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import io.mittari.model.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;

/**
 * Deletes what no version of a table needs from a promised one on. VACUUM goes by days; where runs are rare, a promise
 * may be older than any number of them.
 */
final class VersionCleanup {
    /** Younger files may belong to a write that is not committed yet. */
    private static final Duration SPARED = Duration.ofDays(1);

    private static final Pattern OF_VERSION = Pattern.compile("(\\d{20})\\.(json|crc|checkpoint\\..*parquet)");

    private final DeltaLog log;
    private final FileSystem files;

    VersionCleanup(DeltaLog log) {
        this.log = log;
        try {
            this.files = log.dataPath().getFileSystem(log.newDeltaHadoopConf());
        } catch (IOException exception) {
            throw failure(exception);
        }
    }

    /**
     * Deletes what only versions before the oldest promised one need.
     *
     * @param oldest the oldest version that must stay readable, with all later ones
     * @param now when; no file is deleted on the day on which it was written
     */
    void clean(long oldest, Instant now) {
        try {
            deleteData(needed(oldest), now.minus(SPARED));
            deleteLog(oldest);
        } catch (IOException exception) {
            throw failure(exception);
        }
    }

    /** Files of that version and all that later ones added. */
    private Set<Path> needed(long oldest) {
        Set<Path> needed = new HashSet<>();
        OpenTable.files(log.getSnapshotAt(oldest, Option.empty(), Option.empty(), false))
                .forEach(file -> needed.add(files.makeQualified(file.absolutePath(log))));
        asJava(log.getChanges(oldest + 1, Option.empty(), false))
                .forEachRemaining(commit -> asJava(commit._2()).forEach(action -> {
                    if (action instanceof AddFile file) {
                        needed.add(files.makeQualified(file.absolutePath(log)));
                    }
                }));
        return needed;
    }

    private void deleteData(Set<Path> needed, Instant before) throws IOException {
        Path table = files.makeQualified(log.dataPath());
        List<Path> unneeded = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> found = files.listFiles(table, true);
        while (found.hasNext()) {
            LocatedFileStatus file = found.next();
            boolean isOld = file.getModificationTime() < before.toEpochMilli();
            if (isOld && isData(table, file.getPath()) && !needed.contains(file.getPath())) {
                unneeded.add(file.getPath());
            }
        }
        for (Path path : unneeded) {
            files.delete(path, false);
        }
    }

    /** Whether a file is one of rows: others begin with an underscore or a dot, or lie in such a folder. */
    private static boolean isData(Path table, Path file) {
        for (Path path = file; !path.equals(table); path = path.getParent()) {
            if (path.getName().startsWith("_") || path.getName().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** Every promised version follows from the newest checkpoint before it; what is older is not needed. */
    private void deleteLog(long oldest) throws IOException {
        FileStatus[] entries = files.listStatus(log.logPath());
        OptionalLong checkpoint = Arrays.stream(entries)
                .map(entry -> entry.getPath().getName())
                .filter(name -> name.endsWith(".checkpoint.parquet"))
                .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
                .filter(version -> version <= oldest)
                .max();
        for (FileStatus entry : entries) {
            Matcher name = OF_VERSION.matcher(entry.getPath().getName());
            if (checkpoint.isPresent() && name.matches() && Long.parseLong(name.group(1)) < checkpoint.getAsLong()) {
                files.delete(entry.getPath(), false);
            }
        }
    }

    private Failure failure(IOException exception) {
        return Failure.error(
                "Cannot delete old files of %s: %s".formatted(log.dataPath(), exception.getMessage()), exception);
    }
}
