package io.mittari.readers;

import io.delta.kernel.data.MapValue;
import io.mittari.cli.PublishedDemo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of the demo's run as a reader finds them that goes by the newest row of {@code runs}. */
final class PublishedRunTables {
    private PublishedRunTables() {}

    static Path warehouse() {
        return Path.of(PublishedDemo.folder(), "warehouse");
    }

    /** The version of every table that belongs to the newest run, by the table's name. */
    static Map<String, Long> versions() {
        KernelTable runs = KernelTable.newest(warehouse().resolve("runs"));
        int finishedAt = runs.schema().indexOf("finished_at");
        int versions = runs.schema().indexOf("table_versions");
        List<io.delta.kernel.data.Row> newest = new ArrayList<>();
        try {
            runs.forEachRow(row -> {
                if (newest.isEmpty() || row.getLong(finishedAt) > newest.get(0).getLong(finishedAt)) {
                    newest.clear();
                    newest.add(row);
                }
            });
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return map(newest.get(0).getMap(versions));
    }

    private static Map<String, Long> map(MapValue value) {
        Map<String, Long> map = new TreeMap<>();
        for (int i = 0; i < value.getSize(); i++) {
            map.put(value.getKeys().getString(i), value.getValues().getLong(i));
        }
        return map;
    }
}
