package io.mittari.explain;

import static org.apache.spark.sql.functions.col;

import io.mittari.model.Failure;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * What is to be known of a value that is published as it was closed.
 *
 * @param close the close that has frozen it
 * @param isRestated whether it would be another today
 * @param now what it would be today; empty where it would have no value
 * @param hasFrozenRows whether the close has frozen the rows behind it, and explains it by them; else by those of today
 */
public record ClosedValue(Close close, boolean isRestated, Optional<BigDecimal> now, boolean hasFrozenRows) {
    /**
     * The close of a published value.
     *
     * @param version the version that the value's row names
     * @param isKpi whether it is a KPI's; else a measure's
     * @param value the published value
     */
    static ClosedValue of(
            Warehouse warehouse,
            PublishedRun run,
            int version,
            String name,
            boolean isKpi,
            Period period,
            Subject subject,
            Optional<BigDecimal> value) {
        Optional<Row> restated = warehouse
                .table(CloseTables.RESTATEMENTS.name(), run)
                .where(col("period").equalTo(period.name()))
                .where(col("grain").equalTo(subject.grain().grainName()))
                .where(isMember(subject))
                .where(col("kind")
                        .equalTo(isKpi ? "kpi" : "measure")
                        .and(col("figure").equalTo(name)))
                .collectAsList()
                .stream()
                .findFirst();
        return new ClosedValue(
                close(warehouse, version, period),
                restated.isPresent(),
                restated.map(row -> Optional.ofNullable(row.<BigDecimal>getAs("as_now")))
                        .orElse(value),
                true);
    }

    /**
     * The close of a value in {@code stage_performance}, whose stays are not frozen.
     *
     * @param version the version that the value's row names
     * @param value the published value
     * @param now what the rows of today come to
     */
    static ClosedValue ofStage(
            Warehouse warehouse, int version, Period period, Optional<BigDecimal> value, Optional<BigDecimal> now) {
        return new ClosedValue(close(warehouse, version, period), !isSame(value, now), now, false);
    }

    /** Whether two values are the same number, or both missing. */
    static boolean isSame(Optional<BigDecimal> value, Optional<BigDecimal> other) {
        return value.map(BigDecimal::stripTrailingZeros).equals(other.map(BigDecimal::stripTrailingZeros));
    }

    private static Close close(Warehouse warehouse, int version, Period period) {
        PeriodType type = period.type() == PeriodType.YEAR ? PeriodType.YEAR : PeriodType.QUARTER;
        return warehouse.closes().log().closes().stream()
                .map(ClosedPeriod::close)
                .filter(close -> close.version() == version)
                .filter(close -> close.periodType().equals(type.typeName()))
                .filter(close ->
                        !close.start().isAfter(period.start()) && !close.end().isBefore(period.end()))
                .findFirst()
                .orElseThrow(() -> Failure.error(
                        "%s is published as closed, version %d, and closes does not name such a close: `mittari verify` says what is missing"
                                .formatted(period.name(), version),
                        null));
    }

    private static Column isMember(Subject subject) {
        return col("rep_id")
                .equalTo(key(subject, "rep_id"))
                .and(col("team").equalTo(key(subject, "team")))
                .and(col("segment").equalTo(key(subject, "segment")))
                .and(col("channel").equalTo(key(subject, "channel")));
    }

    private static String key(Subject subject, String name) {
        return subject.keys().getOrDefault(name, Grain.ALL);
    }
}
