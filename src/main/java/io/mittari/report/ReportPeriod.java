package io.mittari.report;

import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Row;

/**
 * A period of a report.
 *
 * @param type month, quarter or year
 * @param name such as {@code 2026-Q3}
 * @param start its first day
 * @param end its last day
 * @param isComplete whether it had ended by the reporting date; otherwise its figures are to date
 */
record ReportPeriod(String type, String name, LocalDate start, LocalDate end, boolean isComplete) {
    static ReportPeriod of(Row row) {
        return new ReportPeriod(
                row.getAs("period_type"),
                row.getAs("period"),
                row.<Date>getAs("period_start").toLocalDate(),
                row.<Date>getAs("period_end").toLocalDate(),
                row.getAs("complete"));
    }
}
