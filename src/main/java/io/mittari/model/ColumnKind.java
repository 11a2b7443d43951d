package io.mittari.model;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** How a canonical column's values are read, compared and stored. */
public enum ColumnKind {
    /** Text: trimmed, Unicode NFC, blank is missing. */
    TEXT(DataTypes.StringType),
    /** Text of a list that compares without regard to case (status, kind, period_type); stored in lower case. */
    CODE(DataTypes.StringType),
    /** A currency of three letters; stored in upper case. */
    CURRENCY(DataTypes.StringType),
    /** An instant. */
    TIMESTAMP(DataTypes.TimestampType),
    /** A day of the business zone. */
    DATE(DataTypes.DateType),
    /** Money, minutes, hours, scores: decimal(18,4). */
    AMOUNT(DataTypes.createDecimalType(18, 4)),
    /** Units sold: decimal(18,6). */
    QUANTITY(DataTypes.createDecimalType(18, 6)),
    /** An exchange rate above 0: decimal(18,10). */
    RATE(DataTypes.createDecimalType(18, 10)),
    /** A probability from 0 to 1: decimal(5,4). */
    PROBABILITY(DataTypes.createDecimalType(5, 4));

    private final DataType dataType;

    ColumnKind(DataType dataType) {
        this.dataType = dataType;
    }

    /** The Spark type of the canonical column. */
    public DataType dataType() {
        return dataType;
    }
}
