package io.mittari.warehouse;

import static scala.jdk.javaapi.CollectionConverters.asJava;
import static scala.jdk.javaapi.CollectionConverters.asScala;
import static scala.jdk.javaapi.OptionConverters.toJava;

import io.mittari.model.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.DummySnapshot;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DomainMetadata;
import org.apache.spark.sql.delta.actions.Protocol;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;

/**
 * A table as a run finds it: its files, and the transaction in which the run changes it. Rows are read and written file
 * by file; nothing of it is visible to anybody before the {@link StagedTable} that it leads to is committed.
 */
final class OpenTable {
    /** A file of so many rows is large enough; larger ones are split. */
    static final long ROWS_PER_FILE = 4_000_000;

    private final SparkSession spark;
    private final String folder;
    private final PublishedTable table;
    private final RestampingTransaction transaction;
    private final List<AddFile> files;

    private OpenTable(
            SparkSession spark,
            String folder,
            PublishedTable table,
            RestampingTransaction transaction,
            List<AddFile> files) {
        this.spark = spark;
        this.folder = folder;
        this.table = table;
        this.transaction = transaction;
        this.files = files;
    }

    /**
     * Opens a table, or makes a new one where there is none.
     *
     * @throws Failure with exit 1 where the folder cannot be read
     */
    static OpenTable open(SparkSession spark, String folder, PublishedTable table) {
        return Writing.of(table, folder, () -> {
            RestampingTransaction transaction = RestampingTransaction.start(DeltaLog.forTable(spark, new Path(folder)));
            List<AddFile> files = transaction.readVersion() < 0 ? List.of() : files(transaction.snapshot());
            transaction.readWholeTable();
            TableDeclaration.declare(transaction, table);
            return new OpenTable(spark, folder, table, transaction, files);
        });
    }

    /** All files of a version: from its checksum file where that lists them, which spares a replay of the log. */
    static List<AddFile> files(Snapshot snapshot) {
        return toJava(snapshot.checksumOpt())
                .flatMap((VersionChecksum known) -> toJava(known.allFiles()))
                .map(known -> asJava(known))
                .orElseGet(() -> snapshot.allFiles().collectAsList());
    }

    PublishedTable table() {
        return table;
    }

    RestampingTransaction transaction() {
        return transaction;
    }

    SparkSession spark() {
        return spark;
    }

    String folder() {
        return folder;
    }

    /** The files of the table before it is changed. */
    List<AddFile> files() {
        return files;
    }

    /** Whether the table's stamps stand in its log, as they have to for files to be stamped anew. */
    boolean isStampedInLog() {
        return asJava(transaction.snapshot().metadata().partitionColumns()).equals(table.stampColumns());
    }

    /** The rows of some files, which may be staged ones; nothing is read yet. */
    Dataset<Row> rows(List<AddFile> some) {
        DeltaLog log = transaction.deltaLog();
        Option<Seq<DomainMetadata>> domains = Option.empty();
        Option<Protocol> protocol = Option.empty();
        DummySnapshot shape = new DummySnapshot(log.logPath(), log, transaction.metadata(), domains, protocol);
        return log.createDataFrame(shape, asScala(some).toSeq(), false, Option.empty());
    }

    /**
     * Writes rows beside the table's files, with every constraint enforced.
     *
     * @throws Failure with exit 3 where a row breaks a constraint, with exit 1 where the folder cannot be written
     */
    List<AddFile> write(Dataset<Row> rows) {
        Map<String, String> options = Map.of(DeltaOptions.MAX_RECORDS_PER_FILE(), Long.toString(ROWS_PER_FILE));
        return Writing.of(table, folder, () -> {
            DeltaOptions limits = new DeltaOptions(
                    Map$.MODULE$.from(asScala(options)), spark.sessionState().conf());
            return asJava(transaction.writeFiles(rows, Option.apply(limits))).stream()
                    .map(AddFile.class::cast)
                    .toList();
        });
    }

    /** Where a file lies. */
    Path path(AddFile file) {
        return file.absolutePath(transaction.deltaLog());
    }

    /** Copies of files with another stamp. */
    List<AddFile> stamped(List<AddFile> some, Stamp stamp) {
        Map<String, String> values = stamp.values(table);
        return some.stream().map(file -> withPartition(file, values)).toList();
    }

    private static AddFile withPartition(AddFile file, Map<String, String> values) {
        return file.copy(
                file.path(),
                Map$.MODULE$.from(asScala(values)),
                file.size(),
                file.modificationTime(),
                true,
                file.stats(),
                file.tags(),
                file.deletionVector(),
                file.baseRowId(),
                file.defaultRowCommitVersion(),
                file.clusteringProvider(),
                file.backReference(),
                file.amtPassthrough());
    }

    /** Rows in files; empty where one does not say how many it has. */
    static Optional<Long> rowCount(List<AddFile> some) {
        List<Optional<Long>> counts =
                some.stream().map(file -> FileStatistics.of(file).rows()).toList();
        return counts.stream().allMatch(Optional::isPresent)
                ? Optional.of(counts.stream().mapToLong(Optional::get).sum())
                : Optional.empty();
    }
}
