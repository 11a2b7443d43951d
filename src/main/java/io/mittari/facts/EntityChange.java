package io.mittari.facts;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows in use of one entity at the last published run and now, with canonical columns.
 *
 * @param before all rows then
 * @param after all rows now
 * @param difference the rows that differ; empty where none do
 */
public record EntityChange(Dataset<Row> before, Dataset<Row> after, Optional<Difference> difference) {
    /**
     * Rows that differ. A changed row stands in both, in its old and its new version.
     *
     * @param removed rows of before that are not in after
     * @param added rows of after that are not in before
     */
    public record Difference(Dataset<Row> removed, Dataset<Row> added) {}

    /** An entity whose rows are the same as at the last run. */
    public static EntityChange unchanged(Dataset<Row> rows) {
        return new EntityChange(rows, rows, Optional.empty());
    }

    /** An entity some of whose rows may have changed. */
    public static EntityChange of(Dataset<Row> before, Dataset<Row> after, Dataset<Row> removed, Dataset<Row> added) {
        return new EntityChange(before, after, Optional.of(new Difference(removed, added)));
    }

    /** Whether the rows are known to be the same. */
    public boolean isUnchanged() {
        return difference.isEmpty();
    }
}
