package io.mittari.cli;

import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Row;

/**
 * A published period.
 *
 * @param type month, quarter or year
 * @param name such as {@code 2026-Q3}
 * @param start its first day
 * @param isComplete whether it had ended by the reporting date
 */
record ShownPeriod(String type, String name, LocalDate start, boolean isComplete) {
    static ShownPeriod of(Row row) {
        return new ShownPeriod(
                row.getAs("period_type"),
                row.getAs("period"),
                row.<Date>getAs("period_start").toLocalDate(),
                row.getAs("complete"));
    }

    /** The name, and whether the figures are to date. */
    String header() {
        return isComplete ? name : name + " (running)";
    }
}
