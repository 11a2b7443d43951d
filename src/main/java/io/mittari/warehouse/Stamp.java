package io.mittari.warehouse;

import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * What every row of the figures says of the run that published it. It stands in the table's log, file by file, and not
 * in the files: rows that have not changed get the stamp of a new run without being written again.
 *
 * @param runId the run
 * @param asOf its reporting date
 */
record Stamp(String runId, LocalDate asOf) {
    static final String RUN_ID = "run_id";
    static final String AS_OF = "as_of";

    /** The values of a table's stamp columns, as the log writes them. */
    Map<String, String> values(PublishedTable table) {
        Map<String, String> values = new LinkedHashMap<>();
        table.stampColumns().forEach(column -> values.put(column, column.equals(AS_OF) ? asOf.toString() : runId));
        return values;
    }

    /** The value of one of its columns. */
    Column literal(String column) {
        return column.equals(AS_OF) ? lit(asOf) : lit(runId);
    }
}
