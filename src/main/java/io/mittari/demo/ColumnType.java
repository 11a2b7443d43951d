package io.mittari.demo;

import java.math.BigDecimal;
import java.time.LocalDate;

/** The type of an extract's column, and the Java class of its values. */
enum ColumnType {
    TEXT(String.class, 0, 0),
    BOOLEAN(Boolean.class, 0, 0),
    /** Seconds of the epoch. */
    MOMENT(Long.class, 0, 0),
    DAY(LocalDate.class, 0, 0),
    WHOLE(BigDecimal.class, 9, 0),
    MONEY(BigDecimal.class, 18, 2),
    RATE(BigDecimal.class, 18, 6);

    private final Class<?> valueClass;
    private final int precision;
    private final int scale;

    ColumnType(Class<?> valueClass, int precision, int scale) {
        this.valueClass = valueClass;
        this.precision = precision;
        this.scale = scale;
    }

    /** Whether the value can stand in a typed column. */
    boolean holds(Object value) {
        return value == null || valueClass.isInstance(value);
    }

    boolean isDecimal() {
        return precision > 0;
    }

    int precision() {
        return precision;
    }

    int scale() {
        return scale;
    }
}
