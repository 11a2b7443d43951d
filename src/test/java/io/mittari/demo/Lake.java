package io.mittari.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A generated lake as a reader sees it who knows nothing of the generator. */
record Lake(Path folder) {
    /**
     * A row of a CSV extract.
     *
     * @param values by column, in the order of the file; blank where missing
     * @param fields number of fields that the row has
     */
    record CsvRow(String load, Map<String, String> values, int fields) {
        String get(String column) {
            return values.get(column);
        }

        boolean isCorrupt() {
            return fields != values.size();
        }
    }

    static Lake write(Path folder, LakePlan plan) {
        new DemoLake(plan).write(folder, written -> {});
        return new Lake(folder);
    }

    /** All rows of an extract, load by load. */
    List<CsvRow> rows(String extract) {
        List<CsvRow> rows = new ArrayList<>();
        for (Path file : files(extract)) {
            String load = file.getParent().getFileName().toString();
            try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, CSVFormat.RFC4180)) {
                List<CSVRecord> records = parser.getRecords();
                String[] header = records.get(0).values();
                records.subList(1, records.size()).forEach(record -> rows.add(row(load, header, record.values())));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return rows;
    }

    /** The last row of each key, of those that have as many fields as the header. */
    Map<String, CsvRow> newest(String extract, String... key) {
        Map<String, CsvRow> newest = new LinkedHashMap<>();
        for (CsvRow row : rows(extract)) {
            if (!row.isCorrupt()) {
                newest.put(String.join("|", Stream.of(key).map(row::get).toList()), row);
            }
        }
        return newest;
    }

    /** SHA-256 of each file below the folder, but for the configuration, which names the folder. */
    SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        for (Path file : files("")) {
            if (!file.endsWith(DemoLake.CONFIGURATION)) {
                hashes.put(folder.relativize(file).toString(), hash(file));
            }
        }
        return hashes;
    }

    private List<Path> files(String extract) {
        try (Stream<Path> files = Files.walk(folder.resolve(extract))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static CsvRow row(String load, String[] header, String[] fields) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int place = 0; place < header.length; place++) {
            values.put(header[place], place < fields.length ? fields[place] : "");
        }
        return new CsvRow(load, values, fields.length);
    }

    private static String hash(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
