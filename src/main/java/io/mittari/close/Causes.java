package io.mittari.close;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Measure;
import io.mittari.model.Period;
import io.mittari.warehouse.CloseTables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Why measures of closed periods would be others today: the rows that count otherwise than at the close. Their
 * differences add up to that of the measure, for every member.
 *
 * @param spark the session
 * @param closed the closed figures
 * @param now the rows as the run knows them
 */
public record Causes(SparkSession spark, ClosedFigures closed, RowsBehind now) {
    /**
     * The rows of {@link CloseTables#RESTATEMENT_CAUSES}: of every period and measure that is restated for any member.
     *
     * @param restated the rows of {@link CloseTables#RESTATEMENTS}, of all closed periods
     */
    public Dataset<Row> of(Dataset<Row> restated) {
        Dataset<Row> differing = restated.where(col("kind").equalTo("measure"))
                .select(
                        col("period"),
                        col("figure").as("measure"),
                        col("period_start"),
                        col("period_end"),
                        col("close_version"))
                .distinct();
        List<Row> found = differing.collectAsList();
        if (found.isEmpty()) {
            return ClosedFigures.none(spark, CloseTables.RESTATEMENT_CAUSES);
        }
        Map<Period, Set<Measure>> measures = measures(found);
        Dataset<Row> before = closed.frozen(CloseTables.CLOSED_ROWS, List.copyOf(measures.keySet()));
        Dataset<Row> after = now.of(measures).orElseGet(() -> before.limit(0));
        Dataset<Row> causes = compared(before, after)
                .join(broadcast(spark.createDataFrame(found, differing.schema())), new String[] {"period", "measure"});
        return ClosedFigures.only(CloseTables.RESTATEMENT_CAUSES, causes);
    }

    private Map<Period, Set<Measure>> measures(List<Row> differing) {
        Map<String, Set<Measure>> byName = differing.stream()
                .collect(Collectors.groupingBy(
                        row -> row.getString(0),
                        Collectors.mapping(
                                row -> Measure.named(row.getString(1)).orElseThrow(), Collectors.toSet())));
        return closed.closedPeriods().stream()
                .filter(period -> byName.containsKey(period.name()))
                .collect(Collectors.toMap(Function.identity(), period -> byName.get(period.name())));
    }

    private static Dataset<Row> compared(Dataset<Row> before, Dataset<Row> after) {
        WindowSpec row = Window.partitionBy("period", "measure", "source", "row_key");
        return side(before, "closed")
                .join(side(after, "now"), RowsBehind.KEY.toArray(String[]::new), "full_outer")
                .withColumn("was_there", max(col("as_closed").isNotNull()).over(row))
                .withColumn("is_there", max(col("as_now").isNotNull()).over(row))
                .withColumn(
                        "difference",
                        coalesce(col("as_now"), lit(0))
                                .minus(coalesce(col("as_closed"), lit(0)))
                                .cast("decimal(38,6)"))
                .where(col("difference").notEqual(0))
                .withColumn("cause", cause());
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
}
