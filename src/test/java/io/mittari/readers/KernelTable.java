package io.mittari.readers;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** A table read by Delta Kernel, the library that readers other than Spark are built on: DuckDB's, for one. */
final class KernelTable {
    private static final Engine ENGINE = DefaultEngine.create(new Configuration());

    private final Snapshot snapshot;

    private KernelTable(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The table as it is now. */
    static KernelTable newest(Path folder) {
        return new KernelTable(Table.forPath(ENGINE, folder.toString()).getLatestSnapshot(ENGINE));
    }

    /** The table as it was at a version. */
    static KernelTable at(Path folder, long version) {
        return new KernelTable(Table.forPath(ENGINE, folder.toString()).getSnapshotAsOfVersion(ENGINE, version));
    }

    StructType schema() {
        return snapshot.getSchema();
    }

    Optional<String> comment() {
        return snapshot.getMetadata().getDescription();
    }

    /** What a reader must understand: 1 is what every reader does. */
    int readerVersion() {
        return snapshot.getProtocol().getMinReaderVersion();
    }

    /** The data files, with the values of the columns that stand in the log and not in the files. */
    List<DataFile> files() throws IOException {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterator<Row> scanned =
                Utils.intoRows(snapshot.getScanBuilder().build().getScanFiles(ENGINE))) {
            scanned.forEachRemaining(file -> files.add(new DataFile(
                    Path.of(URI.create(
                            InternalScanFileUtils.getAddFileStatus(file).getPath())),
                    InternalScanFileUtils.getPartitionValues(file))));
        }
        return files;
    }

    /** Hands every row of the table on. */
    void forEachRow(Consumer<Row> consumer) throws IOException {
        Scan scan = snapshot.getScanBuilder().build();
        Row state = scan.getScanState(ENGINE);
        try (CloseableIterator<Row> files = Utils.intoRows(scan.getScanFiles(ENGINE))) {
            while (files.hasNext()) {
                Row file = files.next();
                try (CloseableIterator<Row> rows = Utils.intoRows(contents(state, file))) {
                    rows.forEachRemaining(consumer);
                }
            }
        }
    }

    private static CloseableIterator<FilteredColumnarBatch> contents(Row state, Row file) throws IOException {
        CloseableIterator<FileStatus> status =
                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file));
        return Scan.transformPhysicalData(
                ENGINE,
                state,
                file,
                ENGINE.getParquetHandler()
                        .readParquetFiles(status, ScanStateRow.getPhysicalDataReadSchema(state), Optional.empty())
                        .map(FileReadResult::getData));
    }

    /**
     * A data file.
     *
     * @param path where it lies
     * @param partition values that all its rows have in common, as text by column
     */
    record DataFile(Path path, Map<String, String> partition) {}
}
