package io.mittari.warehouse;

import static io.mittari.warehouse.SmallWarehouse.DEALS;
import static io.mittari.warehouse.SmallWarehouse.FIGURES;
import static io.mittari.warehouse.SmallWarehouse.deals;
import static io.mittari.warehouse.SmallWarehouse.dealsNamed;
import static io.mittari.warehouse.SmallWarehouse.figures;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two months of nights, or as many as {@code -Dmittari.nights} says: nothing may grow with their number but what they
 * publish.
 */
class ManyNightsTest {
    private static final int NIGHTS = Integer.getInteger("mittari.nights", 60);
    private static final LocalDate FIRST =
            LocalDate.now(java.time.ZoneOffset.UTC).plusDays(2);

    @TempDir
    Path folder;

    @Test
    void filesAndLogStaySmallAndEveryPromiseIsKept() throws IOException {
        SmallWarehouse small = new SmallWarehouse(folder, new Settings.Maintenance(10, 5, 7));
        for (int i = 0; i < NIGHTS; i++) {
            int night = i;
            small.publish("run%03d".formatted(i), FIRST.plusDays(i), run -> publish(run, night));
        }

        List<Row> runs = small.warehouse().promisingRuns();
        assertThat(runs).hasSizeBetween(11, 18);
        for (Row run : runs) {
            assertReadable(small, run);
        }
        assertThat(small.table(RunTables.RUNS).count()).isEqualTo(NIGHTS);
        assertThat(small.table(DEALS).count()).isEqualTo((NIGHTS + 7) / 8);
        assertThat(small.files(DEALS)).hasSizeLessThan(10);
        assertThat(small.files(FIGURES)).hasSize(3);
        assertThat(files("state/deals", ".parquet")).as("versions on the disk").isLessThan(30);
        assertThat(files("figures", ".parquet")).isLessThan(30);
        assertThat(files("runs", ".parquet")).isLessThan(30);
        assertThat(files("figures/_delta_log", ".json")).isLessThan(30);
        assertThat(files("runs/_delta_log", ".json")).isLessThan(30);
    }

    /** Every eighth night a deal comes and an earlier one is won; every fourth, figures of the newest year change. */
    private static void publish(Publication run, int night) {
        if (night == 0) {
            run.stage(FIGURES, figures("2024-01=1", "2025-01=2", "2026-01=0"));
        } else if (night % 4 == 0) {
            run.replaceFrom(FIGURES, figures("2026-01=" + night), LocalDate.of(2026, 1, 1));
        } else {
            run.keep(FIGURES);
        }
        if (night == 0) {
            run.stage(DEALS, deals("d0=open=1"));
        } else if (night % 8 == 0) {
            String won = "d" + night / 16 * 8;
            run.merge(DEALS, dealsNamed(won), deals(won + "=won=1", "d" + night + "=open=1"));
        } else {
            run.keep(DEALS);
        }
    }

    private static void assertReadable(SmallWarehouse small, Row run) {
        Map<String, Long> versions = run.getJavaMap(run.fieldIndex("table_versions"));
        int night = Integer.parseInt(run.<String>getAs("run_id").substring(3));
        assertThat(small.version(FIGURES, versions.get("figures"))
                        .where("run_id = '" + run.getAs("run_id") + "'")
                        .agg(sum("deals"))
                        .head()
                        .getLong(0))
                .isEqualTo(3 + night / 4 * 4);
        assertThat(small.version(DEALS, versions.get("state/deals"))
                        .agg(sum("amount"))
                        .head()
                        .getLong(0))
                .isEqualTo(night / 8 + 1);
    }

    private long files(String table, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(table))) {
            return files.filter(file -> file.toString().endsWith(ending)).count();
        }
    }
}
