package io.mittari.lake;

import io.mittari.settings.Source;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** How files of one format become rows. */
sealed interface ExtractFormat permits CsvFormat, JsonFormat, TypedFormat, DeltaFormat {
    /**
     * The rows of the loads, lazily, files of the same columns together. Files that hold nothing are left out. Looks at
     * headers, footers or logs (JSON: at all keys) to learn the columns.
     */
    List<RawBatch> read(List<Load> loads);

    /** What makes JSON of a raw row that this format read. */
    RowJson json();

    /** What a position in a file is called: line or row. */
    String positionWord();

    /** Makes JSON of a raw row, for {@code rejected_rows}. */
    interface RowJson extends Serializable {
        /** The row that stood in that file as a JSON object. */
        String of(String load, String file, String raw);
    }

    /** The format that the source names; throws a usage failure where its options are none of the format's. */
    static ExtractFormat of(SparkSession spark, Source source) {
        return switch (source.format()) {
            case "csv" -> new CsvFormat(spark, source);
            case "json" -> new JsonFormat(spark, source);
            case "delta" -> new DeltaFormat(spark, source);
            default -> new TypedFormat(spark, source);
        };
    }
}
