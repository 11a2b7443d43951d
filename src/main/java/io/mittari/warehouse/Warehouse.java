package io.mittari.warehouse;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.size;
import static scala.jdk.javaapi.CollectionConverters.asJava;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.mittari.concurrent.InParallel;
import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import java.io.IOException;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The folder of the published tables: the only place that knows where they lie, and which of their versions belong
 * together.
 */
public final class Warehouse {
    /** The format that this program writes; raised when older programs can no longer write the warehouse. */
    static final int FORMAT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Warehouse.class);

    private final SparkSession spark;
    private final Settings.Warehouse settings;

    /** A warehouse that may not be there yet. */
    public Warehouse(SparkSession spark, Settings.Warehouse settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Keeps other runs out until it is closed.
     *
     * @throws Failure with exit 4 where another run holds the warehouse, with exit 1 where the folder cannot be written
     */
    public WarehouseLock lock(String runId) {
        return WarehouseLock.take(
                new Path(settings.path()), spark.sessionState().newHadoopConf(), runId);
    }

    /**
     * Begins to publish on top of the newest run: tables that are ahead of it, because a run was killed while it
     * published or somebody wrote them by hand, are put back first.
     *
     * @param lock the lock of this warehouse, held until the publication is closed
     * @param newest the newest run, read since the lock is held
     */
    public Publication begin(WarehouseLock lock, Optional<PublishedRun> newest, ReportingDay reportingDay) {
        newest.ifPresent(this::putBack);
        return new Publication(this, lock, newest, reportingDay);
    }

    /**
     * Names of the tables that are no longer at the version at which a run left them: somebody else has written or
     * deleted them.
     */
    public List<String> changedSince(PublishedRun run) {
        return run.tableVersions().entrySet().stream()
                .filter(table -> !isAt(table.getKey(), table.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * The run that published last, if any did.
     *
     * @throws Failure with exit 2 where a newer program wrote the warehouse
     */
    public Optional<PublishedRun> newestRun() {
        if (!exists(RunTables.RUNS)) {
            return Optional.empty();
        }
        return runs().orderBy(col("finished_at").desc(), col("run_id").desc()).limit(1).collectAsList().stream()
                .map(this::publishedRun)
                .findFirst();
    }

    /**
     * The newest run, for readers of several tables that belong together.
     *
     * @throws Failure with exit 2 where nothing is published
     */
    public PublishedRun publishedRun() {
        return newestRun()
                .orElseThrow(() ->
                        Failure.usage("Nothing is published in %s: run `mittari run` first, or correct warehouse.path"
                                .formatted(settings.path())));
    }

    /**
     * A table as that run left it.
     *
     * @throws Failure with exit 2 where the run did not publish that table
     */
    public Dataset<Row> table(String name, PublishedRun run) {
        Long version = run.tableVersions().get(name);
        if (version == null) {
            throw run.tableVersions().isEmpty()
                    ? Failure.usage(
                            ("The tables of run %s in %s are no longer kept (maintenance.keep_days): read a newer"
                                            + " run")
                                    .formatted(run.runId(), settings.path()))
                    : Failure.usage("Run %s did not publish a table %s in %s; it published %s"
                            .formatted(
                                    run.runId(),
                                    name,
                                    settings.path(),
                                    run.tableVersions().keySet()));
        }
        DeltaLog log = log(name);
        return rows(
                log,
                log.getSnapshotAt(
                        version,
                        log.getSnapshotAt$default$2(),
                        log.getSnapshotAt$default$3(),
                        log.getSnapshotAt$default$4()));
    }

    /**
     * Goes on only where no figures of a later day are published.
     *
     * @throws Failure with exit 2 where they are
     */
    public void refuseOlder(LocalDate reportingDate, Optional<PublishedRun> newest) {
        newest.filter(run -> run.reportingDate().isAfter(reportingDate)).ifPresent(run -> {
            throw Failure.usage(
                    ("Cannot publish %s: run %s has published %s in %s. Use --restate to go back to the older"
                                    + " day, or --warehouse DIR to compute it elsewhere.")
                            .formatted(reportingDate, run.runId(), run.reportingDate(), settings.path()));
        });
    }

    /** The closed periods. */
    public Closes closes() {
        return new Closes(this);
    }

    SparkSession spark() {
        return spark;
    }

    /** Where a table lies. */
    String folder(PublishedTable table) {
        return settings.path() + "/" + table.name();
    }

    Settings.Maintenance maintenance() {
        return settings.maintenance();
    }

    /** The runs whose table versions are kept, the newest first. */
    List<Row> promisingRuns() {
        return exists(RunTables.RUNS)
                ? runs().where(size(map_keys(col("table_versions"))).gt(0))
                        .orderBy(col("finished_at").desc(), col("run_id").desc())
                        .collectAsList()
                : List.of();
    }

    /** Deletes the files that no promised version of any table needs; a failure is a warning, for the run is published. */
    void clean(Map<String, Long> oldestPromised, Instant now) {
        try {
            InParallel.forEach(
                    List.copyOf(oldestPromised.entrySet()),
                    table -> new VersionCleanup(log(table.getKey())).clean(table.getValue(), now));
        } catch (RuntimeException exception) {
            LOG.warn(
                    "Cannot delete old files in {}: {}. The run is published, and the next maintenance tries again; look"
                            + " for missing rights where this comes back.",
                    settings.path(),
                    exception.getMessage(),
                    exception);
        }
    }

    /** Registers tables in the session catalog, where the settings name a database. */
    void register(List<PublishedTable> tables) {
        settings.database().ifPresent(database -> {
            try {
                spark.sql("create database if not exists `%s`".formatted(database));
                tables.forEach(table -> spark.sql("create table if not exists `%s`.`%s` using delta location '%s'"
                        .formatted(
                                database, table.catalogName(), qualified(table).replace("'", "\\'"))));
            } catch (Exception exception) { // AnalysisException, which Scala does not declare
                throw Failure.error(
                        "The run is published, but its tables cannot be registered in database %s (warehouse.database): %s"
                                .formatted(
                                        database,
                                        exception
                                                .getMessage()
                                                .lines()
                                                .findFirst()
                                                .orElse("")),
                        exception);
            }
        });
    }

    private String qualified(PublishedTable table) {
        Path folder = new Path(folder(table));
        try {
            return folder.getFileSystem(spark.sessionState().newHadoopConf())
                    .makeQualified(folder)
                    .toString();
        } catch (IOException exception) {
            throw Failure.error("Cannot reach %s: %s".formatted(folder, exception.getMessage()), exception);
        }
    }

    private PublishedRun publishedRun(Row row) {
        int format = row.getAs("format");
        if (format > FORMAT) {
            throw Failure.usage(("The warehouse %s has format %d, written by version %s; this program writes format %d."
                            + " Install the newer version.")
                    .formatted(settings.path(), format, row.getAs("code_version"), FORMAT));
        }
        Map<String, Long> versions = row.getJavaMap(row.fieldIndex("table_versions"));
        return new PublishedRun(
                row.getAs("run_id"),
                row.<Date>getAs("reporting_date").toLocalDate(),
                versions,
                sourceLoads(row),
                row.getAs("code_version"),
                row.getAs("configuration_fingerprint"),
                Optional.ofNullable(row.<Object>getAs("closes"))
                        .map(closes -> row.getJavaMap(row.fieldIndex("closes"))));
    }

    private static Map<String, List<String>> sourceLoads(Row row) {
        Map<String, scala.collection.Seq<String>> loads = row.getJavaMap(row.fieldIndex("source_loads"));
        return loads.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.copyOf(asJava(entry.getValue()))));
    }

    private void putBack(PublishedRun newest) {
        newest.tableVersions().forEach((name, version) -> {
            if (hasVersion(name, version + 1)) {
                LOG.warn("Putting {} back to version {}, at which run {} left it", name, version, newest.runId());
                TableVersion.restore(log(name), version);
            }
        });
    }

    private boolean isAt(String name, long version) {
        return hasVersion(name, version) && !hasVersion(name, version + 1);
    }

    /** Whether a table's log has that version: one look, where Delta would list and read the log. */
    private boolean hasVersion(String name, long version) {
        Path commit = new Path(settings.path() + "/" + name + "/_delta_log/%020d.json".formatted(version));
        try {
            return commit.getFileSystem(spark.sessionState().newHadoopConf()).exists(commit);
        } catch (IOException exception) {
            throw Failure.error("Cannot reach %s: %s".formatted(commit, exception.getMessage()), exception);
        }
    }

    /** All rows of a version: its files are taken from its checksum, where Delta would replay the log. */
    private static Dataset<Row> rows(DeltaLog log, Snapshot snapshot) {
        return log.createDataFrame(snapshot, asScala(OpenTable.files(snapshot)).toSeq(), false, Option.empty());
    }

    private Dataset<Row> runs() {
        DeltaLog log = log(RunTables.RUNS.name());
        Dataset<Row> runs = rows(log, log.update(false, Option.empty(), Option.empty()));
        boolean isOfAnOlderProgram = !List.of(runs.columns()).contains("closes");
        return isOfAnOlderProgram
                ? runs.withColumn(
                        "closes",
                        lit(null).cast(RunTables.RUNS.schema().apply("closes").dataType()))
                : runs;
    }

    boolean exists(PublishedTable table) {
        return log(table.name()).tableExists();
    }

    private DeltaLog log(String name) {
        return DeltaLog.forTable(spark, new Path(settings.path() + "/" + name));
    }
}
