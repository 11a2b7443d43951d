package io.mittari.lake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.ColumnKind;
import io.mittari.model.Entity;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Mapped rows of typed columns, read by Spark's own expressions: the canonical values, and whether a row is sound, which
 * is only said where {@link Judge} surely finds nothing wrong with it and no check has to count it. Many times faster
 * than judging every row; of a row that is not sound the values mean nothing, but for its key.
 */
final class SoundRow {
    private final Dataset<Row> rows;
    private final Entity entity;
    private final Map<String, Column> values;
    private final Column isSound;
    private final boolean isVersioned;

    private SoundRow(
            Dataset<Row> rows, Entity entity, Map<String, Column> values, Column isSound, boolean isVersioned) {
        this.isVersioned = isVersioned;
        this.rows = rows;
        this.entity = entity;
        this.values = values;
        this.isSound = isSound;
    }

    /**
     * How the rows of a batch are read; empty where a column's type is none that Spark reads surely as {@link Judge}
     * does.
     *
     * @param isVersioned whether rows need a version
     */
    static Optional<SoundRow> of(
            Mapping.Mapped batch, Entity entity, RowRules rules, ZoneId businessZone, boolean isVersioned) {
        Map<String, Column> values = new HashMap<>();
        Column isSound = col(Mapping.KEPT).and(not(col(Mapping.DELETED)));
        if (isVersioned) {
            if (!(batch.type(Mapping.VERSION) instanceof TimestampType)) {
                return Optional.empty();
            }
            isSound = isSound.and(col(Mapping.VERSION).isNotNull());
        }
        for (CanonicalColumn column : entity.columns()) {
            Optional<Column> value = batch.present().contains(column.name())
                    ? value(col(column.name()), batch.type(column.name()), column.kind(), businessZone)
                    : Optional.of(lit(null).cast(column.kind().dataType()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(column.name(), value.get());
            isSound = isSound.and(isReadable(column, col(column.name()), value.get()));
        }
        isSound = isSound.and(rules.surelyHold(values::get)).and(not(Account.isNoticed(entity, values::get)));
        return Optional.of(new SoundRow(batch.rows(), entity, values, coalesce(isSound, lit(false)), isVersioned));
    }

    /** The mapped rows. */
    Dataset<Row> rows() {
        return rows;
    }

    /** The canonical value of a column. */
    Column value(CanonicalColumn column) {
        return values.get(column.name());
    }

    /** The hash of the canonical key. */
    Column hash() {
        return xxhash64(entity.key().stream().map(values::get).toArray(Column[]::new));
    }

    /** Whether the row is sound; never null. */
    Column isSound() {
        return isSound;
    }

    /** When what the row tells of happened; see {@link Account#event}. */
    Column event() {
        return Account.event(entity, values::get);
    }

    /** The row as {@link Judge} gives it, but for the raw text where file and position lead to it. */
    Column[] judged() {
        Map<String, Column> known = new HashMap<>(Map.of(
                RawBatch.LOAD, col(RawBatch.LOAD),
                RawBatch.FILE, col(RawBatch.FILE),
                RawBatch.POSITION, col(RawBatch.POSITION),
                RawBatch.RAW, when(col(RawBatch.POSITION).isNull(), col(RawBatch.RAW)),
                Judge.FILTERED, lit(false),
                Mapping.DELETED, lit(false),
                Judge.SPREAD, lit(0L)));
        entity.columns().forEach(column -> known.put(column.name(), stored(column)));
        if (isVersioned) {
            known.put(Judge.VERSION_INSTANT, unix_micros(col(Mapping.VERSION)));
        }
        return Stream.of(Judge.schema(entity).fields())
                .map(field -> known.getOrDefault(field.name(), lit(null).cast(field.dataType()))
                        .as(field.name()))
                .toArray(Column[]::new);
    }

    private Column stored(CanonicalColumn column) {
        return switch (column.kind()) {
            case TIMESTAMP -> unix_micros(value(column));
            case DATE -> unix_date(value(column));
            case TEXT, CODE, CURRENCY, AMOUNT, QUANTITY, RATE, PROBABILITY -> value(column);
        };
    }

    private static Optional<Column> value(Column mapped, DataType type, ColumnKind kind, ZoneId businessZone) {
        return Optional.ofNullable(
                switch (kind) {
                    case TEXT -> text(mapped, type, PlainText.of(mapped));
                    case CODE -> text(mapped, type, PlainText.codeOf(mapped));
                    case CURRENCY -> type instanceof StringType ? upper(mapped) : null;
                    case TIMESTAMP -> type instanceof TimestampType ? mapped : null;
                    case DATE -> day(mapped, type, businessZone);
                    case AMOUNT, QUANTITY, RATE, PROBABILITY ->
                        type instanceof DecimalType || type instanceof IntegralType
                                ? mapped.try_cast(kind.dataType())
                                : null;
                });
    }

    private static Column text(Column mapped, DataType type, Column plain) {
        if (type instanceof StringType) {
            return plain;
        }
        return type instanceof IntegralType || type instanceof BooleanType ? mapped.cast(DataTypes.StringType) : null;
    }

    private static Column day(Column mapped, DataType type, ZoneId businessZone) {
        if (type instanceof DateType) {
            return mapped;
        }
        return type instanceof TimestampType ? to_date(from_utc_timestamp(mapped, businessZone.getId())) : null;
    }

    /** Whether a value that is there could be read, and one that must be there is. */
    private static Column isReadable(CanonicalColumn column, Column mapped, Column value) {
        Column isRead = switch (column.kind()) {
            case TEXT, CODE, CURRENCY, TIMESTAMP, DATE -> lit(true);
            case AMOUNT, QUANTITY -> value.equalTo(mapped);
            case RATE -> value.equalTo(mapped).and(value.gt(0));
            case PROBABILITY -> value.equalTo(mapped).and(value.between(0, 1));
        };
        return column.required()
                ? value.isNotNull().and(isRead)
                : mapped.isNull().or(isRead);
    }
}
