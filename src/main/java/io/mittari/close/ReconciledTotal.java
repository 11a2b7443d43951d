package io.mittari.close;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a reconciliation comes to.
 *
 * @param bookings of the company
 * @param revenue of the company
 * @param accounts number of accounts by status
 */
record ReconciledTotal(BigDecimal bookings, BigDecimal revenue, Map<String, Long> accounts) {
    /** Of the rows of a {@link Reconciliation}; nothing where nothing was booked or invoiced. */
    static ReconciledTotal of(Dataset<Row> rows) {
        BigDecimal bookings = BigDecimal.ZERO;
        BigDecimal revenue = BigDecimal.ZERO;
        Map<String, Long> accounts = new TreeMap<>();
        for (Row row : rows.where(col("grain").isin("company", "account"))
                .groupBy("grain", "status")
                .agg(
                        sum(col("bookings")).as("bookings"),
                        sum(col("revenue")).as("revenue"),
                        count(lit(1)).as("members"))
                .collectAsList()) {
            if (row.getAs("grain").equals("company")) {
                bookings = row.getAs("bookings");
                revenue = row.getAs("revenue");
            } else {
                accounts.put(row.getAs("status"), row.getAs("members"));
            }
        }
        return new ReconciledTotal(bookings, revenue, accounts);
    }

    BigDecimal difference() {
        return revenue.subtract(bookings);
    }

    /** Whether the difference is at most that share of the bookings. */
    boolean isWithin(BigDecimal share) {
        return difference().abs().compareTo(bookings.abs().multiply(share)) <= 0;
    }

    /** For people. */
    String words() {
        String byStatus = accounts.entrySet().stream()
                .map(status ->
                        "%d %s".formatted(status.getValue(), status.getKey().replace('_', ' ')))
                .collect(Collectors.joining(", "));
        String share = bookings.signum() == 0
                ? ""
                : ", %s %% of the bookings"
                        .formatted(
                                difference().abs().movePointRight(2).divide(bookings.abs(), 1, RoundingMode.HALF_UP));
        return "bookings %s, revenue %s, difference %s%s; accounts: %s"
                .formatted(bookings, revenue, difference(), share, byStatus.isEmpty() ? "none" : byStatus);
    }
}
