package io.mittari.concurrent;

import static org.apache.spark.sql.functions.broadcast;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that the rows of a large table are looked up in. */
public final class FewRows {
    private static final long MOST = 1_000_000;

    private FewRows() {}

    /**
     * The same rows. Where they are few, every task gets them all, rather than every row of the large table the task of
     * its key; Spark cannot know how many they are.
     *
     * @param count how many rows there are, or about so many
     */
    public static Dataset<Row> sent(Dataset<Row> rows, long count) {
        return count <= MOST ? broadcast(rows) : rows;
    }
}
