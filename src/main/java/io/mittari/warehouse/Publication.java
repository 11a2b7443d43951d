package io.mittari.warehouse;

import io.mittari.concurrent.InParallel;
import io.mittari.model.Failure;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * The tables of one run on their way into the warehouse: all are written and checked first, then all are committed, the
 * row of {@code runs} last. Closing it before that leaves the warehouse as it was.
 *
 * <p>A run may replace a table, replace its newer periods, merge what changed into it, or keep it. Tables may be staged
 * from several threads, each table once. The columns as_of and run_id of the figures are the publication's own: rows may
 * come without them.
 */
public final class Publication implements AutoCloseable {
    private final Warehouse warehouse;
    private final WarehouseLock lock;
    private final Optional<PublishedRun> newest;
    private final Stamp stamp;
    private final FiscalYears fiscalYears;
    private final List<StagedTable> staged = Collections.synchronizedList(new ArrayList<>());
    private final List<StagedTable> committed = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Long> kept = new ConcurrentSkipListMap<>();

    Publication(Warehouse warehouse, WarehouseLock lock, Optional<PublishedRun> newest, ReportingDay reportingDay) {
        this.warehouse = warehouse;
        this.lock = lock;
        this.newest = newest;
        this.stamp = new Stamp(lock.runId(), reportingDay.day());
        this.fiscalYears = new FiscalYears(reportingDay.calendar().firstMonth());
    }

    /**
     * Writes a table's new rows beside the published ones: all its rows, or this run's where the table keeps those of
     * earlier runs.
     *
     * @return the rows, read back from what was written
     * @throws Failure with exit 3 where a row breaks a constraint, with exit 1 where the folder cannot be written
     */
    public Dataset<Row> stage(PublishedTable table, Dataset<Row> rows) {
        return staged(stagedWhole(open(table), rows)).addedRows();
    }

    /**
     * Replaces a figure table's rows about periods that begin on a day or later. Earlier rows stay in their files, with
     * the stamp of this run.
     *
     * @param table a table of figures by period
     * @param rows all its rows whose period begins on that day or later
     * @param firstDay the first day of a fiscal year
     * @return all rows of the table; nothing of it is read yet
     * @throws Failure as {@link #stage}
     */
    public Dataset<Row> replaceFrom(PublishedTable table, Dataset<Row> rows, LocalDate firstDay) {
        if (!table.isByPeriod()) {
            throw new IllegalArgumentException("Cannot replace periods of " + table.name() + ": it has none");
        }
        OpenTable open = open(table);
        return staged(isPublished(table) ? stagedFrom(open, rows, firstDay) : stagedWhole(open, rows))
                .rows();
    }

    /**
     * Takes rows out of a table and puts others in. Only the files that hold removed rows are written anew.
     *
     * @param table a table that a run replaces, other than of figures
     * @param removed the keys of the rows that leave the table; computed several times, so better persisted
     * @param added the rows that come; a changed row is in both
     * @return all rows of the table; nothing of it is read yet
     * @throws Failure as {@link #stage}
     */
    public Dataset<Row> merge(PublishedTable table, Dataset<Row> removed, Dataset<Row> added) {
        if (!table.stampColumns().isEmpty() || table.history() == PublishedTable.History.KEPT) {
            throw new IllegalArgumentException("Cannot merge rows into " + table.name() + " by key");
        }
        OpenTable open = open(table);
        return staged(isPublished(table) ? new KeyMerge(open).merge(removed, added) : stagedWhole(open, added))
                .rows();
    }

    /**
     * Leaves a table's rows as they are; those of figures get the stamp of this run.
     *
     * @return all rows of the table; nothing of it is read yet
     * @throws IllegalArgumentException where the newest run did not publish the table
     */
    public Dataset<Row> keep(PublishedTable table) {
        if (!isPublished(table)) {
            throw new IllegalArgumentException("Cannot keep " + table.name() + ": it is not published");
        }
        OpenTable open = open(table);
        if (table.stampColumns().isEmpty()) {
            kept.put(table.name(), open.transaction().readVersion());
            return open.rows(open.files());
        }
        return staged(
                        open.isStampedInLog()
                                ? StagedTable.stamped(open, List.of(), List.of(), stamp)
                                : stagedWhole(open, open.rows(open.files())))
                .rows();
    }

    /**
     * Publishes every staged table and the row of {@code runs} that names their versions.
     *
     * @throws Failure with exit 4 where the lock was lost or another program writes the warehouse, with exit 1 where the
     *     file system fails; the tables committed by then are put back
     */
    public void commit(RunDetails details) {
        List<StagedTable> tables = List.copyOf(staged);
        Row run = runRow(details);
        OpenTable runs = open(RunTables.RUNS);
        Optional<Promises> promises = isMaintained(runs)
                ? Optional.of(Promises.of(warehouse.promisingRuns(), run, warehouse.maintenance()))
                : Optional.empty();
        staged(stagedRuns(runs, run, promises));
        lock.assertHeld();
        try {
            InParallel.forEach(tables, this::commit);
            List.copyOf(staged).forEach(this::commit);
        } catch (RuntimeException exception) {
            committed.forEach(StagedTable::undo);
            throw exception;
        }
        warehouse.register(committed.stream().map(StagedTable::table).toList());
        promises.ifPresent(kept ->
                warehouse.clean(kept.oldestVersions(runs.transaction().readVersion() + 1), details.finishedAt()));
    }

    /** On most nights there is nothing to look for: old versions are given up now and then, many at once. */
    private boolean isMaintained(OpenTable runs) {
        long version = runs.transaction().readVersion() + 1;
        return version > 0 && version % warehouse.maintenance().everyRuns() == 0;
    }

    private StagedTable stagedRuns(OpenTable runs, Row run, Optional<Promises> promises) {
        List<Row> withdrawn = promises.map(Promises::withdrawn).orElse(List.of());
        if (withdrawn.isEmpty()) {
            return new KeyMerge(runs).append(rows(List.of(run)));
        }
        List<Row> coming = new ArrayList<>(withdrawn);
        coming.add(run);
        return new KeyMerge(runs).merge(rows(withdrawn), rows(coming));
    }

    private Dataset<Row> rows(List<Row> runs) {
        return warehouse.spark().createDataFrame(runs, RunTables.RUNS.schema());
    }

    /** Deletes what was written but not committed. */
    @Override
    public void close() {
        staged.forEach(StagedTable::discard);
        staged.clear();
    }

    private OpenTable open(PublishedTable table) {
        return OpenTable.open(warehouse.spark(), warehouse.folder(table), table);
    }

    /** Whether there are rows to build on: a table that the newest run does not name is what a killed run left. */
    private boolean isPublished(PublishedTable table) {
        return newest.filter(run -> run.tableVersions().containsKey(table.name()))
                .isPresent();
    }

    private StagedTable staged(StagedTable table) {
        staged.add(table);
        return table;
    }

    private StagedTable stagedWhole(OpenTable open, Dataset<Row> rows) {
        PublishedTable table = open.table();
        if (table.history() == PublishedTable.History.KEPT && isPublished(table)) {
            return new KeyMerge(open).append(rows);
        }
        List<AddFile> written = table.stampColumns().isEmpty()
                ? open.write(TableDeclaration.inDeclaredOrder(table, rows))
                : fiscalYears.write(
                        open, rows, stamp, OpenTable.rowCount(open.files()).filter(count -> count > 0));
        return StagedTable.of(open, written, open.files());
    }

    private StagedTable stagedFrom(OpenTable open, Dataset<Row> rows, LocalDate firstDay) {
        List<AddFile> replaced = open.files().stream()
                .filter(file -> !open.isStampedInLog() || !FiscalYears.endsBefore(file, firstDay))
                .toList();
        List<AddFile> straddling = replaced.stream()
                .filter(file -> !FiscalYears.beginsFrom(file, firstDay))
                .toList();
        Dataset<Row> written =
                straddling.isEmpty() ? rows : rows.unionByName(FiscalYears.before(open, straddling, firstDay, rows));
        return StagedTable.stamped(
                open, fiscalYears.write(open, written, stamp, OpenTable.rowCount(replaced)), replaced, stamp);
    }

    private void commit(StagedTable table) {
        table.commit(lock.runId());
        staged.remove(table);
        committed.add(table);
    }

    private Row runRow(RunDetails details) {
        Map<String, Long> versions = new TreeMap<>(kept);
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
                Warehouse.FORMAT,
                details.closes());
    }
}
