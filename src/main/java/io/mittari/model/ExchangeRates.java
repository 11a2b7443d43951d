package io.mittari.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Converts amounts to the reporting currency, row by row: {@code round(amount * rate, 2)}, half away from zero, at the
 * newest rate valid on or before a day. The reporting currency's own rate is 1.
 *
 * <p>Rates are few (currencies times days), so they are held in memory and looked up instead of joined. The arithmetic
 * is exact for every amount and rate that the canonical types hold.
 */
public final class ExchangeRates {
    private final String reportingCurrency;
    private final UserDefinedFunction foreignCents;
    private final UserDefinedFunction foreignRate;

    private ExchangeRates(String reportingCurrency, Rates rates) {
        this.reportingCurrency = reportingCurrency;
        UDF3<BigDecimal, String, Integer, Long> convert = rates::cents;
        this.foreignCents = udf(convert, DataTypes.LongType);
        UDF2<String, Integer, BigDecimal> find = rates::rate;
        this.foreignRate = udf(find, ColumnKind.RATE.dataType());
    }

    /**
     * Rates from the canonical entity {@code fx_rates}.
     *
     * @param entity its rows; empty where there is no such source
     */
    public static ExchangeRates of(String reportingCurrency, Optional<Dataset<Row>> entity) {
        return of(reportingCurrency, entity.map(Dataset::collectAsList).orElse(List.of()));
    }

    /**
     * Rates from the rows of the canonical entity {@code fx_rates}.
     *
     * @param rows {@code currency, valid_on, rate}, one row a currency and day
     */
    public static ExchangeRates of(String reportingCurrency, List<Row> rows) {
        Rates rates = new Rates(new HashMap<>());
        for (Row row : rows) {
            rates.byCurrency
                    .computeIfAbsent(row.<String>getAs("currency"), currency -> new TreeMap<>())
                    .put(epochDay(row.getAs("valid_on")), row.getAs("rate"));
        }
        return new ExchangeRates(reportingCurrency, rates);
    }

    /**
     * The amount in hundredths of the reporting currency (bigint), null where the amount is null or no rate is known.
     *
     * @param amount any decimal, in {@code currency}
     * @param currency upper-case code; null is the reporting currency
     * @param day the date whose rate applies
     */
    public Column cents(Column amount, Column currency, Column day) {
        return when(coalesce(currency, lit(reportingCurrency)).equalTo(reportingCurrency), ownCents(amount))
                .otherwise(foreignCents.apply(amount, currency, unix_date(day)));
    }

    /**
     * The rate that {@link #cents} converts at, null where none is known.
     *
     * @param currency upper-case code; null is the reporting currency
     * @param day the date whose rate applies
     */
    public Column rate(Column currency, Column day) {
        return when(coalesce(currency, lit(reportingCurrency)).equalTo(reportingCurrency), lit(BigDecimal.ONE))
                .otherwise(foreignRate.apply(currency, unix_date(day)))
                .cast(ColumnKind.RATE.dataType());
    }

    private static Column ownCents(Column amount) {
        return round(amount, 2).multiply(lit(100)).cast(DataTypes.LongType);
    }

    private static int epochDay(Date date) {
        return Math.toIntExact(date.toLocalDate().toEpochDay());
    }

    /** The rates by currency and first day, counted from 1970. */
    private record Rates(Map<String, TreeMap<Integer, BigDecimal>> byCurrency) implements Serializable {
        Long cents(BigDecimal amount, String currency, Integer day) {
            BigDecimal rate = amount == null ? null : rate(currency, day);
            return rate == null
                    ? null
                    : Long.valueOf(amount.multiply(rate)
                            .setScale(2, RoundingMode.HALF_UP)
                            .unscaledValue()
                            .longValueExact());
        }

        BigDecimal rate(String currency, Integer day) {
            TreeMap<Integer, BigDecimal> rates = day == null ? null : byCurrency.get(currency);
            Map.Entry<Integer, BigDecimal> newest = rates == null ? null : rates.floorEntry(day);
            return newest == null ? null : newest.getValue();
        }
    }
}
