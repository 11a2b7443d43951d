package io.mittari.demo;

import io.mittari.demo.Extract.Column;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Writes the rows of one extract to its loads, in parts of at most a million rows, and makes some of them dirty. */
final class ExtractWriter<T> implements Closeable {
    private static final long ROWS_PER_PART = 1_000_000;

    private final Extract<T> extract;
    private final List<Blemish> blemishes;
    private final LakePlan.Format format;
    private final List<Path> folders;
    private final Part[] parts;
    private final long[] rowsOfLoad;
    private long rows;

    private ExtractWriter(Extract<T> extract, LakePlan plan, List<Path> folders) {
        this.extract = extract;
        this.folders = folders;
        format = plan.format();
        blemishes = extract.blemishes().stream()
                .filter(blemish -> format == LakePlan.Format.CSV || extract.fitsTypes(blemish))
                .toList();
        parts = new Part[folders.size()];
        rowsOfLoad = new long[folders.size()];
        rows = Math.floorMod(plan.seed(), extract.rowsPerBlemish() / 2);
    }

    /** A writer of several loads, each in its dt folder. */
    static <T> ExtractWriter<T> toLoads(Extract<T> extract, LakePlan plan, Path lake, Loads loads) {
        Path folder = lake.resolve(extract.path());
        return new ExtractWriter<>(
                extract,
                plan,
                loads.dates().stream().map(date -> folder(folder, date)).toList());
    }

    /** A writer of one load, directly in the extract's folder. */
    static <T> ExtractWriter<T> toOneLoad(Extract<T> extract, LakePlan plan, Path lake) {
        return new ExtractWriter<>(extract, plan, List.of(lake.resolve(extract.path())));
    }

    /** Adds a row to the load of that number; one beyond the last load is not known yet, and left out. */
    void write(int load, T row) {
        if (load >= folders.size()) {
            return;
        }
        Object[] values = extract.values(row);
        rows++;
        try {
            if (blemishes.isEmpty() || rows % extract.rowsPerBlemish() != 0) {
                add(load, values);
            } else {
                addDirty(load, values, blemishes.get((int) (rows / extract.rowsPerBlemish() % blemishes.size())));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            if (part != null) {
                part.close();
            }
        }
    }

    private void addDirty(int load, Object[] values, Blemish blemish) throws IOException {
        switch (blemish.form()) {
            case INSTEAD -> add(load, wrong(values, blemish));
            case TWICE -> {
                add(load, values);
                add(load, wrong(values, blemish));
            }
            case FIELD_TOO_MANY -> add(load, longer(values));
        }
    }

    private Object[] wrong(Object[] values, Blemish blemish) {
        Object[] wrong = values.clone();
        List<Column<T>> columns = extract.columns();
        for (int place = 0; place < wrong.length; place++) {
            String name = columns.get(place).name();
            if (blemish.values().containsKey(name)) {
                wrong[place] = blemish.values().get(name);
            }
        }
        return wrong;
    }

    private static Object[] longer(Object[] values) {
        Object[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = "?";
        return longer;
    }

    private void add(int load, Object[] values) throws IOException {
        if (rowsOfLoad[load] % ROWS_PER_PART == 0) {
            open(load);
        }
        parts[load].add(values);
        rowsOfLoad[load]++;
    }

    private void open(int load) throws IOException {
        if (parts[load] != null) {
            parts[load].close();
        }
        Path folder = Files.createDirectories(folders.get(load));
        String name = Names.id("part-", rowsOfLoad[load] / ROWS_PER_PART, 5) + "." + format.extension();
        parts[load] = switch (format) {
            case CSV -> new CsvPart(folder.resolve(name), extract.columns());
            case PARQUET -> new ParquetPart(folder.resolve(name), extract.columns());
        };
    }

    private static Path folder(Path extract, LocalDate date) {
        return extract.resolve("dt=" + date);
    }
}
