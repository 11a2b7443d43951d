package io.mittari.benchmark;

import io.mittari.handwritten.HandwrittenSql;
import io.mittari.model.Entity;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One more night of a generated lake in Parquet: a load for each extract that changes from night to night, as
 * {@code night.sql} says. The same lake and night give the same rows.
 *
 * @param lake where the loads are added
 * @param date the night's day, after the lake's last one
 */
record Night(GeneratedLake lake, LocalDate date) {
    private static final List<Entity> CHANGING = List.of(
            Entity.OPPORTUNITIES,
            Entity.LEADS,
            Entity.STAGE_HISTORY,
            Entity.INVOICE_LINES,
            Entity.SUBSCRIPTIONS,
            Entity.TIMESHEETS,
            Entity.ACCOUNTS,
            Entity.REPS);
    private static final String MEMORY = "4GiB";

    /** Adds the loads. */
    void add() throws IOException {
        Settings settings = SettingsReader.read(Optional.of(lake.configuration()), Map.of());
        try (HandwrittenSql sql = new HandwrittenSql(settings, date)) {
            sql.limit(MEMORY, lake.folder().resolve("overflow"));
            for (Entity entity : CHANGING) {
                Path extract = Path.of(settings.sources().get(entity).path());
                List<LocalDate> base = Loads.upTo(extract, lake.lastDay());
                List<LocalDate> known = Loads.upTo(extract, date.minusDays(1));
                sql.execute(view("base_", entity, extract, base));
                sql.execute(view("newest_", entity, extract, known.subList(known.size() - 1, known.size())));
            }
            sql.execute("SET VARIABLE night = DATE '%s'".formatted(date));
            sql.executeFile("night.sql");
            for (Entity entity : CHANGING) {
                Path extract = Path.of(settings.sources().get(entity).path());
                Path load = Files.createDirectories(Loads.folder(extract, date));
                sql.export("night_" + entity.entityName(), load.resolve("part-00000.parquet"));
            }
        }
    }

    private static String view(String prefix, Entity entity, Path extract, List<LocalDate> days) {
        String files = days.stream()
                .map(day -> "'%s/*.parquet'".formatted(Loads.folder(extract, day)))
                .collect(Collectors.joining(", "));
        return "CREATE VIEW %s%s AS FROM read_parquet([%s], hive_partitioning = false)"
                .formatted(prefix, entity.entityName(), files);
    }
}
