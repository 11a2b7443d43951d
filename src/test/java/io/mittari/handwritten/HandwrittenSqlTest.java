package io.mittari.handwritten;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.demo.DemoLake;
import io.mittari.demo.LakePlan;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every measure, KPI, comparison and rank of the job against SQL that was written without it. */
class HandwrittenSqlTest {
    @TempDir
    Path folder;

    @Test
    void everyFigureOfAGeneratedLakeIsWhatHandWrittenSqlSays() {
        LakePlan plan = LakePlan.of(2_000, 1, LakePlan.Format.CSV);
        new DemoLake(plan).write(folder, written -> {});
        PublishedFigures figures =
                PublishedFigures.of(folder.resolve(DemoLake.CONFIGURATION), Map.of(), plan.lastDay());
        assertThat(figures.differences()).isEmpty();
    }
}
