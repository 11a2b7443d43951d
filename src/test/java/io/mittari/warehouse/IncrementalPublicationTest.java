package io.mittari.warehouse;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mittari.LocalSpark;
import io.mittari.model.FiscalCalendar;
import io.mittari.settings.Settings;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that write only what changed: the rows must be those of runs that write everything. */
class IncrementalPublicationTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 30);

    private static final PublishedTable FIGURES = PublishedTable.replaced(
            "figures",
            "Figures by month.",
            List.of(
                    PublishedColumn.text("period", "Month.").notNull(),
                    PublishedColumn.date("period_start", "First day.").notNull(),
                    PublishedColumn.date("as_of", "Reporting date.").notNull(),
                    PublishedColumn.text("run_id", "Run.").notNull(),
                    PublishedColumn.count("deals", "Deals.")),
            List.of("period"));

    private static final PublishedTable DEALS = PublishedTable.replaced(
            "state/deals",
            "Deals.",
            List.of(
                    PublishedColumn.text("deal", "Deal.").notNull(),
                    PublishedColumn.text("stage", "Stage.").notNull(),
                    PublishedColumn.count("amount", "Amount.")),
            List.of("deal"));

    @TempDir
    Path folder;

    private Warehouse warehouse;

    @BeforeEach
    void open() {
        warehouse = new Warehouse(LocalSpark.session(), new Settings.Warehouse(folder.toString(), Optional.empty()));
    }

    @Test
    void figuresLieInOneFilePerFiscalYear() {
        publish("one", DAY, run -> run.stage(FIGURES, figures("2024-01=1", "2024-12=2", "2025-01=3", "2026-06=4")));

        assertThat(files(FIGURES)).hasSize(3);
        assertThat(lines(table(FIGURES)))
                .containsExactly(
                        "2024-01 | 2024-01-01 | 2026-06-30 | one | 1",
                        "2024-12 | 2024-12-01 | 2026-06-30 | one | 2",
                        "2025-01 | 2025-01-01 | 2026-06-30 | one | 3",
                        "2026-06 | 2026-06-01 | 2026-06-30 | one | 4");
    }

    @Test
    void fiscalYearThatBeginsInAprilIsOneFile() {
        FiscalCalendar april = new FiscalCalendar(ZoneOffset.UTC, 4);
        try (WarehouseLock lock = warehouse.lock("one");
                Publication run = warehouse.begin(lock, Optional.empty(), new ReportingDay(DAY, april))) {
            run.stage(FIGURES, figures("2025-04=1", "2025-12=2", "2026-03=3", "2026-04=4"));
            run.commit(details(DAY));
        }

        assertThat(files(FIGURES)).hasSize(2);
    }

    @Test
    void keptFiguresAreRestampedInTheLogAlone() throws Exception {
        publish("one", DAY, run -> run.stage(FIGURES, figures("2025-01=3", "2026-06=4")));
        List<String> files = files(FIGURES);

        publish(
                "two",
                DAY.plusDays(1),
                run -> assertThat(lines(run.keep(FIGURES)))
                        .containsExactly(
                                "2025-01 | 2025-01-01 | 2026-07-01 | two | 3",
                                "2026-06 | 2026-06-01 | 2026-07-01 | two | 4"));

        assertThat(files(FIGURES)).isEqualTo(files);
        assertThat(lines(table(FIGURES)))
                .containsExactly(
                        "2025-01 | 2025-01-01 | 2026-07-01 | two | 3", "2026-06 | 2026-06-01 | 2026-07-01 | two | 4");
        assertThat(table(FIGURES).where("run_id = 'one'").count()).isZero();
        assertThat(table(FIGURES).where("run_id = 'two' and deals = 3").count()).isOne();
        assertThat(lines(version(FIGURES, 0)))
                .containsExactly(
                        "2025-01 | 2025-01-01 | 2026-06-30 | one | 3", "2026-06 | 2026-06-01 | 2026-06-30 | one | 4");
        assertThat(version(FIGURES, 0).where("run_id = 'one'").count()).isEqualTo(2);
    }

    @Test
    void newerPeriodsAreReplacedAndOlderOnesRestamped() {
        publish("one", DAY, run -> run.stage(FIGURES, figures("2024-01=1", "2025-01=2", "2025-12=3", "2026-06=4")));
        List<String> before = files(FIGURES);

        publish(
                "two",
                DAY.plusDays(1),
                run -> run.replaceFrom(FIGURES, figures("2026-06=5", "2026-07=6"), LocalDate.of(2026, 1, 1)));

        assertThat(lines(table(FIGURES)))
                .containsExactly(
                        "2024-01 | 2024-01-01 | 2026-07-01 | two | 1",
                        "2025-01 | 2025-01-01 | 2026-07-01 | two | 2",
                        "2025-12 | 2025-12-01 | 2026-07-01 | two | 3",
                        "2026-06 | 2026-06-01 | 2026-07-01 | two | 5",
                        "2026-07 | 2026-07-01 | 2026-07-01 | two | 6");
        assertThat(files(FIGURES)).hasSize(3).filteredOn(before::contains).hasSize(2);
    }

    @Test
    void fileWithRowsOnBothSidesIsCarriedOver() {
        publish("one", DAY, run -> run.stage(FIGURES, figures("2025-01=1", "2025-04=2", "2026-06=3")));

        // From April on: the settings' fiscal year has changed since the file was written.
        publish("two", DAY, run -> run.replaceFrom(FIGURES, figures("2025-05=7"), LocalDate.of(2025, 4, 1)));

        assertThat(lines(table(FIGURES)))
                .containsExactly(
                        "2025-01 | 2025-01-01 | 2026-06-30 | two | 1", "2025-05 | 2025-05-01 | 2026-06-30 | two | 7");
    }

    @Test
    void stateStaysRightOverManyRestampingCommits() throws Exception {
        publish("run0", DAY, run -> run.stage(FIGURES, figures("2024-01=1", "2025-01=2", "2026-06=0")));
        for (int i = 1; i <= 12; i++) {
            int night = i;
            publish("run" + i, DAY.plusDays(i), run -> {
                if (night % 3 == 0) {
                    run.keep(FIGURES);
                } else {
                    run.replaceFrom(FIGURES, figures("2026-06=" + night), LocalDate.of(2026, 1, 1));
                }
            });
        }

        assertThat(folder.resolve("figures/_delta_log/00000000000000000010.checkpoint.parquet"))
                .exists();
        DeltaLog.clearCache();
        Snapshot snapshot = DeltaLog.forTable(
                        LocalSpark.session(), folder.resolve("figures").toString())
                .unsafeVolatileSnapshot();
        assertThat(snapshot.checksumOpt().get().numFiles()).isEqualTo(3L);
        assertThat(snapshot.checksumOpt().get().allFiles().get().size()).isEqualTo(3);
        assertThat(snapshot.allFiles().count()).isEqualTo(3L);
        assertThat(snapshot.checksumOpt().get().tableSizeBytes())
                .isEqualTo(snapshot.allFiles()
                        .agg(org.apache.spark.sql.functions.sum("size"))
                        .head()
                        .getLong(0));
        assertThat(snapshot.validateChecksum(scala.collection.immutable.Map$.MODULE$.empty()))
                .isTrue();
        for (int version = 0; version <= 12; version++) {
            assertThat(version(FIGURES, version)
                            .select("run_id")
                            .distinct()
                            .head()
                            .getString(0))
                    .isEqualTo("run" + version);
        }
        assertThat(readByKernel(FIGURES)).containsExactly("run12", "run12", "run12");
        io.delta.tables.DeltaTable.forPath(
                        LocalSpark.session(), folder.resolve("figures").toString())
                .vacuum(1_000);
        assertThat(lines(table(FIGURES))).hasSize(3).allMatch(line -> line.contains("| run12 |"));
    }

    @Test
    void mergeTakesRowsOutByKeyAndPutsOthersIn() {
        publish("one", DAY, run -> run.stage(DEALS, deals("d1=open=1", "d2=open=2", "d3=open=3")));

        publish(
                "two",
                DAY,
                run -> assertThat(lines(run.merge(
                                DEALS, deals("d2=open=2", "d3=open=3").select("deal"), deals("d2=won=2", "d4=open=4"))))
                        .containsExactly("d1 | open | 1", "d2 | won | 2", "d4 | open | 4"));

        assertThat(lines(table(DEALS))).containsExactly("d1 | open | 1", "d2 | won | 2", "d4 | open | 4");
        assertThat(lines(version(DEALS, 0))).containsExactly("d1 | open | 1", "d2 | open | 2", "d3 | open | 3");
    }

    @Test
    void mergeWritesOnlyTheFilesAnewThatLoseRows() {
        Dataset<Row> many = LocalSpark.session()
                .range(0, 30_000, 1, 3)
                .selectExpr("concat('d', lpad(id, 6, '0')) deal", "'open' stage", "id amount");
        publish("one", DAY, run -> run.stage(DEALS, many));
        List<String> before = files(DEALS);
        assertThat(before).hasSize(3);

        publish(
                "two",
                DAY,
                run -> run.merge(
                        DEALS,
                        deals("d000001=x=0", "d029999=x=0").select("deal"),
                        deals("d000001=won=1", "d030000=open=1")));

        assertThat(files(DEALS)).filteredOn(before::contains).hasSize(1);
        assertThat(table(DEALS).count()).isEqualTo(30_000);
        assertThat(lines(table(DEALS).where("deal in ('d000001', 'd029999', 'd030000', 'd000002')")))
                .containsExactly("d000001 | won | 1", "d000002 | open | 2", "d030000 | open | 1");
    }

    @Test
    void mergeIntoATableThatIsNotThereWritesIt() {
        publish("one", DAY, run -> run.merge(DEALS, deals().select("deal"), deals("d1=open=1")));

        assertThat(lines(table(DEALS))).containsExactly("d1 | open | 1");
    }

    @Test
    void rowsThatAKilledFirstRunLeftAreNotBuiltUpon() {
        OpenTable open = OpenTable.open(LocalSpark.session(), warehouse.folder(DEALS), DEALS);
        StagedTable.of(open, open.write(deals("killed=open=1")), List.of()).commit("killed");

        publish("one", DAY, run -> run.merge(DEALS, deals().select("deal"), deals("d1=open=1")));

        assertThat(lines(table(DEALS))).containsExactly("d1 | open | 1");
    }

    @Test
    void keptTableIsNotCommittedAndStaysPromised() {
        publish("one", DAY, run -> run.stage(DEALS, deals("d1=open=1")));
        publish("two", DAY, run -> assertThat(lines(run.keep(DEALS))).containsExactly("d1 | open | 1"));

        assertThat(warehouse.newestRun().orElseThrow().tableVersions()).containsEntry("state/deals", 0L);
    }

    @Test
    void tableThatIsNotPublishedCannotBeKept() {
        publish(
                "one",
                DAY,
                run -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> run.keep(DEALS))
                        .withMessageContaining("state/deals"));
    }

    private void publish(String run, LocalDate day, Consumer<Publication> tables) {
        try (WarehouseLock lock = warehouse.lock(run);
                Publication publication = warehouse.begin(
                        lock, warehouse.newestRun(), new ReportingDay(day, new FiscalCalendar(ZoneOffset.UTC, 1)))) {
            tables.accept(publication);
            publication.commit(details(day));
        }
    }

    private static RunDetails details(LocalDate day) {
        return new RunDetails(day, Instant.now(), Instant.now(), "1", "fingerprint", Map.of("leads", List.of("all")));
    }

    /** Rows without a stamp, written as {@code 2026-06=4}: month and deals. */
    private static Dataset<Row> figures(String... months) {
        List<Row> rows = Arrays.stream(months)
                .map(month -> month.split("="))
                .map(parts -> RowFactory.create(parts[0], Date.valueOf(parts[0] + "-01"), Long.valueOf(parts[1])))
                .toList();
        StructType schema = new StructType()
                .add("period", DataTypes.StringType)
                .add("period_start", DataTypes.DateType)
                .add("deals", DataTypes.LongType);
        return LocalSpark.session().createDataFrame(rows, schema);
    }

    /** Rows written as {@code d1=open=4}: deal, stage and amount. */
    private static Dataset<Row> deals(String... deals) {
        List<Row> rows = Arrays.stream(deals)
                .map(deal -> deal.split("="))
                .map(parts -> RowFactory.create(parts[0], parts[1], Long.valueOf(parts[2])))
                .toList();
        return LocalSpark.session().createDataFrame(rows, DEALS.schema());
    }

    private Dataset<Row> table(PublishedTable table) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve(table.name()).toString());
    }

    private Dataset<Row> version(PublishedTable table, long version) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .option("versionAsOf", version)
                .load(folder.resolve(table.name()).toString());
    }

    private List<String> files(PublishedTable table) {
        return List.copyOf(new TreeSet<>(table(table)
                .select(col("_metadata.file_path"))
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList()));
    }

    private static List<String> lines(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(i -> String.valueOf(row.get(i)))
                        .collect(joining(" | ")))
                .sorted()
                .toList();
    }

    /** The run_id of every file, as another implementation of Delta's protocol reads the log. */
    private List<String> readByKernel(PublishedTable table) throws Exception {
        var engine = io.delta.kernel.defaults.engine.DefaultEngine.create(new Configuration());
        var snapshot = io.delta.kernel.Table.forPath(
                        engine, folder.resolve(table.name()).toString())
                .getLatestSnapshot(engine);
        List<String> runs = new java.util.ArrayList<>();
        try (var batches = snapshot.getScanBuilder().build().getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (var rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        runs.add(io.delta.kernel.internal.InternalScanFileUtils.getPartitionValues(rows.next())
                                .get("run_id"));
                    }
                }
            }
        }
        return runs;
    }
}
