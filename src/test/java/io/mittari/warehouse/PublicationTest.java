package io.mittari.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mittari.LocalSpark;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.model.FiscalCalendar;
import io.mittari.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 30);

    @TempDir
    Path folder;

    private Warehouse warehouse;

    @BeforeEach
    void open() {
        warehouse = warehouse(Optional.empty());
    }

    @Test
    void runNamesTheVersionsThatBelongTogether() {
        publish("one", DAY);
        publish("two", DAY);

        PublishedRun newest = warehouse.newestRun().orElseThrow();

        assertThat(newest.runId()).isEqualTo("two");
        assertThat(newest.tableVersions()).containsEntry("kpi_catalog", 1L).containsEntry("source_loads", 1L);
        assertThat(runs(warehouse.table("kpi_catalog", newest))).containsExactly("two");
        assertThat(runs(warehouse.table("source_loads", newest))).containsExactly("one", "two");
    }

    @Test
    void nothingIsPublishedBeforeEverythingIsWritten() throws IOException {
        publish("one", DAY);
        try (WarehouseLock lock = warehouse.lock("two");
                Publication publication = begin(lock)) {
            publication.stage(KpiTables.KPI_CATALOG, catalog("two"));
        }

        assertThat(runs(table("kpi_catalog"))).containsExactly("one");
        try (Stream<Path> files = Files.walk(folder.resolve("kpi_catalog"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSize(1);
        }
    }

    @Test
    void rowsOfARunThatWasKilledWhilePublishingAreRemovedByTheNext() {
        publish("one", DAY);
        commit(RunTables.SOURCE_LOADS, loads("killed"), "killed");
        assertThat(runs(table("source_loads"))).containsExactly("killed", "one");

        publish("two", DAY);

        assertThat(runs(table("source_loads"))).containsExactly("one", "two");
    }

    @Test
    void rowsOfAFirstRunThatWasKilledWhilePublishingAreRemovedByTheNext() {
        commit(RunTables.SOURCE_LOADS, loads("killed"), "killed");

        publish("one", DAY);

        assertThat(runs(table("source_loads"))).containsExactly("one");
    }

    @Test
    void nothingIsPublishedWhereAnotherProgramWroteATableDuringTheRun() {
        publish("one", DAY);
        Failure failure;
        try (WarehouseLock lock = warehouse.lock("two");
                Publication publication = begin(lock)) {
            publication.stage(KpiTables.KPI_CATALOG, catalog("two"));
            publication.stage(RunTables.SOURCE_LOADS, loads("two"));
            commit(KpiTables.KPI_CATALOG, catalog("another program"), "another program");
            failure = catchThrowableOfType(Failure.class, () -> publication.commit(details(DAY)));
        }

        assertThat(failure.exitCode()).isEqualTo(ExitCode.LOCKED);
        assertThat(runs(table("kpi_catalog"))).containsExactly("another program");
        assertThat(runs(table("source_loads"))).containsExactly("one");
        assertThat(warehouse.newestRun().orElseThrow().runId()).isEqualTo("one");
    }

    @Test
    void rowThatBreaksARuleOfItsTableIsAGate() {
        Row wrong = RowFactory.create("run", "leads", "all", 2L, 1L, 0L, 0L, 0L, 0L, Date.valueOf(DAY));
        try (WarehouseLock lock = warehouse.lock("one");
                Publication publication = begin(lock)) {
            Failure failure = catchThrowableOfType(
                    Failure.class,
                    () -> publication.stage(
                            RunTables.SOURCE_LOADS,
                            LocalSpark.session().createDataFrame(List.of(wrong), RunTables.SOURCE_LOADS.schema())));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.GATE);
            assertThat(failure).hasMessageContaining("source_loads").hasMessageContaining("balance");
        }
    }

    @Test
    void olderDayIsRefused() {
        publish("one", DAY);

        Failure failure = catchThrowableOfType(Failure.class, () -> refuseOlder(DAY.minusDays(1)));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure).hasMessageContaining("--restate").hasMessageContaining("--warehouse");
        refuseOlder(DAY);
    }

    @Test
    void warehouseOfANewerProgramIsRefused() {
        Row newer = RowFactory.create(
                "newer",
                Date.valueOf(DAY),
                java.sql.Timestamp.from(Instant.EPOCH),
                java.sql.Timestamp.from(Instant.EPOCH),
                "published",
                "9.0.0",
                "fingerprint",
                Map.of(),
                Map.of(),
                Warehouse.FORMAT + 1,
                Map.of());
        commit(RunTables.RUNS, LocalSpark.session().createDataFrame(List.of(newer), RunTables.RUNS.schema()), "newer");

        Failure failure = catchThrowableOfType(Failure.class, warehouse::newestRun);

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure).hasMessageContaining("9.0.0").hasMessageContaining("Install the newer version");
    }

    @Test
    void tablesAreRegisteredWhereADatabaseIsNamed() {
        warehouse = warehouse(Optional.of("mittari_test"));
        publish("one", DAY);
        publish("two", DAY);

        assertThat(runs(LocalSpark.session().table("mittari_test.kpi_catalog"))).containsExactly("two");
        LocalSpark.session().sql("drop database mittari_test cascade");
    }

    @Test
    void everyColumnCarriesItsComment() {
        publish("one", DAY);

        assertThat(table("kpi_catalog").schema().fields())
                .allSatisfy(field -> assertThat(field.getComment().isDefined()).isTrue());
    }

    private Warehouse warehouse(Optional<String> database) {
        return new Warehouse(
                LocalSpark.session(),
                new Settings.Warehouse(folder.toString(), database, new Settings.Maintenance(30, 10, 7)));
    }

    private Publication begin(WarehouseLock lock) {
        return warehouse.begin(
                lock, warehouse.newestRun(), new ReportingDay(DAY, new FiscalCalendar(ZoneOffset.UTC, 1)));
    }

    private void refuseOlder(LocalDate day) {
        warehouse.refuseOlder(day, warehouse.newestRun());
    }

    /** Commits rows to a table as a run that is killed before it has published, or another program. */
    private void commit(PublishedTable table, Dataset<Row> rows, String run) {
        OpenTable open = OpenTable.open(LocalSpark.session(), warehouse.folder(table), table);
        StagedTable.of(
                        open,
                        open.write(rows),
                        table.history() == PublishedTable.History.KEPT ? List.of() : open.files())
                .commit(run);
    }

    private void publish(String run, LocalDate day) {
        try (WarehouseLock lock = warehouse.lock(run);
                Publication publication = begin(lock)) {
            publication.stage(KpiTables.KPI_CATALOG, catalog(run));
            publication.stage(RunTables.SOURCE_LOADS, loads(run));
            publication.commit(details(day));
        }
    }

    private static RunDetails details(LocalDate day) {
        return new RunDetails(
                day, Instant.now(), Instant.now(), "1", "fingerprint", Map.of("leads", List.of("all")), Map.of());
    }

    private static Dataset<Row> catalog(String run) {
        Row row = RowFactory.create(
                "win_rate",
                "Win rate",
                "Voittoprosentti",
                "...",
                "a / b",
                "ratio",
                "higher",
                true,
                new String[] {"a"},
                run);
        return LocalSpark.session().createDataFrame(List.of(row), KpiTables.KPI_CATALOG.schema());
    }

    private static Dataset<Row> loads(String run) {
        Row row = RowFactory.create(run, "leads", "all", 1L, 1L, 0L, 0L, 0L, 0L, Date.valueOf(DAY));
        return LocalSpark.session().createDataFrame(List.of(row), RunTables.SOURCE_LOADS.schema());
    }

    private Dataset<Row> table(String name) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve(name).toString());
    }

    private static List<String> runs(Dataset<Row> rows) {
        return rows.select("run_id")
                .distinct()
                .orderBy("run_id")
                .as(Encoders.STRING())
                .collectAsList();
    }
}
