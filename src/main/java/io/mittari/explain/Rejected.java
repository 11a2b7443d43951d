package io.mittari.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.StateTables;
import io.mittari.warehouse.Warehouse;
import java.util.List;

/**
 * Rows that count nowhere because they were rejected, in all loads that a run rests on. Their reasons stand in
 * {@code rejected_rows}; of which period or member they would have been is not known of a row that cannot be read.
 *
 * @param source the source
 * @param rows how many of its rows, of whatever period
 */
public record Rejected(String source, long rows) {
    /** The sources of which rows were rejected, by name. */
    public static List<Rejected> of(Warehouse warehouse, PublishedRun run) {
        return warehouse
                .table(StateTables.LEDGER.name(), run)
                .groupBy("source")
                .agg(sum("rows_rejected").as("rows"))
                .where(col("rows").gt(0))
                .orderBy("source")
                .collectAsList()
                .stream()
                .map(row -> new Rejected(row.getString(0), row.getLong(1)))
                .toList();
    }
}
