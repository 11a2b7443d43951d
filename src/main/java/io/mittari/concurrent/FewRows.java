package io.mittari.concurrent;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Rows that the rows of a large table are looked up in. Up to a million are few: every task gets them all, rather than
 * every row of the large table the task of its key, and the reader of the large table learns between which keys they lie.
 * Spark could know neither.
 */
public final class FewRows {
    private static final int MOST = 1_000_000;

    private final Dataset<Row> rows;
    private final boolean isEmpty;
    private final Optional<KeyRanges> ranges;

    private FewRows(Dataset<Row> rows, boolean isEmpty, Optional<KeyRanges> ranges) {
        this.rows = rows;
        this.isEmpty = isEmpty;
        this.ranges = ranges;
    }

    /**
     * Reads the keys of the rows; they are read again at every use, so better kept.
     *
     * @param key a column of texts, none of them null
     */
    public static FewRows of(Dataset<Row> rows, String key) {
        List<String> keys =
                rows.select(col(key)).limit(MOST + 1).as(Encoders.STRING()).collectAsList();
        return keys.size() <= MOST
                ? new FewRows(broadcast(rows), keys.isEmpty(), Optional.of(KeyRanges.of(keys)))
                : new FewRows(rows, false, Optional.empty());
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return isEmpty;
    }

    /** The rows, sent to every task where they are few. */
    public Dataset<Row> rows() {
        return rows;
    }

    /** Whether a row of the large table may have one of the keys, which a reader can tell of many rows at once. */
    public Column mayHold(Column key) {
        return ranges.map(known -> known.hold(key)).orElse(lit(true));
    }

    /** Whether one of the keys may lie between two texts, by their bytes; an unknown bound excludes none. */
    public boolean mayLieBetween(Optional<String> first, Optional<String> last) {
        return ranges.map(known -> known.meet(first, last)).orElse(true);
    }
}
