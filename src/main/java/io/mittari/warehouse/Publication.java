package io.mittari.warehouse;

import io.mittari.concurrent.InParallel;
import io.mittari.model.Failure;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The tables of one run on their way into the warehouse: all are written and checked first, then all are committed, the
 * row of {@code runs} last. Closing it before that leaves the warehouse as it was.
 */
public final class Publication implements AutoCloseable {
    private final Warehouse warehouse;
    private final WarehouseLock lock;
    private final List<StagedTable> staged = Collections.synchronizedList(new ArrayList<>());
    private final List<StagedTable> committed = Collections.synchronizedList(new ArrayList<>());

    Publication(Warehouse warehouse, WarehouseLock lock) {
        this.warehouse = warehouse;
        this.lock = lock;
    }

    /**
     * Writes a table's new rows beside the published ones; may be called from several threads.
     *
     * @return the rows, read back from what was written
     * @throws Failure with exit 3 where a row breaks a constraint, with exit 1 where the folder cannot be written
     */
    public Dataset<Row> stage(PublishedTable table, Dataset<Row> rows) {
        StagedTable written = StagedTable.stage(warehouse.spark(), warehouse.folder(table), table, rows);
        staged.add(written);
        return written.rows();
    }

    /**
     * Publishes every staged table and the row of {@code runs} that names their versions.
     *
     * @throws Failure with exit 4 where the lock was lost or another program writes the warehouse, with exit 1 where the
     *     file system fails; the tables committed by then are put back
     */
    public void commit(RunDetails details) {
        List<StagedTable> tables = List.copyOf(staged);
        Dataset<Row> run = warehouse.spark().createDataFrame(List.of(runRow(details)), RunTables.RUNS.schema());
        stage(RunTables.RUNS, run);
        lock.assertHeld();
        try {
            InParallel.forEach(tables, this::commit);
            List.copyOf(staged).forEach(this::commit);
        } catch (RuntimeException exception) {
            committed.forEach(StagedTable::undo);
            throw exception;
        }
        warehouse.register(committed.stream().map(StagedTable::table).toList());
    }

    /** Deletes what was written but not committed. */
    @Override
    public void close() {
        staged.forEach(StagedTable::discard);
        staged.clear();
    }

    private void commit(StagedTable table) {
        table.commit(lock.runId());
        staged.remove(table);
        committed.add(table);
    }

    private Row runRow(RunDetails details) {
        Map<String, Long> versions = new TreeMap<>();
        staged.forEach(table -> versions.put(table.table().name(), table.nextVersion()));
        return RowFactory.create(
                lock.runId(),
                Date.valueOf(details.reportingDate()),
                Timestamp.from(details.startedAt()),
                Timestamp.from(details.finishedAt()),
                "published",
                details.codeVersion(),
                details.configurationFingerprint(),
                details.sourceLoads(),
                versions,
                Warehouse.FORMAT);
    }
}
