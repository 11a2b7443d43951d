package io.mittari.warehouse;

import static org.apache.spark.sql.types.DataTypes.createDecimalType;

import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * A column of a published table.
 *
 * @param name the column's name
 * @param dataType its type
 * @param nullable whether it may be null; otherwise it carries a NOT NULL constraint
 * @param comment what a value says, with its unit
 * @param check SQL predicate that every row fulfils, if any; null values fulfil it
 */
public record PublishedColumn(
        String name, DataType dataType, boolean nullable, String comment, Optional<String> check) {

    /** A text that may be null. */
    public static PublishedColumn text(String name, String comment) {
        return of(name, DataTypes.StringType, comment);
    }

    /** A list of texts. */
    public static PublishedColumn texts(String name, String comment) {
        return of(name, DataTypes.createArrayType(DataTypes.StringType), comment);
    }

    /** A day of the business zone. */
    public static PublishedColumn date(String name, String comment) {
        return of(name, DataTypes.DateType, comment);
    }

    /** An instant. */
    public static PublishedColumn timestamp(String name, String comment) {
        return of(name, DataTypes.TimestampType, comment);
    }

    /** Yes or no. */
    public static PublishedColumn flag(String name, String comment) {
        return of(name, DataTypes.BooleanType, comment);
    }

    /** A number of things or days: a bigint of at least 0. */
    public static PublishedColumn count(String name, String comment) {
        return of(name, DataTypes.LongType, comment).where("%s >= 0");
    }

    /** A place in an order, 1 the first. */
    public static PublishedColumn rank(String name, String comment) {
        return of(name, DataTypes.IntegerType, comment).where("%s >= 1");
    }

    /** Money in the reporting currency: decimal(28,2). */
    public static PublishedColumn money(String name, String comment) {
        return of(name, createDecimalType(28, 2), comment);
    }

    /** Units sold: decimal(28,6). */
    public static PublishedColumn units(String name, String comment) {
        return of(name, createDecimalType(28, 6), comment);
    }

    /** Minutes: decimal(28,4). */
    public static PublishedColumn minutes(String name, String comment) {
        return of(name, createDecimalType(28, 4), comment);
    }

    /** A KPI, or a figure of the same precision: decimal(28,6). */
    public static PublishedColumn kpi(String name, String comment) {
        return of(name, createDecimalType(28, 6), comment);
    }

    /** A figure from 0 to 1 by definition: decimal(28,6). */
    public static PublishedColumn share(String name, String comment) {
        return kpi(name, comment).where("%s between 0 and 1");
    }

    static PublishedColumn of(String name, DataType dataType, String comment) {
        return new PublishedColumn(name, dataType, true, comment, Optional.empty());
    }

    /** A copy that may not be null. */
    public PublishedColumn notNull() {
        return new PublishedColumn(name, dataType, false, comment, check);
    }

    /** A copy that is null or one of the values. */
    public PublishedColumn oneOf(Iterable<String> values) {
        return where("%s in ('" + String.join("', '", values) + "')");
    }

    /** The column as Spark declares it, with its comment. */
    StructField field() {
        return new StructField(name, dataType, nullable, Metadata.empty()).withComment(comment);
    }

    /** A copy with a predicate over itself; spelled out for null, which a CHECK constraint refuses otherwise. */
    private PublishedColumn where(String predicate) {
        String quoted = "`" + name + "`";
        String fulfilled = quoted + " is null or " + predicate.formatted(quoted);
        return new PublishedColumn(name, dataType, nullable, comment, Optional.of(fulfilled));
    }
}
