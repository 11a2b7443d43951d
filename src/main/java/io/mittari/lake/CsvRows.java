package io.mittari.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Reads CSV files that have the same columns, in whatever order. */
final class CsvRows extends FileRows {
    private static final long serialVersionUID = 1L;

    private final TextFiles text;
    private final CsvDialect dialect;
    private final ArrayList<String> columns;

    CsvRows(TextFiles text, CsvDialect dialect, List<String> columns) {
        this.text = text;
        this.dialect = dialect;
        this.columns = new ArrayList<>(columns);
    }

    @Override
    Reader open(LakeFile file) throws IOException {
        return new CsvReader(file, new CsvRecords(text.open(file), dialect));
    }

    private final class CsvReader implements Reader {
        private final LakeFile file;
        private final CsvRecords records;
        private int[] positions;

        CsvReader(LakeFile file, CsvRecords records) {
            this.file = file;
            this.records = records;
        }

        @Override
        public Optional<Row> next() throws IOException {
            Optional<CsvRecords.Record> record = records.next();
            if (positions == null && record.isPresent()) {
                List<String> header = dialect.names(record.get().fields().orElseThrow());
                positions = columns.stream().mapToInt(header::indexOf).toArray();
                record = dialect.header() ? records.next() : record;
            }
            return record.map(this::row);
        }

        private Row row(CsvRecords.Record record) {
            Object[] row = new Object[RawBatch.ORIGIN.size() + columns.size()];
            row[0] = file.load();
            row[1] = file.name();
            row[2] = record.line();
            row[3] = record.text();
            row[4] = fault(record);
            if (row[4] == null) {
                List<String> fields = record.fields().orElseThrow();
                for (int i = 0; i < positions.length; i++) {
                    row[RawBatch.ORIGIN.size() + i] = value(fields.get(positions[i]));
                }
            }
            return RowFactory.create(row);
        }

        private String fault(CsvRecords.Record record) {
            if (record.fields().isEmpty()) {
                return "a quoted field does not end, or something follows its end";
            }
            int fields = record.fields().get().size();
            if (fields != columns.size()) {
                return "%d fields where the header has %d".formatted(fields, columns.size());
            }
            return record.text().indexOf(TextFiles.UNREADABLE) >= 0
                    ? "bytes that are no %s text; option encoding names another encoding".formatted(text.charset())
                    : null;
        }

        private String value(String field) {
            return field.isEmpty() || field.equals(dialect.nullValue()) ? null : field;
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }
}
