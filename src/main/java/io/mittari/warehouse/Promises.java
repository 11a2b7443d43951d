package io.mittari.warehouse;

import io.mittari.settings.Settings.Maintenance;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The table versions that {@code runs} promises to its readers, and those it no longer does.
 *
 * @param kept rows of the runs whose versions stay
 * @param withdrawn rows of the runs whose versions are given up, as they are published from now on: without versions
 */
record Promises(List<Row> kept, List<Row> withdrawn) {
    private static final int VERSIONS = RunTables.RUNS.schema().fieldIndex("table_versions");
    private static final int FINISHED_AT = RunTables.RUNS.schema().fieldIndex("finished_at");

    /**
     * What stays promised once a run is published.
     *
     * @param earlier rows of the runs that promise versions, the newest first
     * @param run row of the run that is about to be published
     */
    static Promises of(List<Row> earlier, Row run, Maintenance maintenance) {
        Instant oldest = finishedAt(run).minus(Duration.ofDays(maintenance.keepDays()));
        List<Row> kept = new ArrayList<>(List.of(run));
        List<Row> withdrawn = new ArrayList<>();
        for (Row row : earlier) {
            if (kept.size() < maintenance.keepRuns() || !finishedAt(row).isBefore(oldest)) {
                kept.add(row);
            } else {
                withdrawn.add(withoutVersions(row));
            }
        }
        return new Promises(kept, withdrawn);
    }

    /**
     * The oldest version of each table that is still promised.
     *
     * @param runsVersion version of {@code runs} that withdraws the others
     */
    Map<String, Long> oldestVersions(long runsVersion) {
        Map<String, Long> oldest = new TreeMap<>(Map.of(RunTables.RUNS.name(), runsVersion));
        kept.forEach(row -> versions(row).forEach((table, version) -> oldest.merge(table, version, Math::min)));
        return oldest;
    }

    private static Instant finishedAt(Row row) {
        return row.<Timestamp>getAs(FINISHED_AT).toInstant();
    }

    /** A row that was just made holds a map of Java, one that was read a map of Scala. */
    private static Map<String, Long> versions(Row row) {
        return row.get(VERSIONS) instanceof Map<?, ?> ? row.getAs(VERSIONS) : row.getJavaMap(VERSIONS);
    }

    private static Row withoutVersions(Row row) {
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == VERSIONS ? Map.of() : row.get(i);
        }
        return RowFactory.create(values);
    }
}
