package io.mittari.readers;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What all values of a table come to, whatever the order of its rows: per column how many there are, and their sum. A
 * day counts as its number, an instant as its microseconds, a text or a list as a checksum, a map as its size.
 */
final class ColumnTotals {
    private final List<String> columns;
    private final long[] counts;
    private final BigDecimal[] sums;
    private long rows;

    private ColumnTotals(List<String> columns) {
        this.columns = columns;
        this.counts = new long[columns.size()];
        this.sums = new BigDecimal[columns.size()];
    }

    /** The totals of what Delta Kernel reads, a line a column. */
    static List<String> of(KernelTable table) throws IOException {
        ColumnTotals totals = new ColumnTotals(table.schema().fieldNames());
        List<DataType> types = table.schema().fields().stream()
                .map(field -> field.getDataType())
                .toList();
        table.forEachRow(row -> totals.addRow(i -> row.isNullAt(i) ? null : value(row, i, types.get(i))));
        return totals.lines();
    }

    /** The totals of what Spark reads, a line a column. */
    static List<String> of(Dataset<Row> table) {
        ColumnTotals totals = new ColumnTotals(List.of(table.columns()));
        for (Iterator<Row> rows = table.toLocalIterator(); rows.hasNext(); ) {
            Row row = rows.next();
            totals.addRow(i -> row.isNullAt(i) ? null : value(row.get(i)));
        }
        return totals.lines();
    }

    /** Values by the number of their column. */
    private interface Values {
        Object at(int column);
    }

    private void addRow(Values values) {
        rows++;
        for (int i = 0; i < counts.length; i++) {
            Object value = values.at(i);
            if (value != null) {
                counts[i]++;
                sums[i] = sums[i] == null ? number(value) : sums[i].add(number(value));
            }
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("rows: " + rows));
        for (int i = 0; i < counts.length; i++) {
            String sum = sums[i] == null ? "none" : sums[i].toPlainString();
            lines.add(columns.get(i) + ": " + counts[i] + " values, sum " + sum);
        }
        return lines;
    }

    private static Object value(io.delta.kernel.data.Row row, int i, DataType type) {
        if (type instanceof DecimalType) {
            return row.getDecimal(i);
        } else if (type instanceof LongType) {
            return row.getLong(i);
        } else if (type instanceof IntegerType) {
            return row.getInt(i);
        } else if (type instanceof BooleanType) {
            return row.getBoolean(i);
        } else if (type instanceof StringType) {
            return row.getString(i);
        } else if (type instanceof DateType) {
            return LocalDate.ofEpochDay(row.getInt(i));
        } else if (type instanceof TimestampType) {
            return Instant.EPOCH.plus(row.getLong(i), ChronoUnit.MICROS);
        } else if (type instanceof ArrayType) {
            return list(row.getArray(i));
        } else if (type instanceof MapType) {
            return row.getMap(i).getSize();
        }
        throw new IllegalArgumentException("Cannot sum up values of type " + type);
    }

    private static List<String> list(ArrayValue texts) {
        return IntStream.range(0, texts.getSize())
                .mapToObj(i -> texts.getElements().getString(i))
                .toList();
    }

    private static Object value(Object value) {
        if (value instanceof Date day) {
            return day.toLocalDate();
        } else if (value instanceof Timestamp instant) {
            return instant.toInstant();
        } else if (value instanceof scala.collection.Seq<?> texts) {
            return CollectionConverters.asJava(texts);
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            return map.size();
        }
        return value;
    }

    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        } else if (value instanceof Number number) {
            return BigDecimal.valueOf(number.longValue());
        } else if (value instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (value instanceof LocalDate day) {
            return BigDecimal.valueOf(day.toEpochDay());
        } else if (value instanceof Instant instant) {
            return BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        }
        CRC32 checksum = new CRC32();
        checksum.update(value.toString().getBytes(StandardCharsets.UTF_8));
        return BigDecimal.valueOf(checksum.getValue());
    }
}
