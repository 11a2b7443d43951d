package io.mittari.measures;

import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What a measure counts, how fine its whole numbers are, and how it is published. */
public enum Unit {
    COUNT("count", 0, DataTypes.LongType),
    DAYS("days", 0, DataTypes.LongType),
    MONEY("money", 2, DataTypes.createDecimalType(28, 2)),
    UNITS("units", 6, DataTypes.createDecimalType(28, 6)),
    MINUTES("minutes", 4, DataTypes.createDecimalType(28, 4));

    private final String unitName;
    private final int scale;
    private final DataType dataType;

    Unit(String unitName, int scale, DataType dataType) {
        this.unitName = unitName;
        this.scale = scale;
        this.dataType = dataType;
    }

    /** The name in messages. */
    public String unitName() {
        return unitName;
    }

    /** The Spark type of the published column. */
    public DataType dataType() {
        return dataType;
    }

    /** The exact number behind a sum of the smallest parts, such as 12.34 for 1234 hundredths of money. */
    public BigDecimal exact(long parts) {
        return BigDecimal.valueOf(parts, scale);
    }

    /** The value as it is published: a {@link Long} for counts, else a {@link BigDecimal}. */
    public Object published(long parts) {
        return scale == 0 ? Long.valueOf(parts) : exact(parts);
    }
}
