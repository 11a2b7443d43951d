package io.mittari.warehouse;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.trunc;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * Writes the rows of figures into files of one fiscal year each: a run then replaces the years that changed and leaves
 * the others where they are.
 */
final class FiscalYears {
    static final String PERIOD_START = "period_start";

    /** Up to as many rows are sorted and written by one task: starting more tasks would cost more than they save. */
    private static final long ROWS_FOR_ONE_TASK = 100_000;

    private final int firstMonth;

    /** @param firstMonth the month in which a fiscal year begins, 1 to 12 */
    FiscalYears(int firstMonth) {
        this.firstMonth = firstMonth;
    }

    /**
     * Writes rows and stamps their files.
     *
     * @param expected how many rows there are about, if anything tells
     */
    List<AddFile> write(OpenTable open, Dataset<Row> rows, Stamp stamp, Optional<Long> expected) {
        Dataset<Row> stamped = rows;
        for (String column : open.table().stampColumns()) {
            stamped = stamped.withColumn(column, stamp.literal(column));
        }
        Dataset<Row> ordered = TableDeclaration.inDeclaredOrder(open.table(), stamped);
        Dataset<Row> laidOut =
                open.table().isByPeriod() ? byYear(open.table(), ordered, stamp, expected) : ordered.coalesce(1);
        return open.stamped(open.write(laidOut), stamp);
    }

    /** The rows of some files about periods that begin before a day, with the columns of other rows. */
    static Dataset<Row> before(OpenTable open, List<AddFile> files, LocalDate day, Dataset<Row> shape) {
        Column[] columns = Arrays.stream(shape.columns()).map(name -> col(name)).toArray(Column[]::new);
        return open.rows(files).where(col(PERIOD_START).lt(lit(day))).select(columns);
    }

    /**
     * Rows that a task writes into a file a year. Delta begins a new file where a partition column changes: until the
     * files are stamped, the run is named with the year.
     */
    private Dataset<Row> byYear(PublishedTable table, Dataset<Row> rows, Stamp stamp, Optional<Long> expected) {
        Column runAndYear = concat_ws(" ", stamp.literal(Stamp.RUN_ID), year().cast("string"));
        Dataset<Row> byYear = rows.withColumn(Stamp.RUN_ID, runAndYear);
        if (expected.filter(count -> count <= ROWS_FOR_ONE_TASK).isPresent()) {
            return byYear.coalesce(1);
        }
        long parts = 1 + expected.orElse(0L) / OpenTable.ROWS_PER_FILE;
        Column[] keys = table.key().stream().map(key -> col(key)).toArray(Column[]::new);
        return byYear.repartition(col(Stamp.RUN_ID), pmod(hash(keys), lit(parts)));
    }

    /** The first of January of the calendar year in which the period's fiscal year begins. */
    private Column year() {
        return trunc(add_months(col(PERIOD_START), 1 - firstMonth), "year");
    }

    /** Whether all rows of a file are about periods that begin before the day. */
    static boolean endsBefore(AddFile file, LocalDate day) {
        return FileStatistics.of(file)
                .lastDay(PERIOD_START)
                .filter(last -> last.isBefore(day))
                .isPresent();
    }

    /** Whether all rows of a file are about periods that begin on the day or later. */
    static boolean beginsFrom(AddFile file, LocalDate day) {
        return FileStatistics.of(file)
                .firstDay(PERIOD_START)
                .filter(first -> !first.isBefore(day))
                .isPresent();
    }
}
