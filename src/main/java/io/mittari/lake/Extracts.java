package io.mittari.lake;

import io.mittari.model.Entity;
import io.mittari.model.QualityCheck;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The lake as one run sees it.
 *
 * @param entities the rows in use of every entity that was read as a whole: exactly its canonical columns, one row a key
 * @param differences where the last reading is known, how the rows in use of a changed entity differ from it; nothing of
 *     an entity that is the same
 * @param rejectedRows {@code source, load, row_number, row_key, reasons, detail, row} of the rejected rows of the loads
 *     that were read
 * @param loads what became of the rows, per source and load that was read
 * @param ledgers what figures rest on now, per source
 * @param checks the outcome of every gate and warning about the sources
 */
public record Extracts(
        Map<Entity, Dataset<Row>> entities,
        Map<Entity, Difference> differences,
        Dataset<Row> rejectedRows,
        List<SourceLoad> loads,
        Map<Entity, SourceLedger> ledgers,
        List<QualityCheck> checks) {}
