package io.mittari.lake;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as they came, of files that have the same columns.
 *
 * @param rows the columns of {@link #ORIGIN}, which say where a row stood, then the extract's own columns
 * @param columns the extract's own columns
 * @param example one of the files, for messages
 */
record RawBatch(Dataset<Row> rows, StructType columns, String example) {
    /** Name of the load. */
    static final String LOAD = "__load";
    /** Path of the file below its load. */
    static final String FILE = "__file";
    /** Line or row in the file, from 1; null where the format does not tell. */
    static final String POSITION = "__position";
    /** The row as it stood in the file, from which {@link ExtractFormat#json} makes JSON. */
    static final String RAW = "__raw";
    /** Why the format's reader could make no row of it; null where it could. */
    static final String FAULT = "__fault";

    /** What is known of a row beside its values. */
    static final StructType ORIGIN = new StructType()
            .add(LOAD, DataTypes.StringType)
            .add(FILE, DataTypes.StringType)
            .add(POSITION, DataTypes.LongType)
            .add(RAW, DataTypes.StringType)
            .add(FAULT, DataTypes.StringType);

    /** The columns of {@link #ORIGIN}, then those of the extract. */
    static StructType schema(StructType columns) {
        StructType schema = ORIGIN;
        for (var column : columns.fields()) {
            schema = schema.add(column);
        }
        return schema;
    }
}
