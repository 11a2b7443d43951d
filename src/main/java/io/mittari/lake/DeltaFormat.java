package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mittari.settings.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Delta tables: one whose dt partitions are the loads, one load as a whole, or one table a load. */
final class DeltaFormat implements ExtractFormat {
    private final SparkSession spark;
    private final Source source;

    DeltaFormat(SparkSession spark, Source source) {
        this.spark = spark;
        this.source = source;
    }

    @Override
    public List<RawBatch> read(List<Load> loads) {
        Map<String, List<Load>> tables = new LinkedHashMap<>();
        loads.forEach(load ->
                tables.computeIfAbsent(load.root(), same -> new ArrayList<>()).add(load));
        List<RawBatch> batches = new ArrayList<>();
        tables.forEach((table, parts) -> batches.add(batch(table, parts)));
        return batches;
    }

    private RawBatch batch(String table, List<Load> loads) {
        Dataset<Row> rows =
                spark.read().format("delta").options(source.options()).load(TypedFormat.plain(table));
        StructType columns = rows.schema();
        Column load = lit(loads.get(0).name());
        if (loads.get(0).isPartition()) {
            load = col("dt").cast("string");
            rows = rows.where(load.isin(loads.stream().map(Load::name).toArray()));
        }
        Column file = TypedFormat.filePathBelow(table);
        Column position = lit(null); // Delta does not tell a row's place in its file
        return new RawBatch(rows.select(TypedFormat.selection(columns, load, file, position)), columns, table);
    }

    @Override
    public RowJson json() {
        return (load, file, raw) -> raw;
    }

    @Override
    public String positionWord() {
        return "row";
    }
}
