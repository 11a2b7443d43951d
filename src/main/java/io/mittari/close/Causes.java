package io.mittari.close;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Measure;
import io.mittari.model.Period;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.PublishedColumn;
import java.sql.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Why measures of closed quarters and years would be others today: the rows that count otherwise than at the close.
 *
 * @param spark the session
 * @param closed the closed figures
 * @param now the rows as the run knows them
 */
public record Causes(SparkSession spark, ClosedFigures closed, RowsBehind now) {
    private static final String DIFFERENCE = "difference";

    /**
     * The rows of {@link CloseTables#RESTATEMENT_CAUSES}.
     *
     * @param restated the rows of {@link CloseTables#RESTATEMENTS}, of all closed periods
     */
    public Dataset<Row> of(Dataset<Row> restated) {
        List<Row> differing = restated.where(col("kind").equalTo("measure"))
                .select("period", "figure")
                .distinct()
                .collectAsList();
        return closed.closes().stream()
                .flatMap(close -> of(close, measures(close, differing)).stream())
                .reduce(Dataset::unionByName)
                .orElseGet(() -> only(spark.createDataFrame(List.of(), CloseTables.RESTATEMENT_CAUSES.schema())));
    }

    private static Set<Measure> measures(Close close, List<Row> differing) {
        return differing.stream()
                .filter(row -> row.getString(0).equals(close.period()))
                .flatMap(row -> Measure.named(row.getString(1)).stream())
                .collect(Collectors.toSet());
    }

    private Optional<Dataset<Row>> of(Close close, Set<Measure> measures) {
        if (measures.isEmpty() || !close.digests().containsKey(CloseTables.CLOSED_ROWS.name())) {
            return Optional.empty();
        }
        Period period = closed.covered(close).get(0);
        Dataset<Row> before = closed.frozen(CloseTables.CLOSED_ROWS, List.of(period))
                .where(col("measure").isin(measures.stream().map(Measure::column).toArray()));
        Dataset<Row> after = now.of(period, measures)
                .orElseGet(() -> before.drop(CloseTables.CLOSE_ID, "period_type", "period").limit(0));
        return Optional.of(only(compared(before, after)
                .withColumn("period_type", lit(close.periodType()))
                .withColumn("period", lit(close.period()))
                .withColumn("period_start", lit(Date.valueOf(close.start())))
                .withColumn("period_end", lit(Date.valueOf(close.end())))
                .withColumn("close_version", lit(close.version()))));
    }

    private static Dataset<Row> compared(Dataset<Row> before, Dataset<Row> after) {
        Column ofRow = max(col("as_closed").isNotNull()).over(row());
        Dataset<Row> both = side(before, "closed")
                .join(side(after, "now"), RowsBehind.KEY.toArray(String[]::new), "full_outer")
                .withColumn("was_there", ofRow)
                .withColumn("is_there", max(col("as_now").isNotNull()).over(row()))
                .withColumn(
                        DIFFERENCE,
                        coalesce(col("as_now"), lit(0))
                                .minus(coalesce(col("as_closed"), lit(0)))
                                .cast("decimal(38,6)"))
                .where(col(DIFFERENCE).notEqual(0))
                .withColumn("cause", cause());
        return both.withColumn("share", share());
    }

    private static org.apache.spark.sql.expressions.WindowSpec row() {
        return Window.partitionBy("measure", "source", "row_key");
    }

    private static Dataset<Row> side(Dataset<Row> rows, String name) {
        return rows.select(Stream.of(
                        RowsBehind.KEY.stream().map(functions::col),
                        RowsBehind.AMOUNT.stream().map(column -> col(column).as(column + "_" + name)),
                        Stream.of(col("value").as("as_" + name)))
                .flatMap(columns -> columns)
                .toArray(Column[]::new));
    }

    private static Column cause() {
        Column isSameAmount = col("amount_closed")
                .eqNullSafe(col("amount_now"))
                .and(col("currency_closed").eqNullSafe(col("currency_now")));
        Column isOtherRate = functions.not(col("rate_closed").eqNullSafe(col("rate_now")));
        return when(functions.not(col("was_there")), "came")
                .when(functions.not(col("is_there")), "vanished")
                .when(col("as_closed").isNull().or(col("as_now").isNull()), "moved")
                .when(isSameAmount.and(isOtherRate), "exchange_rate")
                .otherwise("changed");
    }

    /** Of the company's difference; null where the rows make up for each other. */
    private static Column share() {
        Column whole = sum(col(DIFFERENCE)).over(Window.partitionBy("measure"));
        return when(whole.notEqual(0), col(DIFFERENCE).cast("decimal(28,6)").divide(whole.cast("decimal(28,6)")))
                .cast("decimal(28,6)");
    }

    private static Dataset<Row> only(Dataset<Row> rows) {
        return rows.select(CloseTables.RESTATEMENT_CAUSES.columns().stream()
                .map(PublishedColumn::name)
                .filter(name -> !CloseTables.RESTATEMENT_CAUSES.stampColumns().contains(name))
                .map(functions::col)
                .toArray(Column[]::new));
    }
}
