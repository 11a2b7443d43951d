package io.mittari.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.warehouse.CloseEvent;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.CloseVerification;
import io.mittari.warehouse.ForkedProcess;
import io.mittari.warehouse.PublishedTable;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A close whose process is killed leaves none before its last commit, which names it, and that one comes last. */
class KilledCloseTest {
    /** The frozen tables, and closes. */
    private static final int COMMITS = CloseTables.FROZEN.size() + 1;

    private static final int HALTED = 137;

    @TempDir
    Path folder;

    /** What the process does that is killed. */
    public static void main(String[] arguments) {
        new ClosableWarehouse(Path.of(arguments[0]), Path.of(arguments[1]))
                .closing()
                .close("2025-Q4", "ann", Optional.empty());
    }

    @Test
    void killedBeforeTheLastCommitThereIsNone() throws Exception {
        ClosableWarehouse warehouse = ClosableWarehouse.copiedTo(folder);
        assertThat(ForkedProcess.killedAfter(
                        COMMITS - 1, KilledCloseTest.class, warehouse.lake().toString(), folder.toString()))
                .isEqualTo(HALTED);
        for (PublishedTable table : CloseTables.FROZEN) {
            assertThat(warehouse.table(table.name()).count()).as(table.name()).isPositive();
        }
        assertThat(warehouse.warehouse().closes().log().events()).isEmpty();

        CloseEvent closed = warehouse.closing().close("2025-Q4", "bo", Optional.empty());

        assertThat(closed.close().version()).isEqualTo(1);
        for (PublishedTable table : CloseTables.FROZEN) {
            assertThat(warehouse
                            .table(table.name())
                            .where("close_id <> '" + closed.close().closeId() + "'")
                            .count())
                    .as(table.name())
                    .isZero();
        }
        assertThat(faults(warehouse)).isEmpty();
    }

    private static Iterable<String> faults(ClosableWarehouse warehouse) {
        return new CloseVerification(warehouse.warehouse().closes())
                .of(Optional.empty())
                .faults();
    }
}
