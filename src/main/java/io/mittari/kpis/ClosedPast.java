package io.mittari.kpis;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Members;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * KPI values held against a past that is closed: previous_value and year_ago_value are what was published for those
 * periods, and null where the member had no row then.
 */
public final class ClosedPast {
    private static final String EARLIER = "earlier_";
    private static final String START = "period_start";

    private final List<Period> closed;
    private final Dataset<Row> frozen;

    /**
     * @param closed the closed periods
     * @param frozen the KPI values of these periods as they were closed, with the columns of {@code kpi_values}
     */
    public ClosedPast(List<Period> closed, Dataset<Row> frozen) {
        this.closed = closed;
        this.frozen = frozen;
    }

    /**
     * The values with their past.
     *
     * @param values the result of {@link KpiValues#of}
     */
    public Dataset<Row> compared(Dataset<Row> values) {
        Column isAfterClosed = isClosed(previousStart()).or(isClosed(yearAgoStart()));
        Dataset<Row> others = values.where(not(isAfterClosed));
        Dataset<Row> affected = values.where(isAfterClosed);
        Dataset<Row> previous = withPast(affected, "previous_value", previousStart());
        Dataset<Row> both = withPast(previous, "year_ago_value", yearAgoStart());
        MapFunction<Row, Row> changed = ClosedPast::withChange;
        return others.unionByName(both.map(changed, Encoders.row(values.schema())));
    }

    private Dataset<Row> withPast(Dataset<Row> values, String column, Column start) {
        List<String> key = Stream.concat(Members.KEY.stream(), Stream.of("period_type", "kpi"))
                .toList();
        Column[] earlier = Stream.concat(key.stream(), Stream.of(START, "value"))
                .map(name -> col(name).as(EARLIER + name))
                .toArray(Column[]::new);
        Column isSame = key.stream()
                .map(name -> col(name).equalTo(col(EARLIER + name)))
                .reduce(start.equalTo(col(EARLIER + START)), Column::and);
        Column[] columns = Arrays.stream(values.columns())
                .map(name -> name.equals(column)
                        ? when(isClosed(start), col(EARLIER + "value"))
                                .otherwise(col(name))
                                .as(name)
                        : col(name))
                .toArray(Column[]::new);
        return values.join(frozen.select(earlier), isSame, "left").select(columns);
    }

    private static Column previousStart() {
        Column start = col(START);
        Column result = add_months(start, -PeriodType.YEAR.months());
        for (PeriodType type : List.of(PeriodType.MONTH, PeriodType.QUARTER)) {
            result = when(col("period_type").equalTo(type.typeName()), add_months(start, -type.months()))
                    .otherwise(result);
        }
        return result;
    }

    private static Column yearAgoStart() {
        return add_months(col(START), -PeriodType.YEAR.months());
    }

    private Column isClosed(Column start) {
        return Arrays.stream(PeriodType.values())
                .map(type -> col("period_type")
                        .equalTo(type.typeName())
                        .and(start.isin(closed.stream()
                                .filter(period -> period.type() == type)
                                .map(Period::start)
                                .toArray())))
                .reduce(Column::or)
                .orElseThrow();
    }

    private static Row withChange(Row row) {
        StructType schema = row.schema();
        BigDecimal value = row.getAs("value");
        BigDecimal previous = row.getAs("previous_value");
        BigDecimal change = value == null || previous == null ? null : value.subtract(previous);
        Object[] values = new Object[row.size()];
        for (int place = 0; place < values.length; place++) {
            values[place] = switch (schema.fieldNames()[place]) {
                case "change" -> change;
                case "change_rate" -> KpiValues.changeRate(change, previous);
                default -> row.get(place);
            };
        }
        return RowFactory.create(values);
    }
}
