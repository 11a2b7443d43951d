package io.mittari.nightly;

import io.mittari.LocalSpark;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A deployment in a folder of its own: extract files go in, the nightly job runs, published rows come out. */
public final class Night {
    private final Path folder;
    private final TreeSet<String> entities = new TreeSet<>();
    private final Map<String, String> overrides = new HashMap<>();

    /** A deployment without any source. */
    public Night(Path folder) {
        this.folder = folder;
    }

    /** Writes an extract: canonical columns, one flat load; fields apart by commas, spaces around them left out. */
    public Night given(String entity, String csv) {
        return given(entity, "all.csv", csv);
    }

    /** Writes one file of an extract, such as {@code dt=2026-06-30/part.csv}. */
    public Night given(String entity, String file, String csv) {
        String text = csv.lines()
                .map(line -> line.trim().replaceAll(" *, *", ",") + "\n")
                .collect(Collectors.joining());
        try {
            Path path = folder.resolve("lake").resolve(entity).resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (entities.add(entity)) {
            with(
                    "sources." + entity + ".path",
                    folder.resolve("lake").resolve(entity).toString());
        }
        return this;
    }

    /** Sets a setting. */
    public Night with(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    /** The folder of the published tables. */
    public Path warehouse() {
        return folder.resolve("warehouse");
    }

    /** The deployment's settings. */
    public Settings settings() {
        overrides.putIfAbsent("currency.reporting", "EUR");
        overrides.putIfAbsent("warehouse.path", warehouse().toString());
        return SettingsReader.read(Optional.empty(), overrides);
    }

    /** Runs the nightly job for that day. */
    public RunSummary publish(String reportingDate) {
        return publish(reportingDate, Order.NIGHTLY);
    }

    RunSummary publish(String reportingDate, Order order) {
        return run().publish(LocalDate.parse(reportingDate), order);
    }

    /** The nightly job, ready to run. */
    public NightlyRun run() {
        return new NightlyRun(LocalSpark.session(), settings(), Clock.systemUTC(), (step, number, of) -> {});
    }

    /** A published table as its newest version stands. */
    public Dataset<Row> table(String name) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .load(warehouse().resolve(name).toString());
    }

    /** Values of published rows, a line a row, sorted; null is empty. */
    public List<String> rows(String table, String where, String... columns) {
        return lines(table(table).where(where), columns);
    }

    /** Values of rows, a line a row, sorted; null is empty. */
    public static List<String> lines(Dataset<Row> rows, String... columns) {
        return rows.selectExpr(columns).collectAsList().stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(i -> row.isNullAt(i) ? "" : row.get(i).toString())
                        .collect(Collectors.joining(" | ")))
                .sorted()
                .toList();
    }
}
