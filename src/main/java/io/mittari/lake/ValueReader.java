package io.mittari.lake;

import io.mittari.model.ColumnKind;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DecimalType;

/**
 * Reads a mapped value as its column's kind: text strictly, typed values exactly.
 *
 * @param zone zone of the source's times without offset
 * @param businessZone zone in which an instant becomes a day
 */
record ValueReader(ZoneId zone, ZoneId businessZone) implements Serializable {
    private static final int CURRENCY_LETTERS = 3;

    /** The value as text, trimmed and in NFC; null where it is missing. */
    static String text(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            return isFinite(number) ? decimal(number).toPlainString() : number.toString();
        }
        return value instanceof String text
                ? PlainText.of(text)
                : time(value).map(Object::toString).orElse(value.toString());
    }

    /**
     * The canonical value of a value that is not missing: a String, BigDecimal, Instant or LocalDate; empty where it is
     * none of the kind's.
     */
    Optional<?> read(Object value, ColumnKind kind) {
        return switch (kind) {
            case TEXT -> Optional.of(text(value));
            case CODE -> Optional.of(text(value).toLowerCase(Locale.ROOT));
            case CURRENCY -> Optional.of(text(value).toUpperCase(Locale.ROOT)).filter(ValueReader::isCurrency);
            case TIMESTAMP -> temporal(value).map(time -> IsoTime.instant(time, zone));
            case DATE -> temporal(value).map(time -> IsoTime.day(time, zone, businessZone));
            case AMOUNT, QUANTITY -> number(value, kind);
            case RATE -> number(value, kind).filter(rate -> rate.signum() > 0);
            case PROBABILITY ->
                number(value, kind).filter(share -> share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0);
        };
    }

    /** What a readable value of the kind is, to follow "is not". */
    static String expected(ColumnKind kind) {
        return switch (kind) {
            case TEXT, CODE -> "text";
            case CURRENCY -> "a currency of three letters";
            case TIMESTAMP -> "an ISO 8601 date and time";
            case DATE -> "an ISO 8601 date";
            case AMOUNT, QUANTITY ->
                "a plain decimal number that fits " + kind.dataType().sql().toLowerCase(Locale.ROOT);
            case RATE ->
                "a plain decimal number above 0 that fits "
                        + kind.dataType().sql().toLowerCase(Locale.ROOT);
            case PROBABILITY -> "a plain decimal number from 0 to 1 of at most four decimals";
        };
    }

    /** A number of any size that decimal(precision, scale) holds; empty where the value is none. */
    static Optional<BigDecimal> number(Object value, int precision, int scale) {
        if (value instanceof Number number) {
            return isFinite(number) ? PlainNumber.fitted(decimal(number), precision, scale) : Optional.empty();
        }
        return value instanceof String text ? PlainNumber.of(PlainText.of(text), precision, scale) : Optional.empty();
    }

    /** The instant of a time; empty where the value is none. */
    Optional<Instant> instant(Object value) {
        return temporal(value).map(time -> IsoTime.instant(time, zone));
    }

    private static Optional<BigDecimal> number(Object value, ColumnKind kind) {
        DecimalType type = (DecimalType) kind.dataType();
        return number(value, type.precision(), type.scale());
    }

    private static Optional<Temporal> temporal(Object value) {
        return value instanceof String text ? IsoTime.parse(PlainText.of(text)) : time(value);
    }

    /** A typed time; an instant is one at UTC. */
    private static Optional<Temporal> time(Object value) {
        Temporal time = null;
        if (value instanceof LocalDate || value instanceof LocalDateTime) {
            time = (Temporal) value;
        } else if (value instanceof Date day) {
            time = day.toLocalDate();
        } else if (value instanceof Timestamp instant) {
            time = instant.toInstant().atOffset(ZoneOffset.UTC);
        } else if (value instanceof Instant instant) {
            time = instant.atOffset(ZoneOffset.UTC);
        }
        return Optional.ofNullable(time);
    }

    private static boolean isCurrency(String text) {
        return text.length() == CURRENCY_LETTERS && text.chars().allMatch(letter -> letter >= 'A' && letter <= 'Z');
    }

    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }

    /** Integers and decimals exactly; binary fractions by the shortest decimal that denotes them. */
    private static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal exact) {
            return exact;
        }
        if (number instanceof Double || number instanceof Float) {
            return new BigDecimal(number.toString()).stripTrailingZeros();
        }
        return BigDecimal.valueOf(number.longValue());
    }
}
