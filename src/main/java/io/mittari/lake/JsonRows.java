package io.mittari.lake;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads JSON files as rows of the given columns. */
final class JsonRows extends FileRows {
    private static final long serialVersionUID = 1L;

    private final JsonText text;
    private final StructType columns;

    JsonRows(JsonText text, StructType columns) {
        this.text = text;
        this.columns = columns;
    }

    @Override
    Reader open(LakeFile file) throws IOException {
        JsonRecords records = text.open(file);
        return new Reader() {
            @Override
            public Optional<Row> next() throws IOException {
                return records.next().map(record -> row(file, record));
            }

            @Override
            public void close() throws IOException {
                records.close();
            }
        };
    }

    private Row row(LakeFile file, JsonRecords.Record record) {
        StructField[] fields = columns.fields();
        Object[] row = new Object[RawBatch.ORIGIN.size() + fields.length];
        row[0] = file.load();
        row[1] = file.name();
        row[2] = record.position();
        row[3] = record.text();
        row[4] = record.object().isPresent() ? null : "no JSON object";
        if (record.object().isPresent()) {
            for (int i = 0; i < fields.length; i++) {
                Object value = record.object().get().get(fields[i].name());
                row[RawBatch.ORIGIN.size() + i] = JsonShape.fitted(value, fields[i].dataType());
            }
        }
        return RowFactory.create(row);
    }
}
