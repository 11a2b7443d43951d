package io.mittari.concurrent;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.util.function.UnaryOperator;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.sketch.BloomFilter;

/** Remembers hashes of rows in some twenty bits each; one of ten thousand others passes for one of them. */
public final class HashFilter {
    private static final double FALSE_POSITIVES = 0.0001;

    private HashFilter() {}

    /**
     * The condition that is true of every hash in the rows, and of few others; reads the rows twice.
     *
     * @param hashes rows with one column of hashes, none of them null
     */
    public static UnaryOperator<Column> of(Dataset<Row> hashes) {
        return of(hashes, hashes.count());
    }

    /**
     * The same of so many rows; reads them once.
     *
     * @param hashes as of the other
     */
    public static UnaryOperator<Column> of(Dataset<Row> hashes, long count) {
        if (count == 0) {
            return hash -> lit(false);
        }
        BloomFilter filter = hashes.stat().bloomFilter(hashes.columns()[0], count, FALSE_POSITIVES);
        Broadcast<BloomFilter> shared = ((SparkSession) hashes.sparkSession())
                .sparkContext()
                .broadcast(filter, scala.reflect.ClassTag$.MODULE$.apply(BloomFilter.class));
        UDF1<Long, Boolean> mightContain = value -> shared.value().mightContainLong(value);
        return udf(mightContain, DataTypes.BooleanType).asNonNullable()::apply;
    }
}
