package io.mittari.model;

import java.util.Locale;

/** The lengths of fiscal periods. */
public enum PeriodType {
    MONTH(1),
    QUARTER(3),
    YEAR(12);

    private final int months;

    PeriodType(int months) {
        this.months = months;
    }

    /** How many months such a period has. */
    public int months() {
        return months;
    }

    /** The name in tables and extracts: {@code month}, {@code quarter}, {@code year}. */
    public String typeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of that {@link #typeName}. */
    public static PeriodType named(String typeName) {
        return valueOf(typeName.toUpperCase(Locale.ROOT));
    }
}
