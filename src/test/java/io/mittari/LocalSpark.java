package io.mittari;

import org.apache.spark.sql.SparkSession;

/** The one local session that all tests of a JVM share. */
public final class LocalSpark {
    private static SparkSession session;

    private LocalSpark() {}

    /** The shared session, made on first use: UTC, 2 shuffle partitions, no UI. */
    public static synchronized SparkSession session() {
        if (session == null) {
            session = SparkSession.builder()
                    .master("local[2]")
                    .appName("mittari-tests")
                    .config("spark.ui.enabled", false)
                    .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                    .config("spark.sql.shuffle.partitions", 2)
                    // Delta's VACUUM makes so many tasks; by default 10,000, whatever there is to list.
                    .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", 2)
                    .config("spark.sql.adaptive.enabled", false)
                    .config("spark.sql.codegen.cache.maxEntries", 1000)
                    .config("spark.sql.session.timeZone", "UTC")
                    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                    .config("spark.databricks.delta.snapshotPartitions", 1)
                    .config("spark.sql.artifact.isolation.enabled", false)
                    .getOrCreate();
        }
        return session;
    }
}
