package io.mittari.explain;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.facts.FactDetails;
import io.mittari.measures.Measure;
import io.mittari.measures.Members;
import io.mittari.measures.Tally;
import io.mittari.measures.Weights;
import io.mittari.model.Period;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The rows behind the measures of one member in one period. */
final class MeasureRows {
    private static final String MEASURE = "measure";
    private static final String PART = "part";
    private static final List<String> DETAILS =
            List.of(FactDetails.DAY, FactDetails.AMOUNT, FactDetails.CURRENCY, FactDetails.RATE, FactDetails.NOTE);
    private static final List<String> ROW = List.of(
            MEASURE, FactDetails.ENTITY, FactDetails.KEY, "rep_id", "name_of_rep", "team_of_rep", "segment", "channel");

    private final Optional<Dataset<Row>> rows;
    private final Map<Measure, Total> totals = new EnumMap<>(Measure.class);

    /**
     * What the rows of a measure come to.
     *
     * @param rows how many there are
     * @param parts their sum, in the smallest parts of the measure's unit
     */
    record Total(long rows, long parts) {
        static final Total NOTHING = new Total(0, 0);
    }

    private MeasureRows() {
        this.rows = Optional.empty();
    }

    private MeasureRows(Dataset<Row> rows) {
        this.rows = Optional.of(rows);
        rows.groupBy(col(MEASURE))
                .agg(count(lit(1)).as("rows"), sum(col(PART)).as(PART))
                .collectAsList()
                .forEach(row -> totals.put(
                        Measure.named(row.getAs(MEASURE)).orElseThrow(),
                        new Total(row.getAs("rows"), row.getAs(PART))));
    }

    /** Finds the rows; a measure without a value has none. */
    static MeasureRows of(RunInputs inputs, Subject subject, Period period, Set<Measure> measures) {
        Map<Measure, Weights> weights = Weights.of(measures, inputs.range(), period);
        Set<Tally> tallies = EnumSet.noneOf(Tally.class);
        weights.values().forEach(weight -> tallies.addAll(weight.tallies()));
        return inputs.facts()
                .rows(tallies, inputs.cells())
                .map(facts -> of(facts, inputs, subject, weights))
                .orElseGet(MeasureRows::new);
    }

    /** The rows among those facts, which have all tallies of the weights. */
    static MeasureRows of(Dataset<Row> facts, RunInputs inputs, Subject subject, Map<Measure, Weights> weights) {
        Column[] parts = weights.entrySet().stream()
                .map(measure -> struct(
                        lit(measure.getKey().column()).as(MEASURE),
                        measure.getValue().part().as(PART)))
                .toArray(Column[]::new);
        Dataset<Row> counted = Members.withTeam(facts, inputs.reps())
                .where(subject.hasFact())
                .withColumn("counted", explode(array(parts)))
                .select(col("*"), col("counted.*"))
                .where(col(PART).notEqual(0));
        return new MeasureRows(oneARow(counted)
                .withColumn(FactDetails.CURRENCY, currency(inputs.reportingCurrency()))
                .localCheckpoint());
    }

    /**
     * The rows as a close has frozen them; on which day they counted it has not.
     *
     * @param frozen rows of {@code closed_rows} of the close
     */
    static MeasureRows ofClosed(
            Dataset<Row> frozen, RunInputs inputs, Subject subject, Period period, Set<Measure> measures) {
        Column part = measures.stream()
                .map(measure -> when(
                        col(MEASURE).equalTo(measure.column()),
                        col("value").divide(lit(measure.unit().exact(1)))))
                .reduce(lit(null), (others, one) -> coalesce(one, others));
        Dataset<Row> rows = frozen.where(col("period").equalTo(period.name()))
                .where(subject.isMember())
                .withColumn(PART, part.cast("long"))
                .where(col(PART).isNotNull())
                .withColumnRenamed("team", "frozen_team");
        return new MeasureRows(Members.withTeam(rows, inputs.reps())
                .withColumn("team_of_rep", col("frozen_team"))
                .withColumn(FactDetails.ENTITY, col("source"))
                .withColumn(FactDetails.DAY, lit(null).cast("date"))
                .withColumn(FactDetails.AMOUNT, col("amount"))
                .withColumn(FactDetails.CURRENCY, col("currency"))
                .withColumn(FactDetails.CURRENCY, currency(inputs.reportingCurrency()))
                .withColumn(FactDetails.RATE, col("rate"))
                .withColumn(FactDetails.NOTE, lit(null).cast("string"))
                .localCheckpoint());
    }

    /** A row may be several facts: an opportunity one when it is created and one when it is closed. */
    private static Dataset<Row> oneARow(Dataset<Row> counted) {
        Column[] details = DETAILS.stream().map(functions::col).toArray(Column[]::new);
        return counted.groupBy(ROW.stream().map(functions::col).toArray(Column[]::new))
                .agg(sum(col(PART)).as(PART), max(struct(details)).as("newest"))
                .where(col(PART).notEqual(0))
                .select(Stream.concat(
                                Stream.concat(ROW.stream(), Stream.of(PART)).map(functions::col),
                                DETAILS.stream().map(name -> col("newest." + name)))
                        .toArray(Column[]::new));
    }

    private static Column currency(String reportingCurrency) {
        return when(col(FactDetails.AMOUNT).isNotNull(), coalesce(col(FactDetails.CURRENCY), lit(reportingCurrency)));
    }

    /** What the rows of a measure come to. */
    Total total(Measure measure) {
        return totals.getOrDefault(measure, Total.NOTHING);
    }

    /** The rows of a measure, those that add or take off most first; all of them without a limit. */
    Iterator<BehindRow> largest(Measure measure, OptionalInt limit) {
        return rows.map(all -> first(sorted(all, measure), limit, row -> BehindRow.of(row, measure)))
                .orElseGet(Collections::emptyIterator);
    }

    private static Dataset<Row> sorted(Dataset<Row> rows, Measure measure) {
        return rows.where(col(MEASURE).equalTo(measure.column()))
                .orderBy(
                        abs(col(PART)).desc(),
                        col(FactDetails.DAY),
                        col(FactDetails.ENTITY),
                        col(FactDetails.KEY),
                        col("rep_id"),
                        col("segment"),
                        col("channel"));
    }

    /** The first rows, or without a limit all of them, one by one as they are asked for. */
    static Iterator<BehindRow> first(Dataset<Row> sorted, OptionalInt limit, Function<Row, BehindRow> behind) {
        Iterator<Row> found = limit.isPresent()
                ? sorted.limit(limit.getAsInt()).collectAsList().iterator()
                : sorted.toLocalIterator();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(found, Spliterator.ORDERED), false)
                .map(behind)
                .iterator();
    }
}
