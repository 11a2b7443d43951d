package io.mittari.warehouse;

import static scala.jdk.javaapi.CollectionConverters.asJava;
import static scala.jdk.javaapi.CollectionConverters.asScala;
import static scala.jdk.javaapi.OptionConverters.toJava;

import io.delta.tables.DeltaTable;
import io.mittari.model.Failure;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.schema.DeltaInvariantViolationException;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * The new rows of one table: written and checked, but not part of the table until {@link #commit}.
 *
 * <p>This is the only class that uses Delta's own transactions: its public writers commit each table as soon as it is
 * written, and the job has to write all tables before it changes the first one.
 */
final class StagedTable {
    private static final Logger LOG = LoggerFactory.getLogger(StagedTable.class);
    /** Statistics are kept of the columns by which readers look rows up; of a hundred figures they cost more than they save. */
    private static final String INDEXED_COLUMNS = "delta.dataSkippingNumIndexedCols";

    private static final int MOST_INDEXED_COLUMNS = 16;
    private static final String CONSTRAINT = "delta.constraints.";

    private final SparkSession spark;
    private final PublishedTable table;
    private final OptimisticTransaction transaction;
    private final List<AddFile> added;
    private final List<AddFile> replaced;

    private StagedTable(
            SparkSession spark,
            PublishedTable table,
            OptimisticTransaction transaction,
            List<AddFile> added,
            List<AddFile> replaced) {
        this.spark = spark;
        this.table = table;
        this.transaction = transaction;
        this.added = added;
        this.replaced = replaced;
    }

    /**
     * Writes the rows into the table's folder, with every constraint enforced.
     *
     * @throws IllegalArgumentException where columns or types are not the declared ones
     * @throws Failure with exit 3 where a row breaks a constraint, with exit 1 where the folder cannot be written
     */
    static StagedTable stage(SparkSession spark, String folder, PublishedTable table, Dataset<Row> rows) {
        Dataset<Row> ordered = inDeclaredOrder(table, rows);
        try {
            OptimisticTransaction transaction =
                    DeltaLog.forTable(spark, new Path(folder)).startTransaction();
            declare(transaction, table);
            List<AddFile> replaced = switch (table.history()) {
                case REPLACED -> transaction.readVersion() < 0 ? List.of() : files(transaction);
                case KEPT -> List.of();
            };
            List<AddFile> added = asJava(transaction.writeFiles(ordered)).stream()
                    .map(AddFile.class::cast)
                    .toList();
            return new StagedTable(spark, table, transaction, added, replaced);
        } catch (Exception exception) {
            throw failure(table, folder, exception);
        }
    }

    /** All files of the table: from its checksum file where that lists them, which spares a replay of the log. */
    private static List<AddFile> files(OptimisticTransaction transaction) {
        transaction.readWholeTable();
        Optional<VersionChecksum> checksum = toJava(transaction.snapshot().checksumOpt());
        return asJava(checksum.flatMap(known -> toJava(known.allFiles())).orElseGet(transaction::filterFiles));
    }

    /** The staged rows, read back from their files. */
    Dataset<Row> rows() {
        if (added.isEmpty()) {
            return spark.createDataFrame(List.of(), table.schema());
        }
        String[] files = paths().map(Path::toString).toArray(String[]::new);
        return spark.read().schema(table.schema()).parquet(files);
    }

    /** The version that {@link #commit} makes, as long as nobody else writes the table. */
    long nextVersion() {
        return transaction.readVersion() + 1;
    }

    /**
     * Makes the staged rows the table's: a few milliseconds, no Spark job but now and then for a checkpoint.
     *
     * @throws Failure with exit 4 where somebody else has written the table since it was staged
     */
    void commit(String runId) {
        List<Action> actions = Stream.<Action>concat(replaced.stream().map(AddFile::remove), added.stream())
                .toList();
        SaveMode mode = switch (table.history()) {
            case REPLACED -> SaveMode.Overwrite;
            case KEPT -> SaveMode.Append;
        };
        Option<String> none = Option.empty();
        Option<Object> unset = Option.empty();
        DeltaOperations.Operation operation = new DeltaOperations.Write(
                mode, Option.empty(), none, Option.apply(runId), unset, unset, unset, none, none);
        if (committed(actions, operation) != nextVersion()) {
            throw writtenByAnother(null);
        }
    }

    private long committed(List<Action> actions, DeltaOperations.Operation operation) {
        try {
            return transaction.commit(asScala(actions).toSeq(), operation);
        } catch (Exception exception) {
            throw exception instanceof DeltaConcurrentModificationException
                    ? writtenByAnother(exception)
                    : failure(table, transaction.deltaLog().dataPath().toString(), exception);
        }
    }

    private Failure writtenByAnother(Exception cause) {
        return Failure.locked(
                ("Cannot publish %s: another program wrote version %d of the table during the run. Let only one program"
                                + " write the warehouse, and run again.")
                        .formatted(table.name(), nextVersion()),
                cause);
    }

    /** Puts the table back to where it was before {@link #commit}, as far as the file system lets it. */
    void undo() {
        if (transaction.readVersion() >= 0) {
            try {
                DeltaTable.forPath(spark, transaction.deltaLog().dataPath().toString())
                        .restoreToVersion(transaction.readVersion());
            } catch (RuntimeException exception) {
                LOG.warn("Cannot put {} back to version {}", table.name(), transaction.readVersion(), exception);
            }
        }
    }

    PublishedTable table() {
        return table;
    }

    /** Deletes the staged files, as far as the file system lets it: VACUUM finds the others. */
    void discard() {
        paths().forEach(file -> {
            try {
                fileSystem(file).delete(file, false);
            } catch (IOException exception) {
                // A file that no version of the table names does no harm.
            }
        });
    }

    private Stream<Path> paths() {
        return added.stream().map(file -> file.absolutePath(transaction.deltaLog()));
    }

    private FileSystem fileSystem(Path file) throws IOException {
        return file.getFileSystem(transaction.deltaLog().newDeltaHadoopConf());
    }

    private static Dataset<Row> inDeclaredOrder(PublishedTable table, Dataset<Row> rows) {
        String[] names = table.schema().fieldNames();
        Map<String, String> declared = types(table.schema());
        Map<String, String> given = types(rows.schema());
        if (!declared.equals(given)) {
            Set<String> columns = new TreeSet<>(declared.keySet());
            columns.addAll(given.keySet());
            columns.removeIf(column -> java.util.Objects.equals(declared.get(column), given.get(column)));
            throw new IllegalArgumentException("Cannot publish %s: its columns %s are declared as %s, but given as %s"
                    .formatted(table.name(), columns, declared, given));
        }
        return rows.selectExpr(Stream.of(names).map(name -> "`" + name + "`").toArray(String[]::new));
    }

    private static Map<String, String> types(StructType schema) {
        Map<String, String> types = new TreeMap<>();
        for (StructField field : schema.fields()) {
            types.put(field.name(), field.dataType().catalogString());
        }
        return types;
    }

    /** Sets comments, nullability and constraints, where the table's are not the declared ones already. */
    private static void declare(OptimisticTransaction transaction, PublishedTable table) {
        boolean isNew = transaction.readVersion() < 0;
        Metadata declared = isNew ? newMetadata(table) : declared(table, transaction.metadata());
        if (isNew) {
            transaction.updateMetadataForNewTable(declared);
        } else if (!declared.equals(transaction.metadata())) {
            switch (table.history()) {
                case REPLACED -> transaction.updateMetadataForTableOverwrite(declared);
                case KEPT -> transaction.updateMetadata(declared, false);
            }
        }
    }

    private static Metadata newMetadata(PublishedTable table) {
        Metadata blank = new Metadata(
                UUID.randomUUID().toString(),
                null,
                null,
                new Format("parquet", Map$.MODULE$.empty()),
                null,
                asScala(List.<String>of()).toSeq(),
                Map$.MODULE$.empty(),
                Option.apply(System.currentTimeMillis()));
        return declared(table, blank);
    }

    /** The metadata with the declared schema and constraints; what else an operator has configured stays. */
    private static Metadata declared(PublishedTable table, Metadata current) {
        Map<String, String> configuration = new HashMap<>(asJava(current.configuration()));
        configuration.keySet().removeIf(key -> key.startsWith(CONSTRAINT));
        configuration.putIfAbsent(INDEXED_COLUMNS, Integer.toString(MOST_INDEXED_COLUMNS));
        table.checks().forEach((name, predicate) -> configuration.put(CONSTRAINT + name, predicate));
        return new Metadata(
                current.id(),
                current.name(),
                table.description(),
                current.format(),
                table.schema().json(),
                current.partitionColumns(),
                Map$.MODULE$.from(asScala(configuration)),
                current.createdTime());
    }

    private static Failure failure(PublishedTable table, String folder, Exception exception) {
        Throwable cause = exception;
        while (cause.getCause() != null && !(cause instanceof DeltaInvariantViolationException)) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (cause instanceof DeltaInvariantViolationException) {
            return Failure.gate("Cannot publish %s: a row breaks a rule of the table. %s Nothing was published."
                    .formatted(table.name(), reason));
        }
        return Failure.error(
                "Cannot write the table %s to %s: %s (%s). Look for a full disk or missing rights. Nothing was published."
                        .formatted(
                                table.name(), folder, reason, cause.getClass().getSimpleName()),
                exception);
    }
}
