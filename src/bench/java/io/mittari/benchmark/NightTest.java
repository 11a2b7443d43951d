package io.mittari.benchmark;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.mittari.demo.LakePlan;
import io.mittari.handwritten.HandwrittenSql;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night is one load more of every extract that changes, with rows that are used. */
class NightTest {
    @TempDir
    Path folder;

    @Test
    void aNightAddsALoadOfEightExtracts() throws IOException {
        GeneratedLake lake = GeneratedLake.ofFiveYears(folder, 2_000, LakePlan.Format.PARQUET)
                .copied("nights");
        Night night = new Night(lake, lake.lastDay().plusDays(1));
        night.add();
        Settings settings = SettingsReader.read(Optional.of(lake.configuration()), Map.of());
        try (HandwrittenSql sql = new HandwrittenSql(settings, night.date())) {
            sql.loadExtracts();
            assertThatCode(() -> sql.execute("""
                            SELECT CASE WHEN count(*) <> 8 THEN error('loads: ' || count(*)) END
                            FROM source_loads WHERE load = '%s' AND rows_used > 0
                            """.formatted(night.date()))).doesNotThrowAnyException();
        }
    }
}
