package io.mittari.benchmark;

import io.mittari.handwritten.HandwrittenSql;
import io.mittari.handwritten.PublishedFigures;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends with 1, and names the differences, where the job published another figure than {@link DuckDbPeer} computed. */
public final class SameFigures {
    private static final List<String> TABLES = List.of("wide_rows", "kpi_values", "stage_performance");

    private SameFigures() {}

    /** Takes the configuration, the reporting date, DuckDB's folder and the memory that the comparison may use. */
    public static void main(String[] arguments) {
        Settings settings = SettingsReader.read(Optional.of(Path.of(arguments[0])), Map.of());
        LocalDate reportingDate = LocalDate.parse(arguments[1]);
        Path folder = Path.of(arguments[2]);
        try (HandwrittenSql sql = new HandwrittenSql(settings, reportingDate)) {
            sql.limit(arguments[3], folder.resolve("overflow"));
            TABLES.forEach(table -> sql.loadExported(table, DuckDbPeer.file(folder, table)));
            List<String> differences = new PublishedFigures(settings, reportingDate).differencesTo(sql);
            differences.forEach(System.out::println);
            System.exit(differences.isEmpty() ? 0 : 1);
        }
    }
}
