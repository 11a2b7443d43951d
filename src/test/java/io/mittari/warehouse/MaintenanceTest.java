package io.mittari.warehouse;

import static io.mittari.warehouse.SmallWarehouse.DEALS;
import static io.mittari.warehouse.SmallWarehouse.FIGURES;
import static io.mittari.warehouse.SmallWarehouse.deals;
import static io.mittari.warehouse.SmallWarehouse.figures;
import static io.mittari.warehouse.SmallWarehouse.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mittari.LocalSpark;
import io.mittari.model.Failure;
import io.mittari.settings.Settings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
    /** Files are not deleted on the day on which they were written. */
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).plusDays(2);

    @TempDir
    Path folder;

    @Test
    void promiseOfAnOldRunIsWithdrawnBeforeItsFilesAreDeleted() {
        SmallWarehouse small = new SmallWarehouse(folder, new Settings.Maintenance(10, 1, 1));
        small.publish("old", DAY, run -> run.stage(DEALS, deals("d1=open=1")));
        PublishedRun old = small.warehouse().newestRun().orElseThrow();
        small.publish("new", DAY.plusDays(11), run -> run.stage(DEALS, deals("d1=won=1")));

        assertThat(small.table(RunTables.RUNS)
                        .where("size(map_keys(table_versions)) = 0")
                        .select("run_id")
                        .head()
                        .getString(0))
                .isEqualTo("old");
        assertThat(lines(small.table(DEALS))).containsExactly("d1 | won | 1");
        assertThat(catchThrowableOfType(
                        Exception.class,
                        () -> small.warehouse().table("state/deals", old).collect()))
                .isNotNull();
        PublishedRun withdrawn = new PublishedRun(
                old.runId(), old.reportingDate(), Map.of(), Map.of(), "1", "fingerprint", Optional.of(Map.of()));
        assertThat(catchThrowableOfType(Failure.class, () -> small.warehouse().table("state/deals", withdrawn)))
                .hasMessageContaining("maintenance.keep_days");
    }

    @Test
    void newestRunsStayReadableHoweverOldTheyAre() {
        SmallWarehouse small = new SmallWarehouse(folder, new Settings.Maintenance(10, 2, 1));
        small.publish("old", DAY, run -> run.stage(DEALS, deals("d1=open=1")));
        PublishedRun old = small.warehouse().newestRun().orElseThrow();
        small.publish("new", DAY.plusDays(400), run -> run.stage(DEALS, deals("d1=won=1")));

        assertThat(lines(small.warehouse().table("state/deals", old))).containsExactly("d1 | open | 1");
    }

    @Test
    void runIsPublishedWhereOldFilesCannotBeDeleted() {
        SmallWarehouse small = new SmallWarehouse(folder, new Settings.Maintenance(10, 10, 1));
        small.publish("one", DAY, run -> {
            run.stage(FIGURES, figures("2026-01=1"));
            run.stage(DEALS, deals("d1=open=1"));
        });
        assertThat(FileUtil.fullyDelete(Path.of(small.path(DEALS)).toFile())).isTrue();
        org.apache.spark.sql.delta.DeltaLog.clearCache();

        small.publish("two", DAY.plusDays(1), run -> run.keep(FIGURES));

        assertThat(small.warehouse().newestRun().orElseThrow().runId()).isEqualTo("two");
    }

    @Test
    void tableOfAnOlderLayoutIsWrittenAnew() {
        LocalSpark.session()
                .createDataFrame(
                        java.util.List.of(org.apache.spark.sql.RowFactory.create(
                                "2025-01",
                                java.sql.Date.valueOf("2025-01-01"),
                                java.sql.Date.valueOf("2025-01-31"),
                                "older",
                                7L)),
                        FIGURES.schema())
                .write()
                .format("delta")
                .save(folder.resolve("figures").toString());
        SmallWarehouse small = new SmallWarehouse(folder, new Settings.Maintenance(10, 10, 7));

        small.publish("one", DAY, run -> run.stage(FIGURES, figures("2026-01=1")));

        assertThat(lines(small.table(FIGURES))).containsExactly("2026-01 | 2026-01-01 | " + DAY + " | one | 1");
    }
}
