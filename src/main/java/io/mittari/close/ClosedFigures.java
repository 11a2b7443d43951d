package io.mittari.close;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.mittari.kpis.ClosedPast;
import io.mittari.measures.PeriodRange;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseLog;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.Closes;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.PublishedColumn;
import io.mittari.warehouse.PublishedTable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The figures that a run publishes: of closed periods those that were frozen, of others its own. */
public final class ClosedFigures {
    static final List<String> MEMBER = List.of("rep_id", "team", "segment", "channel");

    private final SparkSession spark;
    private final Closes closes;
    private final List<ClosedPeriod> inEffect;
    private final FiscalCalendar calendar;
    private final PeriodRange range;

    /**
     * @param closes the closes of the warehouse
     * @param log what they are
     * @param range the periods of the run
     */
    public ClosedFigures(SparkSession spark, Closes closes, CloseLog log, PeriodRange range) {
        this.spark = spark;
        this.closes = closes;
        this.inEffect = log.inEffect();
        this.calendar = range.calendar();
        this.range = range;
    }

    /**
     * The rows of a wide table.
     *
     * @param now the rows as the run has computed them
     */
    public Dataset<Row> wide(Grain grain, PublishedTable table, Dataset<Row> now) {
        return published(table, now, () -> wideFrozen(grain, table));
    }

    /**
     * The rows of {@code kpi_values}; a past that is closed is the published one.
     *
     * @param now the rows as the run has computed them
     */
    public Dataset<Row> kpiValues(Dataset<Row> now) {
        List<Period> all = closedPeriods();
        Dataset<Row> compared =
                all.isEmpty() ? now : new ClosedPast(all, frozen(CloseTables.CLOSED_KPI_VALUES, all)).compared(now);
        return published(KpiTables.KPI_VALUES, compared, () -> frozen(CloseTables.CLOSED_KPI_VALUES, emitted()));
    }

    /**
     * The rows of {@code stage_performance}.
     *
     * @param now the rows as the run has computed them
     */
    public Dataset<Row> stages(Dataset<Row> now) {
        return published(
                KpiTables.STAGE_PERFORMANCE, now, () -> frozen(CloseTables.CLOSED_STAGE_PERFORMANCE, emitted()));
    }

    /** The closed periods that figures are wanted of. */
    List<Period> emitted() {
        return closedPeriods().stream().filter(range::isEmitted).toList();
    }

    /** The closes that are in effect. */
    List<Close> closes() {
        return inEffect.stream().map(ClosedPeriod::close).toList();
    }

    /** The frozen rows of those periods. */
    Dataset<Row> frozen(PublishedTable table, List<Period> periods) {
        return closes.rows(table, closes()).where(isOneOf(periods));
    }

    /** Whether a row is about one of the periods: their names are unique, whatever their length. */
    static Column isOneOf(List<Period> periods) {
        return col("period").isin(periods.stream().map(Period::name).toArray());
    }

    /** No rows, of the columns that a run computes of a table. */
    static Dataset<Row> none(SparkSession spark, PublishedTable table) {
        return only(table, spark.createDataFrame(List.of(), table.schema()));
    }

    /** The closed periods that the run publishes at all. */
    List<Period> closedPeriods() {
        List<Period> periods = new ArrayList<>();
        for (Close close : closes()) {
            periods.addAll(covered(close));
        }
        List<String> published = Arrays.stream(PeriodType.values())
                .flatMap(type -> range.published(type).stream())
                .map(Period::name)
                .toList();
        return periods.stream()
                .filter(period -> published.contains(period.name()))
                .toList();
    }

    /** The formulas of the KPIs as they were closed, by close and KPI. */
    Map<String, Map<String, String>> formulas() {
        return closes.rows(CloseTables.CLOSED_KPI_CATALOG, closes()).collectAsList().stream()
                .collect(Collectors.groupingBy(
                        row -> row.getAs(CloseTables.CLOSE_ID),
                        Collectors.toMap(row -> row.getAs("kpi"), row -> row.getAs("formula"))));
    }

    /** The periods whose figures a close has frozen. */
    List<Period> covered(Close close) {
        return Quarters.covered(calendar, calendar.period(PeriodType.named(close.periodType()), close.start()));
    }

    private Dataset<Row> published(PublishedTable table, Dataset<Row> now, Supplier<Dataset<Row>> frozen) {
        Dataset<Row> open = now.withColumn("is_closed", lit(false))
                .withColumn("closed_at", lit(null).cast(DataTypes.TimestampType))
                .withColumn("close_version", lit(null).cast(DataTypes.IntegerType));
        if (emitted().isEmpty()) {
            return only(table, open);
        }
        return only(table, open.where(functions.not(isOneOf(emitted()))))
                .unionByName(only(table, withClose(frozen.get())));
    }

    /** The columns of a table that its writer gives. */
    static Dataset<Row> only(PublishedTable table, Dataset<Row> rows) {
        return rows.select(table.columns().stream()
                .map(PublishedColumn::name)
                .filter(name -> !table.stampColumns().contains(name))
                .map(functions::col)
                .toArray(Column[]::new));
    }

    private Dataset<Row> withClose(Dataset<Row> frozen) {
        List<Row> known = inEffect.stream()
                .map(close -> RowFactory.create(
                        close.close().closeId(),
                        true,
                        Timestamp.from(close.closed().at()),
                        close.close().version()))
                .toList();
        StructType schema = new StructType()
                .add(CloseTables.CLOSE_ID, DataTypes.StringType)
                .add("is_closed", DataTypes.BooleanType)
                .add("closed_at", DataTypes.TimestampType)
                .add("close_version", DataTypes.IntegerType);
        return frozen.join(broadcast(spark.createDataFrame(known, schema)), CloseTables.CLOSE_ID);
    }

    private Dataset<Row> wideFrozen(Grain grain, PublishedTable table) {
        Map<String, DataType> figures = new LinkedHashMap<>();
        table.columns().stream()
                .filter(column -> isFigure(table, column))
                .forEach(column -> figures.put(column.name(), column.dataType()));
        return wide(grain, figures, figures(emitted()));
    }

    /**
     * Frozen figures as the rows of a wide table.
     *
     * @param columns the types of the figures wanted
     * @param figures the result of {@link #figures(Dataset, Dataset)}
     */
    static Dataset<Row> wide(Grain grain, Map<String, DataType> columns, Dataset<Row> figures) {
        List<Column> key = Stream.concat(
                        Stream.of(CloseTables.CLOSE_ID, "period_type", "period", "period_start", "period_end"),
                        MEMBER.stream())
                .map(functions::col)
                .toList();
        List<Column> values = new ArrayList<>();
        columns.forEach((name, type) -> values.add(
                max(when(col("figure").equalTo(name), col("value"))).cast(type).as(name)));
        values.add(max(col("rep_name")).as("rep_name"));
        values.add(max(col("rep_team")).as("rep_team"));
        Dataset<Row> rows = figures.where(col("grain").equalTo(grain.grainName()))
                .groupBy(key.toArray(Column[]::new))
                .agg(values.get(0), values.subList(1, values.size()).toArray(Column[]::new))
                .withColumn("complete", lit(true));
        return grain.keys().contains("rep_id") ? rows.withColumn("team", col("rep_team")) : rows;
    }

    private static boolean isFigure(PublishedTable table, PublishedColumn column) {
        List<String> others = List.of(
                "period_type",
                "period",
                "period_start",
                "period_end",
                "complete",
                "as_of",
                "run_id",
                "rep_name",
                "team");
        return !others.contains(column.name())
                && !table.key().contains(column.name())
                && !KpiTables.CLOSING.contains(column);
    }

    /** The frozen measures and KPIs of those periods. */
    Dataset<Row> figures(List<Period> periods) {
        return figures(frozen(CloseTables.CLOSED_MEASURES, periods), frozen(CloseTables.CLOSED_KPI_VALUES, periods));
    }

    /**
     * Frozen measures and KPIs, a row each: {@code close_id, grain}, {@link #MEMBER}, the period's columns,
     * {@code rep_name, rep_team} (of measures of reps), {@code kind, figure, value}.
     */
    static Dataset<Row> figures(Dataset<Row> closedMeasures, Dataset<Row> closedKpiValues) {
        Column none = lit(null).cast("string");
        Dataset<Row> measures =
                closedMeasures.withColumn("kind", lit("measure")).withColumnRenamed("measure", "figure");
        Dataset<Row> kpis = closedKpiValues
                .withColumn("kind", lit("kpi"))
                .withColumnRenamed("kpi", "figure")
                .withColumn("value", col("value").cast("decimal(38,6)"))
                .withColumn("rep_name", none)
                .withColumn("rep_team", none);
        Column[] columns = Stream.of(
                        Stream.of(CloseTables.CLOSE_ID, "grain"),
                        MEMBER.stream(),
                        Stream.of("period_type", "period", "period_start", "period_end"),
                        Stream.of("rep_name", "rep_team", "kind", "figure", "value"))
                .flatMap(names -> names)
                .map(functions::col)
                .toArray(Column[]::new);
        return measures.select(columns).unionByName(kpis.select(columns));
    }
}
