package io.mittari.cli;

import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Makes the Spark session of the process. What the deployment's {@code spark} section sets counts before what
 * spark-submit brings, that before the defaults here; what figures rest on is fixed.
 */
public final class SparkSessions {
    private static final String MASTER = "spark.master";
    private static final String EXTENSIONS = "spark.sql.extensions";
    private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

    /** With other values the same extracts would give other figures, or none. */
    private static final Map<String, String> FIXED = Map.of(
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.ansi.enabled", "true",
            "spark.sql.caseSensitive", "false",
            "spark.sql.decimalOperations.allowPrecisionLoss", "true",
            "spark.sql.datetime.java8API.enabled", "false");

    private static final Map<String, String> DEFAULTS = Map.of(
            "spark.app.name",
            "mittari",
            "spark.sql.catalog.spark_catalog",
            "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.databricks.delta.snapshotPartitions",
            "1",
            // Nobody adds classes to the session; else each class that generated code lacks is asked for over the
            // network.
            "spark.sql.artifact.isolation.enabled",
            "false");

    /** What suits one machine, where starting a task costs more than it saves. */
    private static final Map<String, String> LOCAL_DEFAULTS = Map.of(
            "spark.ui.enabled",
            "false",
            // With few tasks, planning every stage anew costs more than a better plan saves.
            "spark.sql.adaptive.enabled",
            "false",
            "spark.sql.shuffle.partitions",
            String.valueOf(Runtime.getRuntime().availableProcessors()),
            // Spark makes this folder, although no table is ever put there.
            "spark.sql.warehouse.dir",
            System.getProperty("java.io.tmpdir"));

    private SparkSessions() {}

    /**
     * The session for a deployment.
     *
     * @throws Failure (usage) where the deployment sets what is fixed to another value
     */
    public static SparkSession open(Settings settings) {
        return SparkSession.builder()
                .config(configuration(new SparkConf(), settings.spark()))
                .getOrCreate();
    }

    /**
     * The session's configuration.
     *
     * @param submitted what spark-submit says; empty without it
     * @param deployment the settings' spark section
     */
    static SparkConf configuration(SparkConf submitted, Map<String, String> deployment) {
        refuseOthers(deployment);
        SparkConf configuration = submitted.clone();
        new TreeMap<>(deployment).forEach((key, value) -> {
            if (!key.equals(MASTER) || !submitted.contains(MASTER)) {
                configuration.set(key, value);
            }
        });
        configuration.setIfMissing(MASTER, "local[*]");
        DEFAULTS.forEach(configuration::setIfMissing);
        if (configuration.get(MASTER).startsWith("local")) {
            LOCAL_DEFAULTS.forEach(configuration::setIfMissing);
        }
        FIXED.forEach(configuration::set);
        return configuration.set(EXTENSIONS, withDelta(configuration.get(EXTENSIONS, "")));
    }

    private static void refuseOthers(Map<String, String> deployment) {
        List<Failure> faults = new TreeMap<>(FIXED)
                .entrySet().stream()
                        .filter(fixed -> !deployment
                                .getOrDefault(fixed.getKey(), fixed.getValue())
                                .equalsIgnoreCase(fixed.getValue()))
                        .map(fixed -> Failure.usage("%s must be %s, not '%s': figures rest on it. Leave it out"
                                .formatted(fixed.getKey(), fixed.getValue(), deployment.get(fixed.getKey()))))
                        .toList();
        if (!faults.isEmpty()) {
            throw Failure.joined(faults);
        }
    }

    private static String withDelta(String extensions) {
        if (List.of(extensions.split(",")).contains(DELTA_EXTENSION)) {
            return extensions;
        }
        return extensions.isEmpty() ? DELTA_EXTENSION : extensions + "," + DELTA_EXTENSION;
    }
}
