package io.mittari.lake;

import io.mittari.model.Entity;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the last published run has read.
 *
 * @param ledgers what it has read of each source
 * @param entities the rows in use of each source
 */
public record LastReading(Map<Entity, SourceLedger> ledgers, Map<Entity, Dataset<Row>> entities) {}
