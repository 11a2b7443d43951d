package io.mittari.warehouse;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.mittari.concurrent.FewRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * Takes rows out of a table by their keys and puts others in, writing anew only the files that lose rows. New rows lie
 * in files of their own, so what changes often ends up together and what has come to rest stays where it is; when small
 * files have become many, they become one.
 */
final class KeyMerge {
    /** Up to as many rows are written anew without looking for the files that lose rows: a job that finds them costs more. */
    private static final long SMALL_TABLE = 20_000;

    /** A file below this is small: reading ten such costs like reading one. */
    private static final long SMALL_FILE = 16 << 20;

    /** Small files beside those that a run writes anyway, before they are written together. */
    static final int MOST_SMALL_FILES = 8;

    /** Rows written anew are gathered in files of about this size. */
    private static final long FILE_SIZE = 128 << 20;

    private static final int MOST_FILES_ADDED = 8;
    private static final String LEAVING = "leaving_";

    private final OpenTable open;
    private final List<String> keys;

    KeyMerge(OpenTable open) {
        this.open = open;
        this.keys = open.table().key();
    }

    /** Writes what changes. */
    StagedTable merge(Dataset<Row> removed, Dataset<Row> added) {
        Dataset<Row> leaving = removed.select(
                keys.stream().map(key -> col(key).as(LEAVING + key)).toArray(Column[]::new));
        Dataset<Row> coming = TableDeclaration.inDeclaredOrder(open.table(), added);
        long rows = OpenTable.rowCount(open.files()).orElse(Long.MAX_VALUE);
        if (rows <= SMALL_TABLE) {
            Dataset<Row> staying = without(open.files(), broadcast(leaving));
            return staged(staying.union(coming).coalesce(1), open.files());
        }
        FewRows few = FewRows.of(leaving, LEAVING + keys.get(0));
        List<AddFile> losing = few.isEmpty() ? List.of() : losing(few);
        List<AddFile> rewritten = withSmall(losing);
        Dataset<Row> apart = coming.coalesce(tasks(rows));
        return rewritten.isEmpty()
                ? staged(apart, List.of())
                : staged(
                        without(rewritten, few.rows())
                                .coalesce(files(rewritten))
                                .union(apart),
                        rewritten);
    }

    /** Adds rows; where small files have become many, they are written together with them. */
    StagedTable append(Dataset<Row> added) {
        Dataset<Row> coming = TableDeclaration.inDeclaredOrder(open.table(), added);
        List<AddFile> rewritten = withSmall(List.of());
        return rewritten.isEmpty()
                ? staged(coming, List.of())
                : staged(open.rows(rewritten).coalesce(files(rewritten)).union(coming.coalesce(1)), rewritten);
    }

    private StagedTable staged(Dataset<Row> rows, List<AddFile> rewritten) {
        return StagedTable.of(open, open.write(rows), rewritten);
    }

    private Dataset<Row> without(List<AddFile> files, Dataset<Row> leaving) {
        return open.rows(files).join(leaving, sameKey(), "left_anti").select(columns());
    }

    /** Whether a row's key is a leaving one; a key column may be null, such as the segment of a quota for all. */
    private Column sameKey() {
        return keys.stream()
                .map(key -> col(key).eqNullSafe(col(LEAVING + key)))
                .reduce(Column::and)
                .orElseThrow();
    }

    private Column[] columns() {
        return Arrays.stream(open.table().schema().fieldNames())
                .map(name -> col(name))
                .toArray(Column[]::new);
    }

    /** The files that hold leaving rows: by their statistics as far as these tell, then by their key columns. */
    private List<AddFile> losing(FewRows leaving) {
        String first = keys.get(0);
        List<AddFile> candidates = open.files().stream()
                .filter(file -> mayHold(FileStatistics.of(file), first, leaving))
                .toList();
        if (candidates.size() <= 1) {
            return candidates;
        }
        Set<String> names = new HashSet<>(open.rows(candidates)
                .where(leaving.mayHold(col(first)))
                .select(keysAnd(col("_metadata.file_name")))
                .join(leaving.rows(), sameKey(), "left_semi")
                .select("file_name")
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
        return candidates.stream()
                .filter(file -> names.contains(open.path(file).getName()))
                .toList();
    }

    private static boolean mayHold(FileStatistics statistics, String key, FewRows leaving) {
        return leaving.mayLieBetween(statistics.minimum(key), statistics.maximum(key));
    }

    private Column[] keysAnd(Column column) {
        List<Column> columns = new ArrayList<>();
        keys.forEach(key -> columns.add(col(key)));
        columns.add(column);
        return columns.toArray(Column[]::new);
    }

    /** Those files, and the table's small ones where they have become many. */
    private List<AddFile> withSmall(List<AddFile> losing) {
        List<AddFile> small = new ArrayList<>(
                open.files().stream().filter(file -> file.size() < SMALL_FILE).toList());
        small.removeAll(losing);
        if (small.size() < MOST_SMALL_FILES) {
            return losing;
        }
        small.addAll(losing);
        return small;
    }

    private static int files(List<AddFile> rewritten) {
        long bytes = rewritten.stream().mapToLong(AddFile::size).sum();
        return (int) (1 + bytes / FILE_SIZE);
    }

    private static int tasks(long rows) {
        return (int) Math.min(MOST_FILES_ADDED, 1 + rows / 1_000_000);
    }
}
