package io.mittari.warehouse;

import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.mittari.model.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The next version of one table: written and checked, but not the table's until {@link #commit}.
 *
 * <p>Delta's public writers commit each table as soon as it is written; the job has to write all tables before it
 * changes the first one.
 */
final class StagedTable {
    private static final Logger LOG = LoggerFactory.getLogger(StagedTable.class);

    private final OpenTable open;
    private final List<AddFile> added;
    private final List<AddFile> removed;
    private final List<AddFile> restamped;
    private final List<AddFile> untouched;

    private StagedTable(
            OpenTable open,
            List<AddFile> added,
            List<AddFile> removed,
            List<AddFile> restamped,
            List<AddFile> untouched) {
        this.open = open;
        this.added = added;
        this.removed = removed;
        this.restamped = restamped;
        this.untouched = untouched;
    }

    /** Files are added, others removed, the rest of the table stays as it is. */
    static StagedTable of(OpenTable open, List<AddFile> added, List<AddFile> removed) {
        List<AddFile> untouched = new ArrayList<>(open.files());
        untouched.removeAll(removed);
        return new StagedTable(open, added, removed, List.of(), untouched);
    }

    /** Files are added, others removed, and the rest of the table gets the stamp. */
    static StagedTable stamped(OpenTable open, List<AddFile> added, List<AddFile> removed, Stamp stamp) {
        List<AddFile> before = new ArrayList<>(open.files());
        before.removeAll(removed);
        open.transaction().restamps(before);
        return new StagedTable(open, added, removed, open.stamped(before, stamp), List.of());
    }

    /** All rows of the next version; nothing is read yet. */
    Dataset<Row> rows() {
        return open.rows(
                Stream.of(added, restamped, untouched).flatMap(List::stream).toList());
    }

    /** The staged rows alone; nothing is read yet. */
    Dataset<Row> addedRows() {
        return open.rows(added);
    }

    /** The version that {@link #commit} makes, as long as nobody else writes the table. */
    long nextVersion() {
        return open.transaction().readVersion() + 1;
    }

    /**
     * Makes the staged version the table's: a few milliseconds, no Spark job but now and then for a checkpoint.
     *
     * @throws Failure with exit 4 where somebody else has written the table since it was opened
     */
    void commit(String runId) {
        List<Action> actions = Stream.of(
                        removed.stream().<Action>map(AddFile::remove), added.stream(), restamped.stream())
                .<Action>flatMap(some -> some)
                .toList();
        long version = Writing.of(
                table(),
                open.folder(),
                () -> open.transaction().commit(asScala(actions).toSeq(), operation(runId)));
        if (version != nextVersion()) {
            throw Writing.byAnother(table(), null);
        }
    }

    private DeltaOperations.Operation operation(String runId) {
        SaveMode mode = removed.isEmpty() && restamped.isEmpty() ? SaveMode.Append : SaveMode.Overwrite;
        Option<String> none = Option.empty();
        Option<Object> unset = Option.empty();
        return new DeltaOperations.Write(
                mode, Option.empty(), none, Option.apply(runId), unset, unset, unset, none, none);
    }

    /** Puts the table back to where it was before {@link #commit}, as far as the file system lets it. */
    void undo() {
        long before = open.transaction().readVersion();
        if (before >= 0) {
            try {
                TableVersion.restore(open.transaction().deltaLog(), before);
            } catch (RuntimeException exception) {
                LOG.warn("Cannot put {} back to version {}", table().name(), before, exception);
            }
        }
    }

    PublishedTable table() {
        return open.table();
    }

    /** Deletes the staged files, as far as the file system lets it: maintenance finds the others. */
    void discard() {
        added.stream().map(open::path).forEach(this::delete);
    }

    private void delete(Path file) {
        try {
            file.getFileSystem(open.transaction().deltaLog().newDeltaHadoopConf())
                    .delete(file, false);
        } catch (IOException exception) {
            // A file that no version of the table names does no harm.
        }
    }
}
