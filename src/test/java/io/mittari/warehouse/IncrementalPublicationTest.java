package io.mittari.warehouse;

import static io.mittari.warehouse.SmallWarehouse.DEALS;
import static io.mittari.warehouse.SmallWarehouse.FIGURES;
import static io.mittari.warehouse.SmallWarehouse.deals;
import static io.mittari.warehouse.SmallWarehouse.dealsNamed;
import static io.mittari.warehouse.SmallWarehouse.figures;
import static io.mittari.warehouse.SmallWarehouse.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mittari.LocalSpark;
import io.mittari.settings.Settings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that write only what changed: the rows must be those of runs that write everything. */
class IncrementalPublicationTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 30);

    @TempDir
    Path folder;

    private SmallWarehouse small;

    @BeforeEach
    void open() {
        small = new SmallWarehouse(folder, new Settings.Maintenance(30, 10, 7));
    }

    @Test
    void figuresLieInOneFilePerFiscalYear() {
        small.publish(
                "one", DAY, run -> run.stage(FIGURES, figures("2024-01=1", "2024-12=2", "2025-01=3", "2026-06=4")));

        assertThat(small.files(FIGURES)).hasSize(3);
        assertThat(lines(small.table(FIGURES)))
                .containsExactly(
                        "2024-01 | 2024-01-01 | 2026-06-30 | one | 1",
                        "2024-12 | 2024-12-01 | 2026-06-30 | one | 2",
                        "2025-01 | 2025-01-01 | 2026-06-30 | one | 3",
                        "2026-06 | 2026-06-01 | 2026-06-30 | one | 4");
    }

    @Test
    void fiscalYearThatBeginsInAprilIsOneFile() {
        small.publish(
                "one", DAY, 4, run -> run.stage(FIGURES, figures("2025-04=1", "2025-12=2", "2026-03=3", "2026-04=4")));

        assertThat(small.files(FIGURES)).hasSize(2);
    }

    @Test
    void keptFiguresAreRestampedInTheLogAlone() throws Exception {
        small.publish("one", DAY, run -> run.stage(FIGURES, figures("2025-01=3", "2026-06=4")));
        List<String> files = small.files(FIGURES);

        small.publish(
                "two",
                DAY.plusDays(1),
                run -> assertThat(lines(run.keep(FIGURES)))
                        .containsExactly(
                                "2025-01 | 2025-01-01 | 2026-07-01 | two | 3",
                                "2026-06 | 2026-06-01 | 2026-07-01 | two | 4"));

        assertThat(small.files(FIGURES)).isEqualTo(files);
        assertThat(lines(small.table(FIGURES)))
                .containsExactly(
                        "2025-01 | 2025-01-01 | 2026-07-01 | two | 3", "2026-06 | 2026-06-01 | 2026-07-01 | two | 4");
        assertThat(small.table(FIGURES).where("run_id = 'one'").count()).isZero();
        assertThat(small.table(FIGURES).where("run_id = 'two' and deals = 3").count())
                .isOne();
        assertThat(lines(small.version(FIGURES, 0)))
                .containsExactly(
                        "2025-01 | 2025-01-01 | 2026-06-30 | one | 3", "2026-06 | 2026-06-01 | 2026-06-30 | one | 4");
        assertThat(small.version(FIGURES, 0).where("run_id = 'one'").count()).isEqualTo(2);
    }

    @Test
    void newerPeriodsAreReplacedAndOlderOnesRestamped() {
        small.publish(
                "one", DAY, run -> run.stage(FIGURES, figures("2024-01=1", "2025-01=2", "2025-12=3", "2026-06=4")));
        List<String> before = small.files(FIGURES);

        small.publish(
                "two",
                DAY.plusDays(1),
                run -> run.replaceFrom(FIGURES, figures("2026-06=5", "2026-07=6"), LocalDate.of(2026, 1, 1)));

        assertThat(lines(small.table(FIGURES)))
                .containsExactly(
                        "2024-01 | 2024-01-01 | 2026-07-01 | two | 1",
                        "2025-01 | 2025-01-01 | 2026-07-01 | two | 2",
                        "2025-12 | 2025-12-01 | 2026-07-01 | two | 3",
                        "2026-06 | 2026-06-01 | 2026-07-01 | two | 5",
                        "2026-07 | 2026-07-01 | 2026-07-01 | two | 6");
        assertThat(small.files(FIGURES)).hasSize(3).filteredOn(before::contains).hasSize(2);
    }

    @Test
    void fileWithRowsOnBothSidesIsCarriedOver() {
        small.publish("one", DAY, run -> run.stage(FIGURES, figures("2025-01=1", "2025-04=2", "2026-06=3")));

        // From April on: the settings' fiscal year has changed since the file was written.
        small.publish("two", DAY, run -> run.replaceFrom(FIGURES, figures("2025-05=7"), LocalDate.of(2025, 4, 1)));

        assertThat(lines(small.table(FIGURES)))
                .containsExactly(
                        "2025-01 | 2025-01-01 | 2026-06-30 | two | 1", "2025-05 | 2025-05-01 | 2026-06-30 | two | 7");
    }

    @Test
    void stateStaysRightOverManyRestampingCommits() throws Exception {
        small.publish("run0", DAY, run -> run.stage(FIGURES, figures("2024-01=1", "2025-01=2", "2026-06=0")));
        for (int i = 1; i <= 12; i++) {
            int night = i;
            small.publish("run" + i, DAY.plusDays(i), run -> {
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
        Snapshot snapshot =
                DeltaLog.forTable(LocalSpark.session(), small.path(FIGURES)).unsafeVolatileSnapshot();
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
            assertThat(small.version(FIGURES, version)
                            .select("run_id")
                            .distinct()
                            .head()
                            .getString(0))
                    .isEqualTo("run" + version);
        }
        assertThat(readByKernel(FIGURES)).containsExactly("run12", "run12", "run12");
        io.delta.tables.DeltaTable.forPath(LocalSpark.session(), small.path(FIGURES))
                .vacuum(1_000);
        assertThat(lines(small.table(FIGURES))).hasSize(3).allMatch(line -> line.contains("| run12 |"));
    }

    @Test
    void mergeTakesRowsOutByKeyAndPutsOthersIn() {
        small.publish("one", DAY, run -> run.stage(DEALS, deals("d1=open=1", "d2=open=2", "d3=open=3")));

        small.publish(
                "two",
                DAY,
                run -> assertThat(lines(run.merge(DEALS, dealsNamed("d2", "d3"), deals("d2=won=2", "d4=open=4"))))
                        .containsExactly("d1 | open | 1", "d2 | won | 2", "d4 | open | 4"));

        assertThat(lines(small.table(DEALS))).containsExactly("d1 | open | 1", "d2 | won | 2", "d4 | open | 4");
        assertThat(lines(small.version(DEALS, 0))).containsExactly("d1 | open | 1", "d2 | open | 2", "d3 | open | 3");
    }

    @Test
    void mergeWritesOnlyTheFilesAnewThatLoseRows() {
        Dataset<Row> many = LocalSpark.session()
                .range(0, 30_000, 1, 3)
                .selectExpr("concat('d', lpad(id, 6, '0')) deal", "'open' stage", "id amount");
        small.publish("one", DAY, run -> run.stage(DEALS, many));
        List<String> before = small.files(DEALS);
        assertThat(before).hasSize(3);

        small.publish(
                "two",
                DAY,
                run -> run.merge(DEALS, dealsNamed("d000001", "d029999"), deals("d000001=won=1", "d030000=open=1")));

        assertThat(small.files(DEALS)).filteredOn(before::contains).hasSize(1);
        assertThat(small.table(DEALS).count()).isEqualTo(30_000);
        assertThat(lines(small.table(DEALS).where("deal in ('d000001', 'd029999', 'd030000', 'd000002')")))
                .containsExactly("d000001 | won | 1", "d000002 | open | 2", "d030000 | open | 1");
    }

    @Test
    void mergeIntoATableThatIsNotThereWritesIt() {
        small.publish("one", DAY, run -> run.merge(DEALS, dealsNamed(), deals("d1=open=1")));

        assertThat(lines(small.table(DEALS))).containsExactly("d1 | open | 1");
    }

    @Test
    void rowsThatAKilledFirstRunLeftAreNotBuiltUpon() {
        OpenTable open = OpenTable.open(LocalSpark.session(), small.path(DEALS), DEALS);
        StagedTable.of(open, open.write(deals("killed=open=1")), List.of()).commit("killed");

        small.publish("one", DAY, run -> run.merge(DEALS, dealsNamed(), deals("d1=open=1")));

        assertThat(lines(small.table(DEALS))).containsExactly("d1 | open | 1");
    }

    @Test
    void keptTableIsNotCommittedAndStaysPromised() {
        small.publish("one", DAY, run -> run.stage(DEALS, deals("d1=open=1")));
        small.publish("two", DAY, run -> assertThat(lines(run.keep(DEALS))).containsExactly("d1 | open | 1"));

        assertThat(small.warehouse().newestRun().orElseThrow().tableVersions()).containsEntry("state/deals", 0L);
    }

    @Test
    void tableThatIsNotPublishedCannotBeKept() {
        small.publish(
                "one",
                DAY,
                run -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> run.keep(DEALS))
                        .withMessageContaining("state/deals"));
    }

    /** The run_id of every file, as another implementation of Delta's protocol reads the log. */
    private List<String> readByKernel(PublishedTable table) throws Exception {
        var engine = io.delta.kernel.defaults.engine.DefaultEngine.create(new Configuration());
        var snapshot = io.delta.kernel.Table.forPath(engine, small.path(table)).getLatestSnapshot(engine);
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
