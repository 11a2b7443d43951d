package io.mittari.concurrent;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Rows that are used more than once. */
public final class Kept {
    private Kept() {}

    /**
     * Rows that are kept from their first use on, as long as they are referred to, and cut off from their plan: what is
     * made of them is planned without that, which would double with each use.
     */
    public static Dataset<Row> rows(Dataset<Row> used) {
        return used.localCheckpoint(false, StorageLevel.MEMORY_AND_DISK());
    }
}
