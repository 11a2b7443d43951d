package io.mittari.stages;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.mittari.measures.Members;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Where deals get stuck: per company, segment, rep and team, by period and stage, how many opportunities entered a
 * stage, and how long the stays that ended had lasted.
 */
public final class StagePerformance implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<String> MEMBER = List.of("grain", "rep_id", "team", "segment");
    private static final List<String> COUNTS =
            List.of("entered_month", "entered_quarter", "entered_year", "ended", "lost");

    private final PeriodRange range;

    /** @param range the periods of the run */
    public StagePerformance(PeriodRange range) {
        this.range = range;
    }

    /**
     * The rows of {@code stage_performance} but {@code as_of} and {@code run_id}.
     *
     * @param stays the histogram of stays: the result of {@link io.mittari.facts.Facts#stays}
     * @param reps the reps, if there is such a source
     */
    public Dataset<Row> of(Dataset<Row> stays, Optional<Dataset<Row>> reps) {
        Dataset<Row> ofMembers = byMember(stays.where(col("month").geq(range.firstEmittedMonth())), reps);
        Column[] member = columns(MEMBER);
        FlatMapGroupsFunction<Row, Row, Row> rows = this::rows;
        return ofMembers
                .groupBy(member)
                .as(Encoders.row(ofMembers.select(member).schema()), Encoders.row(ofMembers.schema()))
                .flatMapGroups(rows, Encoders.row(schema()));
    }

    /** The histograms of all members: one row a member, stage, month and length. */
    private static Dataset<Row> byMember(Dataset<Row> histogram, Optional<Dataset<Row>> reps) {
        Column[] members =
                Grain.OF_STAGES.stream().map(StagePerformance::member).toArray(Column[]::new);
        Column[] key = Stream.concat(MEMBER.stream().map("member."::concat), Stream.of("stage", "month", "days"))
                .map(name -> col(name))
                .toArray(Column[]::new);
        Column[] counts = COUNTS.stream().map(name -> sum(name).as(name)).toArray(Column[]::new);
        return Members.withTeam(histogram, reps)
                .withColumn("member", explode(array(members)))
                .groupBy(key)
                .agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length));
    }

    private Iterator<Row> rows(Row member, Iterator<Row> histogram) {
        Map<Period, Map<String, StageTotals>> totals = totals(histogram);
        return Arrays.stream(PeriodType.values())
                .flatMap(type -> range.emitted(type).stream())
                .filter(totals::containsKey)
                .flatMap(period -> rows(member, period, totals.get(period)))
                .iterator();
    }

    private Map<Period, Map<String, StageTotals>> totals(Iterator<Row> histogram) {
        Map<Period, Map<String, StageTotals>> totals = new HashMap<>();
        while (histogram.hasNext()) {
            Row row = histogram.next();
            int month = row.getAs("month");
            for (PeriodType type : PeriodType.values()) {
                totals.computeIfAbsent(range.calendar().period(type, month), period -> new TreeMap<>())
                        .computeIfAbsent(row.getAs("stage"), name -> new StageTotals())
                        .add(row, type);
            }
        }
        return totals;
    }

    private Stream<Row> rows(Row member, Period period, Map<String, StageTotals> stages) {
        List<BigDecimal> medians = stages.values().stream()
                .map(StageTotals::medianDays)
                .filter(Objects::nonNull)
                .toList();
        return stages.entrySet().stream()
                .filter(stage -> !stage.getValue().isNothing())
                .map(stage -> row(member, period, stage.getKey(), stage.getValue(), medians));
    }

    private Row row(Row member, Period period, String stage, StageTotals totals, List<BigDecimal> medians) {
        BigDecimal median = totals.medianDays();
        return RowFactory.create(
                member.getAs("grain"),
                period.type().typeName(),
                period.name(),
                member.getAs("rep_id"),
                member.getAs("team"),
                member.getAs("segment"),
                stage,
                Date.valueOf(period.start()),
                Date.valueOf(period.end()),
                range.isComplete(period),
                totals.entered(),
                totals.ended(),
                totals.averageDays(),
                median,
                totals.ninthDecile(),
                totals.movedOn(),
                totals.lost(),
                totals.movedOnShare(),
                median == null ? null : rank(median, medians));
    }

    /** 1 for the longest median; equal ones share a rank. */
    private static int rank(BigDecimal median, List<BigDecimal> medians) {
        return 1
                + (int) medians.stream()
                        .filter(other -> other.compareTo(median) > 0)
                        .count();
    }

    private static Column member(Grain grain) {
        Column all = lit(Grain.ALL);
        return struct(
                lit(grain.grainName()).as("grain"),
                (grain == Grain.REP ? col("rep_id") : all).as("rep_id"),
                (grain == Grain.TEAM ? col("team_of_rep") : all).as("team"),
                (grain == Grain.SEGMENT ? col("segment") : all).as("segment"));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    private static StructType schema() {
        DataType days = DataTypes.createDecimalType(28, 6);
        return new StructType()
                .add("grain", DataTypes.StringType)
                .add("period_type", DataTypes.StringType)
                .add("period", DataTypes.StringType)
                .add("rep_id", DataTypes.StringType)
                .add("team", DataTypes.StringType)
                .add("segment", DataTypes.StringType)
                .add("stage", DataTypes.StringType)
                .add("period_start", DataTypes.DateType)
                .add("period_end", DataTypes.DateType)
                .add("complete", DataTypes.BooleanType)
                .add("entered", DataTypes.LongType)
                .add("stays_ended", DataTypes.LongType)
                .add("average_days", days)
                .add("median_days", days)
                .add("p90_days", days)
                .add("moved_on", DataTypes.LongType)
                .add("lost", DataTypes.LongType)
                .add("moved_on_share", days)
                .add("bottleneck_rank", DataTypes.IntegerType);
    }
}
