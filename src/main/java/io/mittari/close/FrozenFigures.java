package io.mittari.close;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.mittari.explain.RunInputs;
import io.mittari.measures.Measure;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.PublishedColumn;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.Warehouse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The published figures of periods as the frozen tables keep them.
 *
 * @param warehouse where they are published
 * @param run the run that published them
 * @param periods the periods, the closed quarter or year first
 * @param inputs what the run's figures were made of
 * @param reconciliation of bookings with revenue, where both have a source
 */
record FrozenFigures(
        Warehouse warehouse,
        PublishedRun run,
        List<Period> periods,
        RunInputs inputs,
        Optional<Dataset<Row>> reconciliation) {
    /** The rows per frozen table, without the column that names the close. */
    Map<PublishedTable, Dataset<Row>> rows() {
        Map<PublishedTable, Dataset<Row>> rows = new LinkedHashMap<>();
        rows.put(CloseTables.CLOSED_MEASURES, measures());
        rows.put(CloseTables.CLOSED_KPI_VALUES, copy(KpiTables.KPI_VALUES, CloseTables.CLOSED_KPI_VALUES));
        rows.put(
                CloseTables.CLOSED_STAGE_PERFORMANCE,
                copy(KpiTables.STAGE_PERFORMANCE, CloseTables.CLOSED_STAGE_PERFORMANCE));
        rows.put(CloseTables.CLOSED_KPI_CATALOG, catalog());
        rows.put(CloseTables.CLOSED_ROWS, rowsBehind());
        rows.put(
                CloseTables.CLOSED_RECONCILIATION,
                reconciliation.orElseGet(() -> nothing(CloseTables.CLOSED_RECONCILIATION)));
        return rows;
    }

    private Dataset<Row> rowsBehind() {
        Set<Measure> available = Arrays.stream(Measure.values())
                .filter(measure -> measure.isAvailable(inputs.entities().keySet()))
                .collect(Collectors.toSet());
        return new RowsBehind(inputs.facts(), inputs.cells(), inputs.range(), inputs.reps())
                .of(periods.stream().collect(Collectors.toMap(Function.identity(), period -> available)))
                .orElseGet(() -> nothing(CloseTables.CLOSED_ROWS));
    }

    private Dataset<Row> nothing(PublishedTable table) {
        return inputs.cells()
                .sparkSession()
                .createDataFrame(List.of(), table.schema())
                .drop(CloseTables.CLOSE_ID);
    }

    private Dataset<Row> measures() {
        return Arrays.stream(Grain.values())
                .map(this::measures)
                .reduce(Dataset::unionByName)
                .orElseThrow();
    }

    private Dataset<Row> measures(Grain grain) {
        Column[] values = Arrays.stream(Measure.values())
                .map(Measure::column)
                .map(name -> struct(
                        lit(name).as("measure"), col(name).cast("decimal(38,6)").as("value")))
                .toArray(Column[]::new);
        boolean isOfRep = grain.keys().contains("rep_id");
        List<Column> columns = Stream.of("rep_id", "team", "segment", "channel")
                .map(key -> (grain.keys().contains(key) ? col(key) : lit(Grain.ALL)).as(key))
                .collect(Collectors.toList());
        Stream.of("period_type", "period", "period_start", "period_end", "as_of", "run_id")
                .forEach(name -> columns.add(col(name)));
        columns.add(lit(grain.grainName()).as("grain"));
        columns.add((isOfRep ? col("rep_name") : lit(null).cast("string")).as("rep_name"));
        columns.add((isOfRep ? col("team") : lit(null).cast("string")).as("rep_team"));
        columns.add(explode(array(values)).as("figure"));
        return ofPeriods("kpi_" + grain.grainName())
                .select(columns.toArray(Column[]::new))
                .select(col("*"), col("figure.*"))
                .drop("figure");
    }

    private Dataset<Row> copy(PublishedTable table, PublishedTable frozen) {
        return ofPeriods(table.name())
                .select(frozen.columns().stream()
                        .map(PublishedColumn::name)
                        .filter(name -> !name.equals(CloseTables.CLOSE_ID))
                        .map(name -> col(name))
                        .toArray(Column[]::new));
    }

    private Dataset<Row> catalog() {
        return warehouse
                .table(KpiTables.KPI_CATALOG.name(), run)
                .withColumn("inputs", coalesce(array_join(col("inputs"), ","), lit("")));
    }

    private Dataset<Row> ofPeriods(String table) {
        return warehouse.table(table, run).where(ClosedFigures.isOneOf(periods));
    }
}
