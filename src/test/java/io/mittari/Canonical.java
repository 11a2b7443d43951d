package io.mittari;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of canonical entities for tests, from small text tables: columns apart by |, blank is null. */
public final class Canonical {
    private Canonical() {}

    /** The rows in the table; columns that it leaves out are null. */
    public static Dataset<Row> rows(Entity entity, String table) {
        List<String> lines = table.lines().filter(line -> !line.isBlank()).toList();
        List<String> header = cells(lines.get(0));
        List<Row> rows = lines.stream()
                .skip(1)
                .map(Canonical::cells)
                .map(cells -> row(entity, header, cells))
                .toList();
        return LocalSpark.session().createDataFrame(rows, type(entity));
    }

    private static Row row(Entity entity, List<String> header, List<String> cells) {
        Map<String, String> values = new java.util.HashMap<>();
        for (int index = 0; index < header.size(); index++) {
            values.put(header.get(index), index < cells.size() ? cells.get(index) : "");
        }
        if (!entity.columns().stream()
                .map(CanonicalColumn::name)
                .collect(Collectors.toSet())
                .containsAll(header)) {
            throw new IllegalArgumentException("Unknown columns in " + header + " of " + entity);
        }
        List<Object> row = new ArrayList<>();
        entity.columns().forEach(column -> row.add(value(column, values.getOrDefault(column.name(), ""))));
        return RowFactory.create(row.toArray());
    }

    private static Object value(CanonicalColumn column, String text) {
        if (text.isEmpty()) {
            return null;
        }
        return switch (column.kind()) {
            case TEXT, CODE, CURRENCY -> text;
            case TIMESTAMP -> Timestamp.from(instant(text));
            case DATE -> Date.valueOf(text);
            case AMOUNT, QUANTITY, RATE, PROBABILITY ->
                new BigDecimal(text).setScale(((DecimalType) column.kind().dataType()).scale());
        };
    }

    private static Instant instant(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::trim).toList();
    }

    private static StructType type(Entity entity) {
        return new StructType(entity.columns().stream()
                .map(column -> new StructField(
                        column.name(), column.kind().dataType(), true, org.apache.spark.sql.types.Metadata.empty()))
                .toArray(StructField[]::new));
    }
}
