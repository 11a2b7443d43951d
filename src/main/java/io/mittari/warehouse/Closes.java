package io.mittari.warehouse;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.mittari.concurrent.InParallel;
import io.mittari.model.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The closed periods of a warehouse. A close is there as soon as {@code closes} names it, and that is committed last: of
 * a close that was stopped before there are at most rows that nobody counts, and the next one removes them.
 */
public final class Closes {
    private static final Logger LOG = LoggerFactory.getLogger(Closes.class);

    private final Warehouse warehouse;

    Closes(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** All entries; none where nothing was ever closed. */
    public CloseLog log() {
        return warehouse.exists(CloseTables.CLOSES)
                ? new CloseLog(read(CloseTables.CLOSES).collectAsList().stream()
                        .map(CloseRows::event)
                        .toList())
                : CloseLog.EMPTY;
    }

    /** The rows that a close has frozen. */
    public Dataset<Row> rows(PublishedTable table, Close close) {
        return read(table).where(col(CloseTables.CLOSE_ID).equalTo(close.closeId()));
    }

    /** The rows that closes have frozen. */
    public Dataset<Row> rows(PublishedTable table, List<Close> some) {
        return read(table)
                .where(col(CloseTables.CLOSE_ID)
                        .isin(some.stream().map(Close::closeId).toArray()));
    }

    /**
     * Freezes rows and closes the period: both or neither.
     *
     * @param event the close, without digests, number and checksum
     * @param frozen rows per frozen table, without {@link CloseTables#CLOSE_ID}
     * @param lock the lock of this warehouse
     * @return the entry as it was written
     * @throws io.mittari.model.Failure with exit 4 where the lock was lost, with exit 1 where the file system fails
     */
    public CloseEvent freeze(CloseEvent event, Map<PublishedTable, Dataset<Row>> frozen, WarehouseLock lock) {
        removeUnnamed();
        List<StagedTable> staged = new ArrayList<>();
        try {
            staged.addAll(InParallel.map(
                    List.copyOf(frozen.keySet()), table -> stage(table, event.close(), frozen.get(table))));
            Map<String, TableDigest> digests = digests(staged);
            Close close = event.close().withDigests(digests);
            CloseEvent written =
                    log().next(new CloseEvent(0, close, event.action(), event.by(), event.at(), event.note(), ""));
            lock.assertHeld();
            staged.sort(Comparator.comparing(table -> table.table().name()));
            while (!staged.isEmpty()) {
                staged.get(0).commit(lock.runId());
                staged.remove(0);
            }
            append(written, lock);
            warehouse.register(List.copyOf(frozen.keySet()));
            return written;
        } finally {
            staged.forEach(StagedTable::discard);
        }
    }

    /**
     * Adds an entry about a close.
     *
     * @return the entry as it was written
     * @throws io.mittari.model.Failure as {@link #freeze}
     */
    public CloseEvent record(CloseEvent event, WarehouseLock lock) {
        CloseEvent written = log().next(event);
        lock.assertHeld();
        append(written, lock);
        return written;
    }

    /** The frozen tables that are there. */
    List<PublishedTable> tables() {
        return CloseTables.FROZEN.stream().filter(warehouse::exists).toList();
    }

    /** Closes of a table's rows that no entry names: a close that was stopped left them, or somebody added them. */
    List<String> unnamed(PublishedTable table, CloseLog log) {
        List<String> named =
                log.closes().stream().map(close -> close.close().closeId()).toList();
        return read(table).select(CloseTables.CLOSE_ID).distinct().as(Encoders.STRING()).collectAsList().stream()
                .filter(id -> !named.contains(id))
                .sorted()
                .toList();
    }

    /**
     * Removes what a close that was stopped has left. Of those there is at most one, because each close begins here: more
     * means that entries are gone, and then rows are evidence.
     */
    private void removeUnnamed() {
        CloseLog log = log();
        Map<PublishedTable, List<String>> unnamedByTable = new LinkedHashMap<>();
        tables().forEach(table -> unnamedByTable.put(table, unnamed(table, log)));
        long unnamedCloses = unnamedByTable.values().stream()
                .flatMap(List::stream)
                .distinct()
                .count();
        if (unnamedCloses > 1 || !log.faults().isEmpty()) {
            throw Failure.gate(
                    ("Cannot close: %s is not what closes left, `mittari verify` says where. Bring its folder"
                                    + " and those of the closed_ tables back from a backup.")
                            .formatted(warehouse.folder(CloseTables.CLOSES)));
        }
        unnamedByTable.forEach((table, unnamed) -> {
            if (!unnamed.isEmpty()) {
                LOG.warn("Removing rows from {} that no close names: {}", table.name(), unnamed);
                setAppendOnly(table, false);
                DeltaTable.forPath(warehouse.spark(), warehouse.folder(table))
                        .delete(col(CloseTables.CLOSE_ID).isin(unnamed.toArray()));
                setAppendOnly(table, true);
            }
        });
    }

    private void setAppendOnly(PublishedTable table, boolean value) {
        try {
            warehouse
                    .spark()
                    .sql("alter table delta.`%s` set tblproperties ('%s' = '%s')"
                            .formatted(
                                    warehouse.folder(table).replace("`", "``"), TableDeclaration.APPEND_ONLY, value));
        } catch (Exception exception) { // AnalysisException, which Scala does not declare
            throw new IllegalStateException("Cannot change properties of " + table.name(), exception);
        }
    }

    private StagedTable stage(PublishedTable table, Close close, Dataset<Row> rows) {
        OpenTable open = OpenTable.open(warehouse.spark(), warehouse.folder(table), table);
        Dataset<Row> named = rows.withColumn(CloseTables.CLOSE_ID, lit(close.closeId()));
        return StagedTable.of(open, open.write(TableDeclaration.inDeclaredOrder(table, named)), List.of());
    }

    private static Map<String, TableDigest> digests(List<StagedTable> staged) {
        List<TableDigest> digests = InParallel.map(staged, table -> TableDigest.of(table.table(), table.addedRows()));
        Map<String, TableDigest> byTable = new TreeMap<>();
        for (int place = 0; place < staged.size(); place++) {
            byTable.put(staged.get(place).table().name(), digests.get(place));
        }
        return byTable;
    }

    private void append(CloseEvent event, WarehouseLock lock) {
        OpenTable open = OpenTable.open(warehouse.spark(), warehouse.folder(CloseTables.CLOSES), CloseTables.CLOSES);
        Dataset<Row> row =
                warehouse.spark().createDataFrame(List.of(CloseRows.row(event)), CloseTables.CLOSES.schema());
        StagedTable.of(open, open.write(row.coalesce(1)), List.of()).commit(lock.runId());
        warehouse.register(List.of(CloseTables.CLOSES));
    }

    private Dataset<Row> read(PublishedTable table) {
        return warehouse.spark().read().format("delta").load(warehouse.folder(table));
    }
}
