package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.mittari.model.Entity;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The rejected rows of a source as they are published: numbered per load, with reasons and the row as it came. */
final class Rejections implements MapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    /** The columns of {@code rejected_rows}, but for the run. */
    static final StructType SCHEMA = new StructType()
            .add("source", DataTypes.StringType, false)
            .add("load", DataTypes.StringType, false)
            .add("row_number", DataTypes.LongType, false)
            .add("row_key", DataTypes.StringType)
            .add("reasons", DataTypes.createArrayType(DataTypes.StringType), false)
            .add("detail", DataTypes.StringType)
            .add("row", DataTypes.StringType);

    private static final StructType EXPLAINED = new StructType()
            .add("load", DataTypes.StringType)
            .add("row_key", DataTypes.StringType)
            .add("reasons", DataTypes.createArrayType(DataTypes.StringType))
            .add("detail", DataTypes.StringType)
            .add("row", DataTypes.StringType)
            .add(RawBatch.FILE, DataTypes.StringType)
            .add(RawBatch.POSITION, DataTypes.LongType)
            .add(RawBatch.RAW, DataTypes.StringType);

    private final Entity entity;
    private final ExtractFormat.RowJson json;
    private final String positionWord;

    private Rejections(Entity entity, ExtractFormat format) {
        this.entity = entity;
        this.json = format.json();
        this.positionWord = format.positionWord();
    }

    /** The rejected rows, numbered per load by file, position and text. */
    static Dataset<Row> of(Entity entity, ExtractFormat format, Dataset<Row> rejected) {
        var inOrder = Window.partitionBy("load").orderBy(RawBatch.FILE, RawBatch.POSITION, RawBatch.RAW);
        return rejected.map(new Rejections(entity, format), Encoders.row(EXPLAINED))
                .withColumn("row_number", row_number().over(inOrder).cast(DataTypes.LongType))
                .withColumn("source", lit(entity.entityName()))
                .select(Stream.of(SCHEMA.fieldNames()).map(name -> col(name)).toArray(Column[]::new));
    }

    @Override
    public Row call(Row row) {
        List<String> reasons = row.getList(row.fieldIndex(Judge.REASONS));
        String load = row.getAs(RawBatch.LOAD);
        String file = row.getAs(RawBatch.FILE);
        Long position = row.getAs(RawBatch.POSITION);
        String raw = row.getAs(RawBatch.RAW);
        String reason = reasons.get(0);
        boolean isCorrupt = reason.equals(Reason.CORRUPT_RECORD.reasonName());
        String rowKey = row.getAs(Judge.ROW_KEY);
        String detail = row.getAs(Judge.DETAIL);
        return RowFactory.create(
                load,
                rowKey != null || isCorrupt ? rowKey : key(row),
                reasons.toArray(String[]::new),
                detail != null ? detail : place(file, position) + ": " + explained(reason, key(row)),
                isCorrupt ? Json.write(Map.of("_corrupt_record", raw)) : json.of(load, file, raw),
                file,
                position,
                raw);
    }

    private String place(String file, Long position) {
        return position == null ? file : file + " " + positionWord + " " + position;
    }

    /** What is wrong with a good row beside others. */
    private String explained(String reason, String key) {
        return reason.equals(Reason.OVERLAPPING_QUOTA.reasonName())
                ? "another quota of the rep and segment shares days with the period of " + key
                : "another row of the load has the key " + key + " and the same version, but other values";
    }

    private String key(Row row) {
        StringJoiner key = new StringJoiner("|");
        for (String column : entity.key()) {
            Object value = row.getAs(column);
            key.add(
                    value == null
                            ? ""
                            : value instanceof Timestamp time ? time.toInstant().toString() : value.toString());
        }
        return key.toString();
    }
}
