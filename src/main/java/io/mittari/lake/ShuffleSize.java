package io.mittari.lake;

import java.util.Collection;
import org.apache.spark.sql.SparkSession;

/** How many parts rows are shuffled into. */
final class ShuffleSize {
    private static final String PARTITIONS = "spark.sql.shuffle.partitions";
    private static final long BYTES_PER_PARTITION = 128L << 20;

    private ShuffleSize() {}

    /**
     * Lets the number of parts grow with the extracts, so that a part stays in memory. Where Spark adapts its plans to
     * what it finds, it does so by itself.
     */
    static void follow(SparkSession spark, Collection<SourceReading> sources) {
        if (Boolean.parseBoolean(spark.conf().get("spark.sql.adaptive.enabled"))) {
            return;
        }
        long bytes = sources.stream()
                .flatMap(source -> source.loads().stream())
                .mapToLong(Load::bytes)
                .sum();
        long wanted = bytes / BYTES_PER_PARTITION;
        if (wanted > Long.parseLong(spark.conf().get(PARTITIONS))) {
            spark.conf().set(PARTITIONS, wanted);
        }
    }
}
