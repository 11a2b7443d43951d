package io.mittari.benchmark;

import io.mittari.handwritten.HandwrittenSql;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same figures by DuckDB and hand-written SQL, from the extracts of a generated lake to Parquet: judging with
 * rejected rows and balance, deduplication, measures, KPIs of all grains and period types, stages. It does not write
 * the conformed rows, checks no gates, and replaces nothing that readers may be reading.
 */
public final class DuckDbPeer {
    /** What it writes, each to a file of its name. */
    static final List<String> TABLES =
            List.of("wide_rows", "kpi_values", "stage_performance", "rejected_rows", "source_loads");

    private DuckDbPeer() {}

    /** Takes the configuration, the reporting date, the folder to write to and the memory it may use. */
    public static void main(String[] arguments) throws IOException {
        Settings settings = SettingsReader.read(Optional.of(Path.of(arguments[0])), Map.of());
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        try (HandwrittenSql sql = new HandwrittenSql(settings, LocalDate.parse(arguments[1]))) {
            sql.limit(arguments[3], folder.resolve("overflow"));
            sql.loadExtracts();
            sql.compute();
            for (String table : TABLES) {
                sql.export(table, file(folder, table));
            }
        }
    }

    /** Where a table lies. */
    static Path file(Path folder, String table) {
        return folder.resolve(table + ".parquet");
    }
}
