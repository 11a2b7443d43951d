package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.mittari.concurrent.Kept;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows in which an entity differs from the last run; a changed row stands in both, in its old and its new version.
 *
 * @param removed rows that were in use at the last run and are not now
 * @param added rows that are in use now and were not at the last run
 */
public record Difference(Dataset<Row> removed, Dataset<Row> added) {
    private static final String BALANCE = "__balance";

    /** What differs between two sets of rows of the same columns, found in one pass at the first use. */
    static Difference between(Dataset<Row> before, Dataset<Row> after) {
        Column[] columns =
                Arrays.stream(before.columns()).map(name -> col(name)).toArray(Column[]::new);
        Dataset<Row> differing = Kept.rows(before.withColumn(BALANCE, lit(-1))
                .unionByName(after.withColumn(BALANCE, lit(1)))
                .groupBy(columns)
                .agg(sum(BALANCE).as(BALANCE))
                .where(col(BALANCE).notEqual(0)));
        return new Difference(
                differing.where(col(BALANCE).lt(0)).drop(BALANCE),
                differing.where(col(BALANCE).gt(0)).drop(BALANCE));
    }
}
