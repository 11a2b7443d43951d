package io.mittari.close;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.mittari.facts.FactDetails;
import io.mittari.facts.Facts;
import io.mittari.measures.Measure;
import io.mittari.measures.Members;
import io.mittari.measures.PeriodRange;
import io.mittari.measures.Tally;
import io.mittari.measures.Weights;
import io.mittari.model.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows that measures of periods are made of, and what each adds: they add up to the measure, for every member.
 *
 * @param facts the facts of a run
 * @param cells their sums
 * @param range the periods of the run
 * @param reps the reps, if there is such a source
 */
public record RowsBehind(Facts facts, Dataset<Row> cells, PeriodRange range, Optional<Dataset<Row>> reps) {
    /** What names a row, where it counts, and for which measure. */
    static final List<String> KEY =
            List.of("period_type", "period", "measure", "source", "row_key", "rep_id", "team", "segment", "channel");

    /** The row's amount in its own currency, and the exchange rate. */
    static final List<String> AMOUNT = List.of("amount", "currency", "rate");

    /**
     * One row a period, measure, row and cell: {@link #KEY}, {@link #AMOUNT}, {@code value} in the measure's unit, never 0.
     * All of them come from one reading of the facts.
     *
     * @param measures the measures wanted, by period
     */
    Optional<Dataset<Row>> of(Map<Period, Set<Measure>> measures) {
        List<Column> values = new ArrayList<>();
        Set<Tally> tallies = EnumSet.noneOf(Tally.class);
        measures.forEach((period, ofPeriod) -> Weights.of(ofPeriod, range, period)
                .forEach((measure, weights) -> {
                    values.add(value(period, measure, weights));
                    tallies.addAll(weights.tallies());
                }));
        return facts.rows(tallies, cells).map(rows -> counted(rows, values));
    }

    private Dataset<Row> counted(Dataset<Row> rows, List<Column> values) {
        Dataset<Row> exploded = Members.withTeam(rows, reps)
                .withColumn("of", explode(array(values.toArray(Column[]::new))))
                .where(col("of.value").notEqual(0))
                .select(
                        col("of.period_type"),
                        col("of.period"),
                        col("of.measure"),
                        col(FactDetails.ENTITY).as("source"),
                        col(FactDetails.KEY).as("row_key"),
                        col("rep_id"),
                        col("team_of_rep").as("team"),
                        col("segment"),
                        col("channel"),
                        col(FactDetails.AMOUNT).as("amount"),
                        col(FactDetails.CURRENCY).as("currency"),
                        col(FactDetails.RATE).as("rate"),
                        col("of.value"));
        Column[] amounts = AMOUNT.stream().map(functions::col).toArray(Column[]::new);
        return exploded.groupBy(KEY.stream().map(functions::col).toArray(Column[]::new))
                .agg(
                        sum(col("value")).cast("decimal(38,6)").as("value"),
                        max(struct(amounts)).as("newest"))
                .where(col("value").notEqual(0))
                .select(Stream.of(
                                KEY.stream().map(functions::col),
                                AMOUNT.stream().map(name -> col("newest." + name)),
                                Stream.of(col("value")))
                        .flatMap(columns -> columns)
                        .toArray(Column[]::new));
    }

    private static Column value(Period period, Measure measure, Weights weights) {
        BigDecimal smallest = measure.unit().exact(1);
        return struct(
                lit(period.type().typeName()).as("period_type"),
                lit(period.name()).as("period"),
                lit(measure.column()).as("measure"),
                weights.part()
                        .cast("decimal(20,0)")
                        .multiply(lit(smallest))
                        .cast("decimal(28,6)")
                        .as("value"));
    }
}
