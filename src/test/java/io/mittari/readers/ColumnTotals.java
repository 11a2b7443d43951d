package io.mittari.readers;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.crc32;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

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
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.TimestampType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What all values of a table come to, whatever the order of its rows: per column how many there are, and their sum. A
 * day counts as its number, an instant as its microseconds, a text as its checksum, a list as the checksum of its texts
 * with | between them, a map as its size.
 */
final class ColumnTotals {
    private ColumnTotals() {}

    /** The totals by Delta Kernel, a line a column. */
    static List<String> of(KernelTable table) throws IOException {
        List<StructField> fields = table.schema().fields();
        long[] counts = new long[fields.size()];
        BigDecimal[] sums = new BigDecimal[fields.size()];
        long[] rows = {0};
        table.forEachRow(row -> {
            rows[0]++;
            for (int i = 0; i < counts.length; i++) {
                if (!row.isNullAt(i)) {
                    counts[i]++;
                    BigDecimal number = number(row, i, fields.get(i).getDataType());
                    sums[i] = sums[i] == null ? number : sums[i].add(number);
                }
            }
        });
        List<String> lines = new ArrayList<>(List.of("rows: " + rows[0]));
        IntStream.range(0, counts.length)
                .forEach(i -> lines.add(line(fields.get(i).getName(), counts[i], sums[i])));
        return lines;
    }

    /** The totals by Spark, in one aggregation. */
    static List<String> of(Dataset<Row> table) {
        List<Column> aggregates = new ArrayList<>();
        for (org.apache.spark.sql.types.StructField field : table.schema().fields()) {
            aggregates.add(count(column(field)));
            aggregates.add(sum(number(field)));
        }
        Row totals = table.agg(count(lit(1)), aggregates.toArray(Column[]::new)).first();
        List<String> lines = new ArrayList<>(List.of("rows: " + totals.getLong(0)));
        String[] names = table.columns();
        for (int i = 0; i < names.length; i++) {
            Object sum = totals.get(2 * i + 2);
            lines.add(line(names[i], totals.getLong(2 * i + 1), sum == null ? null : new BigDecimal(sum.toString())));
        }
        return lines;
    }

    private static String line(String column, long count, BigDecimal sum) {
        String text = sum == null ? "none" : sum.stripTrailingZeros().toPlainString();
        return column + ": " + count + " values, sum " + text;
    }

    private static BigDecimal number(io.delta.kernel.data.Row row, int i, DataType type) {
        if (type instanceof DecimalType) {
            return row.getDecimal(i);
        } else if (type instanceof LongType || type instanceof TimestampType) {
            return BigDecimal.valueOf(row.getLong(i));
        } else if (type instanceof IntegerType || type instanceof DateType) {
            return BigDecimal.valueOf(row.getInt(i));
        } else if (type instanceof BooleanType) {
            return row.getBoolean(i) ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (type instanceof StringType) {
            return checksum(row.getString(i));
        } else if (type instanceof ArrayType) {
            return checksum(joined(row.getArray(i)));
        } else if (type instanceof MapType) {
            return BigDecimal.valueOf(row.getMap(i).getSize());
        }
        throw new IllegalArgumentException("Cannot sum up values of type " + type);
    }

    private static String joined(ArrayValue texts) {
        return IntStream.range(0, texts.getSize())
                .mapToObj(i -> texts.getElements().getString(i))
                .collect(Collectors.joining("|"));
    }

    private static BigDecimal checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return BigDecimal.valueOf(checksum.getValue());
    }

    private static Column number(org.apache.spark.sql.types.StructField field) {
        Column column = column(field);
        return switch (field.dataType().typeName()) {
            case "timestamp" -> unix_micros(column).cast("decimal(20,0)");
            case "date" -> unix_date(column);
            case "boolean" -> column.cast("int");
            case "string" -> crc32(column);
            case "array" -> crc32(array_join(column, "|"));
            case "map" -> size(column);
            default -> column;
        };
    }

    private static Column column(org.apache.spark.sql.types.StructField field) {
        return col("`" + field.name() + "`");
    }
}
