package io.mittari.demo;

import io.mittari.demo.Extract.Column;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** A CSV file: UTF-8, a header row, RFC 4180 quoting where needed, an empty field for a missing value. */
final class CsvPart implements Part {
    private final BufferedWriter writer;
    private final StringBuilder line = new StringBuilder(256);

    CsvPart(Path file, List<? extends Column<?>> columns) throws IOException {
        writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        add(columns.stream().map(Column::name).toArray());
    }

    /** Adds a row of any number of fields. */
    @Override
    public void add(Object[] values) throws IOException {
        line.setLength(0);
        for (int place = 0; place < values.length; place++) {
            if (place > 0) {
                line.append(',');
            }
            append(values[place]);
        }
        writer.append(line.append('\n'));
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private void append(Object value) {
        if (value instanceof String text) {
            appendText(text);
        } else if (value instanceof Long moment) {
            appendMoment(moment);
        } else if (value instanceof BigDecimal number) {
            line.append(number.toPlainString());
        } else if (value != null) {
            line.append(value);
        }
    }

    private void appendText(String text) {
        if (text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0) {
            line.append(text);
        } else {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }

    private void appendMoment(long moment) {
        long second = Math.floorMod(moment, Moments.DAY);
        line.append(LocalDate.ofEpochDay(Math.floorDiv(moment, Moments.DAY)));
        appendTwoDigits('T', second / 3_600);
        appendTwoDigits(':', second / 60 % 60);
        appendTwoDigits(':', second % 60);
        line.append('Z');
    }

    private void appendTwoDigits(char separator, long number) {
        line.append(separator).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
