package io.mittari.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.mittari.facts.FactDetails;
import io.mittari.measures.Members;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.stages.StageTotals;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows behind {@code stage_performance} of one member in one period, of all stages.
 *
 * @param rows the beginnings and ends of stays in the period
 * @param type the period's type
 * @param stages what the rows come to, by stage
 */
record StageRows(Dataset<Row> rows, PeriodType type, SortedMap<String, StageTotals> stages) {
    /**
     * Finds the rows.
     *
     * @param stays the result of {@link io.mittari.facts.Facts#stayRows}
     * @param inputs what the run's figures were made of
     * @param member whose they are, in any stage
     */
    static StageRows of(Dataset<Row> stays, RunInputs inputs, Subject member, Period period) {
        Dataset<Row> rows = Members.withTeam(
                        stays.where(col("month").geq(period.firstMonth()))
                                .where(col("month").lt(period.endMonth())),
                        inputs.reps())
                .where(member.hasFact())
                .localCheckpoint();
        return new StageRows(rows, period.type(), totals(rows, period.type()));
    }

    private static SortedMap<String, StageTotals> totals(Dataset<Row> rows, PeriodType type) {
        String entered = "entered_" + type.typeName();
        SortedMap<String, StageTotals> stages = new TreeMap<>();
        rows.groupBy("stage", "days")
                .agg(
                        sum(entered).as(entered),
                        sum("ended").as("ended"),
                        sum("lost").as("lost"))
                .collectAsList()
                .forEach(row -> stages.computeIfAbsent(row.getAs("stage"), name -> new StageTotals())
                        .add(row, type));
        return stages;
    }

    /** What the rows of a stage come to. */
    StageTotals totals(String stage) {
        return stages.getOrDefault(stage, new StageTotals());
    }

    /** The stages whose median is longer, with it. */
    List<String> longerThan(BigDecimal median) {
        return stages.entrySet().stream()
                .filter(stage -> stage.getValue().medianDays() != null)
                .filter(stage -> stage.getValue().medianDays().compareTo(median) > 0)
                .sorted(Map.Entry.comparingByValue(
                        (one, other) -> other.medianDays().compareTo(one.medianDays())))
                .map(stage -> "%s %s"
                        .formatted(
                                stage.getKey(),
                                stage.getValue()
                                        .medianDays()
                                        .stripTrailingZeros()
                                        .toPlainString()))
                .toList();
    }

    /** The rows of a stage that stand behind an input, the longest stays first; all of them without a limit. */
    Iterator<BehindRow> largest(String stage, StageInput input, OptionalInt limit) {
        Dataset<Row> sorted = rows.where(col("stage").equalTo(stage))
                .where(input.isBehind(type))
                .withColumn("part", input.part())
                .orderBy(col("days").desc_nulls_last(), col(FactDetails.DAY), col(FactDetails.KEY));
        return MeasureRows.first(sorted, limit, BehindRow::ofStay);
    }
}
