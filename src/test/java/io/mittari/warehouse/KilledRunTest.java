package io.mittari.warehouse;

import static io.mittari.warehouse.SmallWarehouse.DEALS;
import static io.mittari.warehouse.SmallWarehouse.FIGURES;
import static io.mittari.warehouse.SmallWarehouse.deals;
import static io.mittari.warehouse.SmallWarehouse.dealsNamed;
import static io.mittari.warehouse.SmallWarehouse.figures;
import static io.mittari.warehouse.SmallWarehouse.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.settings.Settings;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed after it has committed some of its tables. */
class KilledRunTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 30);
    private static final Settings.Maintenance MAINTENANCE = new Settings.Maintenance(30, 10, 7);

    @TempDir
    Path folder;

    private SmallWarehouse small;

    @BeforeEach
    void publishOnce() {
        small = new SmallWarehouse(folder, MAINTENANCE);
        small.publish("one", DAY, run -> {
            run.stage(FIGURES, figures("2025-01=1", "2026-01=2"));
            run.stage(DEALS, deals("d1=open=1", "d2=open=2"));
        });
    }

    /** What the process does that is killed. */
    public static void main(String[] arguments) {
        new SmallWarehouse(Path.of(arguments[0]), MAINTENANCE).publish("killed", DAY.plusDays(1), run -> {
            run.replaceFrom(FIGURES, figures("2026-01=9"), LocalDate.of(2026, 1, 1));
            run.merge(DEALS, dealsNamed("d2"), deals("d2=killed=2"));
        });
    }

    @Test
    void nextRunBuildsOnTheNewestPublishedRun() throws Exception {
        assertThat(ForkedProcess.killedAfter(2, KilledRunTest.class, folder.toString()))
                .isEqualTo(HaltingLogStore.HALTED);
        assertThat(small.warehouse().changedSince(small.warehouse().newestRun().orElseThrow()))
                .containsExactly("figures", "state/deals");

        small.publish("two", DAY.plusDays(1), run -> {
            assertThat(lines(run.keep(FIGURES)))
                    .containsExactly(
                            "2025-01 | 2025-01-01 | 2026-07-01 | two | 1",
                            "2026-01 | 2026-01-01 | 2026-07-01 | two | 2");
            run.merge(DEALS, dealsNamed("d1"), deals("d1=won=1"));
        });

        assertThat(lines(small.table(DEALS))).containsExactly("d1 | won | 1", "d2 | open | 2");
        assertThat(lines(small.table(FIGURES)))
                .containsExactly(
                        "2025-01 | 2025-01-01 | 2026-07-01 | two | 1", "2026-01 | 2026-01-01 | 2026-07-01 | two | 2");
        assertThat(small.warehouse().changedSince(small.warehouse().newestRun().orElseThrow()))
                .isEmpty();
    }

    @Test
    void tableThatSomebodyWroteByHandIsNoticedAndPutBack() {
        io.delta.tables.DeltaTable.forPath(io.mittari.LocalSpark.session(), small.path(DEALS))
                .delete("deal = 'd1'");

        PublishedRun newest = small.warehouse().newestRun().orElseThrow();
        assertThat(small.warehouse().changedSince(newest)).containsExactly("state/deals");
        small.publish("two", DAY, run -> run.keep(DEALS));

        assertThat(lines(small.table(DEALS))).containsExactly("d1 | open | 1", "d2 | open | 2");
    }
}
