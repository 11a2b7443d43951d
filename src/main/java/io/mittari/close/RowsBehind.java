package io.mittari.close;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
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
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

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

    private static final StructType WEIGHT = new StructType()
            .add(Facts.TALLY, DataTypes.StringType)
            .add("month_index", DataTypes.IntegerType)
            .add("period_type", DataTypes.StringType)
            .add("period", DataTypes.StringType)
            .add("measure", DataTypes.StringType)
            .add("weight", DataTypes.createDecimalType(18, 6));

    /** The row's amount in its own currency, and the exchange rate. */
    static final List<String> AMOUNT = List.of("amount", "currency", "rate");

    /**
     * One row a period, measure, row and cell: {@link #KEY}, {@link #AMOUNT}, {@code value} in the measure's unit, never 0.
     * All of them come from one reading of the facts.
     *
     * @param measures the measures wanted, by period
     */
    Optional<Dataset<Row>> of(Map<Period, Set<Measure>> measures) {
        List<Row> weights = new ArrayList<>();
        Set<Tally> tallies = EnumSet.noneOf(Tally.class);
        measures.forEach((period, ofPeriod) -> Weights.of(ofPeriod, range, period)
                .forEach((measure, ofMeasure) -> {
                    weights.addAll(weights(period, measure, ofMeasure));
                    tallies.addAll(ofMeasure.tallies());
                }));
        return facts.units(tallies, cells).map(units -> counted(units, weights));
    }

    /** What a unit of a tally in a month adds to a measure of a period, a row each that adds anything. */
    private static List<Row> weights(Period period, Measure measure, Weights weights) {
        List<Row> rows = new ArrayList<>();
        BigDecimal smallest = measure.unit().exact(1);
        weights.byTally().forEach((tally, ofMonths) -> {
            for (int index = 0; index < ofMonths.length; index++) {
                if (ofMonths[index] != 0) {
                    rows.add(RowFactory.create(
                            tally.column(),
                            index,
                            period.type().typeName(),
                            period.name(),
                            measure.column(),
                            smallest.multiply(BigDecimal.valueOf(ofMonths[index]))));
                }
            }
        });
        return rows;
    }

    private Dataset<Row> counted(Dataset<Row> units, List<Row> weights) {
        Dataset<Row> weight = units.sparkSession().createDataFrame(weights, WEIGHT);
        Dataset<Row> told = Members.withTeam(units, reps)
                .select(
                        col(Facts.TALLY),
                        Weights.monthIndex(range).as("month_index"),
                        col(Facts.UNITS).cast("decimal(20,0)").as(Facts.UNITS),
                        col(FactDetails.ENTITY).as("source"),
                        col(FactDetails.KEY).as("row_key"),
                        col("rep_id"),
                        col("team_of_rep").as("team"),
                        col("segment"),
                        col("channel"),
                        col(FactDetails.AMOUNT).as("amount"),
                        col(FactDetails.CURRENCY).as("currency"),
                        col(FactDetails.RATE).as("rate"));
        Column[] amounts = AMOUNT.stream().map(functions::col).toArray(Column[]::new);
        return told.join(broadcast(weight), new String[] {Facts.TALLY, "month_index"})
                .groupBy(KEY.stream().map(functions::col).toArray(Column[]::new))
                .agg(
                        sum(col(Facts.UNITS).multiply(col("weight")).cast("decimal(28,6)"))
                                .cast("decimal(38,6)")
                                .as("value"),
                        max(struct(amounts)).as("newest"))
                .where(col("value").notEqual(0))
                .select(Stream.of(
                                KEY.stream().map(functions::col),
                                AMOUNT.stream().map(name -> col("newest." + name)),
                                Stream.of(col("value")))
                        .flatMap(columns -> columns)
                        .toArray(Column[]::new));
    }
}
