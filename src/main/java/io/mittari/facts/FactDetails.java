package io.mittari.facts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import io.mittari.model.ColumnKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a fact says of the row that it comes from, for people. Sums need none of these columns, so a run's plan leaves
 * them out.
 */
public final class FactDetails {
    /** Name of the entity that the key is a key of. */
    public static final String ENTITY = "row_entity";
    /** The key's values joined by |, as in {@code rejected_rows}. */
    public static final String KEY = "row_key";
    /** The day on which the row counts. */
    public static final String DAY = "row_day";
    /** The amount in the row's own currency; null where none counts. */
    public static final String AMOUNT = "row_amount";
    /** The currency of the amount; null is the reporting currency. */
    public static final String CURRENCY = "row_currency";
    /** One unit of the currency in the reporting currency, on the day that decides. */
    public static final String RATE = "row_rate";
    /** What else is to be known, in words. */
    public static final String NOTE = "row_note";

    private static final Map<String, DataType> TYPES = types();

    private FactDetails() {}

    /** The details but for {@link #ENTITY}, each null where the facts have none. */
    static Stream<Column> of(String... factColumns) {
        List<String> present = Arrays.asList(factColumns);
        return TYPES.entrySet().stream()
                .map(detail -> (present.contains(detail.getKey()) ? col(detail.getKey()) : lit(null))
                        .cast(detail.getValue())
                        .as(detail.getKey()));
    }

    /** A key of several values; missing ones are empty. */
    static Column key(Column... values) {
        return concat_ws(
                "|",
                array(Arrays.stream(values)
                        .map(value -> coalesce(value.cast(DataTypes.StringType), lit("")))
                        .toArray(Column[]::new)));
    }

    private static Map<String, DataType> types() {
        Map<String, DataType> types = new LinkedHashMap<>();
        types.put(KEY, DataTypes.StringType);
        types.put(DAY, DataTypes.DateType);
        types.put(AMOUNT, DataTypes.createDecimalType(28, 4));
        types.put(CURRENCY, DataTypes.StringType);
        types.put(RATE, ColumnKind.RATE.dataType());
        types.put(NOTE, DataTypes.StringType);
        return types;
    }
}
