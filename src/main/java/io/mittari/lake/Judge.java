package io.mittari.lake;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.ColumnKind;
import io.mittari.model.Entity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/**
 * Judges mapped rows one by one: reads every value as its column's kind, and says what is wrong with the row. Which of
 * the good versions of a key is used is none of its business.
 */
final class Judge implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    /** Whether the row's {@code where} is not true. */
    static final String FILTERED = "__filtered";
    /** The version as a number, where it is one. */
    static final String VERSION_NUMBER = "__version_number";
    /** The version as microseconds of an instant, where it is one. */
    static final String VERSION_INSTANT = "__version_instant";
    /** The version, where it is neither. */
    static final String VERSION_TEXT = "__version_text";
    /** 0 of a row that takes part in the choice of a version; else a number that spreads rows without a key. */
    static final String SPREAD = "__spread";
    /** Why the row is rejected; null where it is not. */
    static final String REASONS = "__reasons";
    /** What is wrong with a rejected row, in words. */
    static final String DETAIL = "__detail";
    /** The key of a rejected row, in words; null of a corrupt one. */
    static final String ROW_KEY = "__row_key";

    private static final DecimalType VERSION_TYPE = DataTypes.createDecimalType(38, 10);
    private static final int VERSION_FIELDS = 3;

    private static final int LOAD = 0;
    private static final int FILE = 1;
    private static final int POSITION = 2;
    private static final int RAW = 3;
    private static final int FAULT = 4;
    private static final int KEPT = 5;
    private static final int DELETED = 6;
    private static final int VERSION = 7;
    private static final int FIRST_COLUMN = 8;

    private final Entity entity;
    private final ValueReader reader;
    private final RowRules rules;
    private final boolean isVersioned;
    private final String positionWord;

    /** A judge of an entity's rows; {@code positionWord} says what the format calls a position in a file. */
    Judge(Entity entity, ValueReader reader, RowRules rules, boolean isVersioned, String positionWord) {
        this.entity = entity;
        this.reader = reader;
        this.rules = rules;
        this.isVersioned = isVersioned;
        this.positionWord = positionWord;
    }

    /** The columns of judged rows: the canonical ones, days and instants as numbers, then what was found out. */
    static StructType schema(Entity entity) {
        StructType schema = new StructType();
        for (CanonicalColumn column : entity.columns()) {
            schema = schema.add(column.name(), stored(column.kind()));
        }
        return schema.add(RawBatch.LOAD, DataTypes.StringType)
                .add(RawBatch.FILE, DataTypes.StringType)
                .add(RawBatch.POSITION, DataTypes.LongType)
                .add(RawBatch.RAW, DataTypes.StringType)
                .add(FILTERED, DataTypes.BooleanType, false)
                .add(Mapping.DELETED, DataTypes.BooleanType, false)
                .add(VERSION_NUMBER, VERSION_TYPE)
                .add(VERSION_INSTANT, DataTypes.LongType)
                .add(VERSION_TEXT, DataTypes.StringType)
                .add(SPREAD, DataTypes.LongType, false)
                .add(REASONS, DataTypes.createArrayType(DataTypes.StringType))
                .add(DETAIL, DataTypes.StringType)
                .add(ROW_KEY, DataTypes.StringType);
    }

    private static DataType stored(ColumnKind kind) {
        return switch (kind) {
            case TIMESTAMP -> DataTypes.LongType;
            case DATE -> DataTypes.IntegerType;
            case TEXT, CODE, CURRENCY, AMOUNT, QUANTITY, RATE, PROBABILITY -> kind.dataType();
        };
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Iterator<>() {
            private long number;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                return judged(rows.next(), ++number);
            }
        };
    }

    private Row judged(Row mapped, long number) {
        Candidate row = new Candidate(entity);
        Object[] version = new Object[VERSION_FIELDS];
        boolean isFiltered = mapped.isNullAt(FAULT) && !mapped.getBoolean(KEPT);
        boolean isCorrupt = !mapped.isNullAt(FAULT);
        if (isCorrupt) {
            row.reject(Reason.CORRUPT_RECORD, mapped.getString(FAULT));
        } else if (!isFiltered) {
            judge(mapped, row, version);
        }
        boolean takesPart = !isFiltered && !row.isRejected();
        Object[] rest = {
            mapped.get(LOAD),
            mapped.get(FILE),
            mapped.get(POSITION),
            isFiltered ? null : mapped.get(RAW),
            isFiltered,
            mapped.getBoolean(DELETED),
            version[0],
            version[1],
            version[2],
            takesPart ? 0L : number,
            row.isRejected() ? row.reasons() : null,
            row.isRejected() ? place(mapped) + ": " + row.detail() : null,
            row.isRejected() && !isCorrupt ? row.key(entity.key()) : null
        };
        return RowFactory.create(Stream.concat(Stream.of(row.values()).map(Judge::stored), Stream.of(rest))
                .toArray());
    }

    private void judge(Row mapped, Candidate row, Object[] version) {
        boolean isDeletion = mapped.getBoolean(DELETED);
        for (int i = 0; i < entity.columns().size(); i++) {
            if (!isDeletion || entity.key().contains(entity.columns().get(i).name())) {
                row.read(i, mapped.get(FIRST_COLUMN + i), reader);
            }
        }
        if (isDeletion) {
            rules.judgeDeletion(row);
        } else {
            rules.judge(row);
        }
        if (isVersioned) {
            readVersion(mapped.get(VERSION), row, version);
        }
    }

    private void readVersion(Object value, Candidate row, Object[] version) {
        if (ValueReader.text(value) == null) {
            row.reject(Reason.MISSING_VALUE, "the version is missing");
            return;
        }
        Optional<BigDecimal> number = ValueReader.number(value, VERSION_TYPE.precision(), VERSION_TYPE.scale());
        Optional<Instant> instant = number.isPresent() ? Optional.empty() : reader.instant(value);
        version[0] = number.orElse(null);
        version[1] = instant.map(Judge::stored).orElse(null);
        version[2] = number.isPresent() || instant.isPresent() ? null : ValueReader.text(value);
    }

    /** The file and the line or row, where it is known. */
    private String place(Row mapped) {
        return mapped.isNullAt(POSITION)
                ? mapped.getString(FILE)
                : mapped.getString(FILE) + " " + positionWord + " " + mapped.getLong(POSITION);
    }

    /** A canonical value as it is stored in a judged row. */
    static Object stored(Object value) {
        if (value instanceof Instant instant) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        }
        return value instanceof LocalDate day ? (Object) (int) day.toEpochDay() : value;
    }
}
