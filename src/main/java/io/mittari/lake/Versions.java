package io.mittari.lake;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.when;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Finds the newest good version of each key, and with that the outcome of every row.
 *
 * <p>All is decided in one shuffle by key and one sort: the windows below are of ever fewer leading columns of that sort.
 */
final class Versions {
    /** How the row's version compares: number, instant, neither; null where there is none. */
    static final String VERSION_KIND = "__version_kind";

    private static final String COPY = "__copy";
    private static final String CONTENTS = "__contents";
    private static final String NEWEST = "__newest";

    private final Entity entity;

    Versions(Entity entity) {
        this.entity = entity;
    }

    /**
     * The judged rows with their outcome: the canonical columns in their types, and beside them the origin, the outcome
     * and, of a rejected row, why.
     */
    Dataset<Row> decided(Dataset<Row> judged, boolean isSmall) {
        Dataset<Row> typed = typed(judged);
        Dataset<Row> byKey = isSmall ? typed.coalesce(1) : typed.repartition(columns(keys()));
        return outcomes(numbered(byKey));
    }

    /** Adds which copy of its content a row is, how many contents its version has, and the newest version of its key. */
    private Dataset<Row> numbered(Dataset<Row> byKey) {
        WindowSpec ofContent = Window.partitionBy(columns(content()))
                .orderBy(col(RawBatch.FILE), col(RawBatch.POSITION), col(RawBatch.RAW));
        WindowSpec ofVersion = Window.partitionBy(columns(version()));
        WindowSpec ofKey = Window.partitionBy(columns(keys()));
        Column standsAlone = isFirst().and(col(CONTENTS).equalTo(1));
        return byKey.withColumn(COPY, row_number().over(ofContent))
                .withColumn(CONTENTS, sum(when(isFirst(), 1)).over(ofVersion))
                .withColumn(NEWEST, max(when(standsAlone, order())).over(ofKey));
    }

    private Dataset<Row> outcomes(Dataset<Row> numbered) {
        Column isConflict = col(CONTENTS).gt(1);
        Column outcome = when(col(Judge.FILTERED), Outcome.FILTERED.literal())
                .when(col(Judge.REASONS).isNotNull(), Outcome.REJECTED.literal())
                .when(col(COPY).gt(1), Outcome.SUPERSEDED.literal())
                .when(isConflict, Outcome.REJECTED.literal())
                .when(not(order().eqNullSafe(col(NEWEST))), Outcome.SUPERSEDED.literal())
                .when(col(Mapping.DELETED), Outcome.DELETED.literal())
                .otherwise(Outcome.USED.literal());
        Column isRejected = Outcome.REJECTED.isOutcome();
        Column conflict = array(lit(Reason.CONFLICTING_DUPLICATE.reasonName()));
        Column kind = when(col(Judge.VERSION_NUMBER).isNotNull(), "number")
                .when(col(Judge.VERSION_INSTANT).isNotNull(), "instant")
                .when(col(Judge.VERSION_TEXT).isNotNull(), "neither");
        List<Column> columns = new ArrayList<>();
        entity.columns().forEach(column -> columns.add(col(column.name())));
        columns.add(col(RawBatch.LOAD));
        columns.add(col(RawBatch.FILE));
        columns.add(col(RawBatch.POSITION));
        columns.add(col(Outcome.COLUMN));
        columns.add(when(mayBeRejected(), col(RawBatch.RAW)).as(RawBatch.RAW));
        columns.add(when(isRejected, coalesce(col(Judge.REASONS), conflict)).as(Judge.REASONS));
        columns.add(col(Judge.DETAIL));
        columns.add(col(Judge.ROW_KEY));
        columns.add(kind.as(VERSION_KIND));
        columns.add(col(Judge.VERSION_TEXT));
        return numbered.withColumn(Outcome.COLUMN, outcome).select(columns.toArray(Column[]::new));
    }

    /** Used quotas may still be rejected, for overlapping; all others that are not rejected need no raw row any more. */
    private Column mayBeRejected() {
        return entity == Entity.QUOTAS ? lit(true) : Outcome.REJECTED.isOutcome();
    }

    private Dataset<Row> typed(Dataset<Row> judged) {
        List<Column> columns = new ArrayList<>();
        for (String name : judged.columns()) {
            columns.add(col(name));
        }
        for (int i = 0; i < entity.columns().size(); i++) {
            CanonicalColumn column = entity.columns().get(i);
            Column value = col(column.name());
            columns.set(
                    i,
                    switch (column.kind()) {
                        case TIMESTAMP -> timestamp_micros(value).as(column.name());
                        case DATE -> date_from_unix_date(value).as(column.name());
                        case TEXT, CODE, CURRENCY, AMOUNT, QUANTITY, RATE, PROBABILITY -> value;
                    });
        }
        return judged.select(columns.toArray(Column[]::new));
    }

    /** Rows that take part in the choice of a version share a spread of 0; others are spread, each on its own. */
    private List<String> keys() {
        List<String> keys = new ArrayList<>(entity.key());
        keys.add(Judge.SPREAD);
        return keys;
    }

    private List<String> version() {
        List<String> version = keys();
        version.addAll(List.of(Judge.VERSION_NUMBER, Judge.VERSION_INSTANT, RawBatch.LOAD));
        return version;
    }

    private List<String> content() {
        List<String> content = version();
        content.add(Mapping.DELETED);
        entity.columns().stream()
                .map(CanonicalColumn::name)
                .filter(name -> !entity.key().contains(name))
                .forEach(content::add);
        return content;
    }

    /** The order of versions: all are numbers or all are instants, so that one of the two decides; then the load. */
    private static Column order() {
        return struct(col(Judge.VERSION_NUMBER), col(Judge.VERSION_INSTANT), col(RawBatch.LOAD));
    }

    private static Column isFirst() {
        return col(Judge.SPREAD).equalTo(0).and(col(COPY).equalTo(1));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }
}
