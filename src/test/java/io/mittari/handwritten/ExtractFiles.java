package io.mittari.handwritten;

import io.mittari.model.Entity;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which files of a local lake DuckDB reads. */
final class ExtractFiles {
    private static final String LOAD = "dt=";

    private ExtractFiles() {}

    /** Per source an SQL query of its rows as they stand in the files of the loads up to a day, with their load. */
    static Map<Entity, String> of(Settings settings, LocalDate reportingDate) {
        Map<Entity, String> queries = new EnumMap<>(Entity.class);
        settings.sources().forEach((entity, source) -> queries.put(entity, query(source, reportingDate)));
        return queries;
    }

    private static String query(Source source, LocalDate reportingDate) {
        Path folder = Path.of(source.path());
        List<Path> loads = children(folder).stream()
                .filter(child -> child.getFileName().toString().startsWith(LOAD))
                .filter(child -> !day(child).isAfter(reportingDate))
                .toList();
        if (loads.isEmpty()) {
            return "SELECT *, 'all' AS load FROM " + files(source, List.of(folder));
        }
        List<Path> read = source.mode() == Source.Mode.CHANGES ? loads : loads.subList(loads.size() - 1, loads.size());
        return "SELECT * EXCLUDE (dt), dt AS load FROM " + files(source, read);
    }

    private static String files(Source source, List<Path> folders) {
        String files = HandwrittenSql.texts(folders.stream()
                .flatMap(folder -> children(folder).stream())
                .map(Path::toString)
                .toList());
        String partition = "hive_partitioning = true, hive_types_autocast = false";
        return switch (source.format()) {
            case "parquet" -> "read_parquet(%s, %s)".formatted(files, partition);
            case "csv" ->
                "read_csv(%s, %s, header = true, all_varchar = true, ".formatted(files, partition)
                        + "delim = ',', quote = '\"', escape = '\"', ignore_errors = true)";
            default -> throw new IllegalStateException(source.name() + " is " + source.format());
        };
    }

    private static LocalDate day(Path load) {
        return LocalDate.parse(load.getFileName().toString().substring(LOAD.length()));
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().collect(Collectors.toList());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
