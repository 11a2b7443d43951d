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
 * @param entities the rows in use per configured entity: exactly its canonical columns, one row a key
 * @param rejectedRows {@code source, load, row_number, row_key, reasons, detail, row} of every rejected row
 * @param loads what became of the rows, per source and load
 * @param checks the outcome of every gate and warning about the sources
 */
public record Extracts(
        Map<Entity, Dataset<Row>> entities,
        Dataset<Row> rejectedRows,
        List<SourceLoad> loads,
        List<QualityCheck> checks) {}
