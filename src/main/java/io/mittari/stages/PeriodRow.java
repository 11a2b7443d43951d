package io.mittari.stages;

import java.sql.Date;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A published period as a row, known by its type and first month. */
record PeriodRow(String type, int firstMonth, String name, Date start, Date end, boolean complete) {
    private static final StructType TYPE = new StructType()
            .add("period_type", DataTypes.StringType, false)
            .add("first_month", DataTypes.IntegerType, false)
            .add("period", DataTypes.StringType, false)
            .add("period_start", DataTypes.DateType, false)
            .add("period_end", DataTypes.DateType, false)
            .add("complete", DataTypes.BooleanType, false);

    static Dataset<Row> dataset(SparkSession spark, List<PeriodRow> periods) {
        return spark.createDataFrame(
                periods.stream()
                        .map(period -> RowFactory.create(
                                period.type, period.firstMonth, period.name, period.start, period.end, period.complete))
                        .toList(),
                TYPE);
    }
}
