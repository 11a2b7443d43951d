package io.mittari.lake;

import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.ColumnKind;
import io.mittari.model.Entity;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.PeriodType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * What is asked of a row beyond that each value can be read. A value that cannot be read is only a bad value: the other
 * rules leave it out.
 */
final class RowRules implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Set<String> STATUSES = Set.of("open", "won", "lost");
    private static final Set<String> DECIDED = Set.of("won", "lost");
    private static final Set<String> INVOICE_KINDS = Set.of("invoice", "credit_note");

    private final Entity entity;
    private final ValueReader reader;
    private final int firstMonth;
    private final boolean needsCurrency;
    private final ExchangeDays exchangeDays;

    /** The rules of an entity's rows; amounts need a currency where the extract has a currency column. */
    RowRules(
            Entity entity,
            ValueReader reader,
            FiscalCalendar calendar,
            boolean needsCurrency,
            ExchangeDays exchangeDays) {
        this.entity = entity;
        this.reader = reader;
        this.firstMonth = calendar.firstMonth();
        this.needsCurrency = needsCurrency;
        this.exchangeDays = exchangeDays;
    }

    /** The column of an entity's money that needs a currency, if it has one. */
    static Optional<String> amountColumn(Entity entity) {
        return switch (entity) {
            case OPPORTUNITIES, QUOTAS, FORECASTS, EXPENSES -> Optional.of("amount");
            case INVOICE_LINES -> Optional.of("unit_price");
            case REPS, ACCOUNTS, LEADS, STAGE_HISTORY, ACTIVITIES, TIMESHEETS, SUBSCRIPTIONS, FX_RATES ->
                Optional.empty();
        };
    }

    /** Judges a row that deletes its key: it needs the key only. */
    void judgeDeletion(Candidate row) {
        entity.columns().stream()
                .filter(column -> column.required() && entity.key().contains(column.name()))
                .forEach(column -> row.require(column.name()));
    }

    /** Judges a row that holds data. */
    void judge(Candidate row) {
        entity.columns().stream().filter(CanonicalColumn::required).forEach(column -> row.require(column.name()));
        switch (entity) {
            case OPPORTUNITIES -> judgeOpportunity(row);
            case TIMESHEETS -> judgeTimesheet(row);
            case ACTIVITIES -> judgeNotNegative(row, "minutes");
            case QUOTAS -> judgeQuota(row);
            case FORECASTS -> judgePeriod(row);
            case INVOICE_LINES -> judgeOneOf(row, "kind", INVOICE_KINDS);
            case SUBSCRIPTIONS -> judgeSubscription(row);
            case REPS, ACCOUNTS, LEADS, STAGE_HISTORY, EXPENSES, FX_RATES -> {}
        }
        amountColumn(entity).ifPresent(amount -> judgeCurrency(row, amount));
    }

    /**
     * Whether {@link #judge} surely finds nothing wrong with a row whose values could be read and whose required ones
     * are there; may be null or false of a row that it would let pass.
     *
     * @param value the canonical value of a column
     */
    Column surelyHold(Function<String, Column> value) {
        Column own = switch (entity) {
            case OPPORTUNITIES -> surelySound(value.apply("status"), day(value.apply("created_at")), value);
            case TIMESHEETS ->
                value.apply("selling_hours")
                        .geq(0)
                        .and(value.apply("total_hours").geq(value.apply("selling_hours")));
            case ACTIVITIES -> value.apply("minutes").geq(0);
            case INVOICE_LINES -> isNullOr(value.apply("kind"), kind -> kind.isin(INVOICE_KINDS.toArray()));
            case SUBSCRIPTIONS -> isNullOr(value.apply("ended_on"), ended -> ended.geq(value.apply("started_on")));
            case QUOTAS, FORECASTS -> lit(false);
            case REPS, ACCOUNTS, LEADS, STAGE_HISTORY, EXPENSES, FX_RATES -> lit(true);
        };
        boolean hasCurrency =
                entity.columns().stream().anyMatch(column -> column.name().equals("currency"));
        return hasCurrency ? own.and(surelyConverts(value)) : own;
    }

    private Column surelySound(Column status, Column created, Function<String, Column> value) {
        return status.equalTo("open")
                .or(status.isin(DECIDED.toArray())
                        .and(day(value.apply("closed_at")).geq(created)));
    }

    /** Whether the currency is one of those that have a rate on the day; a row without one has no amount either. */
    private Column surelyConverts(Function<String, Column> value) {
        Column currency = value.apply("currency");
        Optional<Column> amount = amountColumn(entity).map(value);
        Column hasNone =
                currency.isNull().and(needsCurrency ? amount.map(Column::isNull).orElse(lit(true)) : lit(true));
        Column converts = currency.equalTo(exchangeDays.reportingCurrency());
        for (Map.Entry<String, LocalDate> first : exchangeDays.firstRates().entrySet()) {
            Column isLate = amount.isEmpty() ? lit(true) : exchangeDay(value).geq(lit(first.getValue()));
            converts = converts.or(currency.equalTo(first.getKey()).and(isLate));
        }
        return hasNone.or(converts);
    }

    private Column exchangeDay(Function<String, Column> value) {
        Column column = value.apply(exchangeDay());
        return isInstant(exchangeDay()) ? day(column) : column;
    }

    private boolean isInstant(String name) {
        return entity.columns().stream()
                .anyMatch(column -> column.name().equals(name) && column.kind() == ColumnKind.TIMESTAMP);
    }

    private Column day(Column instant) {
        return to_date(from_utc_timestamp(instant, reader.businessZone().getId()));
    }

    private static Column isNullOr(Column value, UnaryOperator<Column> condition) {
        return value.isNull().or(condition.apply(value));
    }

    private void judgeOpportunity(Candidate row) {
        judgeOneOf(row, "status", STATUSES);
        String status = row.text("status");
        if (status == null || !DECIDED.contains(status)) {
            return;
        }
        if (row.isMissing("closed_at")) {
            row.reject(Reason.CLOSED_WITHOUT_DATE, "status is " + status + ", but closed_at is missing");
        }
        LocalDate closed = row.day("closed_at", reader);
        LocalDate created = row.day("created_at", reader);
        if (closed != null && created != null && closed.isBefore(created)) {
            row.reject(
                    Reason.CLOSED_BEFORE_CREATED,
                    "closed on %s, before it was created on %s".formatted(closed, created));
        }
    }

    private static void judgeOneOf(Candidate row, String column, Set<String> values) {
        String value = row.text(column);
        if (value != null && !values.contains(value)) {
            row.reject(
                    Reason.UNKNOWN_STATUS,
                    column,
                    "is none of "
                            + String.join(
                                    ", ",
                                    Stream.of(values.toArray(String[]::new))
                                            .sorted()
                                            .toList()));
        }
    }

    private static void judgeTimesheet(Candidate row) {
        judgeNotNegative(row, "total_hours");
        judgeNotNegative(row, "selling_hours");
        BigDecimal total = row.number("total_hours");
        BigDecimal selling = row.number("selling_hours");
        if (total != null && selling != null && selling.compareTo(total) > 0) {
            row.reject(Reason.SELLING_ABOVE_TOTAL, "selling_hours", "is above total_hours " + total);
        }
    }

    private static void judgeNotNegative(Candidate row, String column) {
        BigDecimal value = row.number(column);
        if (value != null && value.signum() < 0) {
            row.reject(Reason.NEGATIVE_HOURS, column, "is negative");
        }
    }

    private void judgeQuota(Candidate row) {
        judgePeriod(row);
        BigDecimal amount = row.number("amount");
        if (amount != null && amount.signum() < 0) {
            row.reject(Reason.BAD_VALUE, "amount", "is negative");
        }
    }

    private void judgePeriod(Candidate row) {
        String typeName = row.text("period_type");
        if (typeName == null) {
            return;
        }
        Optional<PeriodType> type = Stream.of(PeriodType.values())
                .filter(known -> known.typeName().equals(typeName))
                .findFirst();
        if (type.isEmpty()) {
            row.reject(Reason.BAD_VALUE, "period_type", "is none of month, quarter, year");
            return;
        }
        LocalDate start = row.day("period_start", reader);
        if (start != null && !new FiscalCalendar(reader.businessZone(), firstMonth).begins(type.get(), start)) {
            row.reject(Reason.BAD_VALUE, "period_start", "is no first day of a fiscal " + typeName);
        }
    }

    private void judgeSubscription(Candidate row) {
        LocalDate started = row.day("started_on", reader);
        LocalDate ended = row.day("ended_on", reader);
        if (started != null && ended != null && ended.isBefore(started)) {
            row.reject(Reason.ENDED_BEFORE_STARTED, "ended_on", "is before started_on " + started);
        }
    }

    private void judgeCurrency(Candidate row, String amount) {
        if (needsCurrency && !row.isMissing(amount) && row.isMissing("currency")) {
            row.reject(Reason.MISSING_VALUE, "currency is missing, and the row has " + amount);
        }
        String currency = row.text("currency");
        LocalDate day = row.day(exchangeDay(), reader);
        if (currency != null && day != null && row.number(amount) != null && !exchangeDays.hasRate(currency, day)) {
            row.reject(Reason.NO_EXCHANGE_RATE, "currency", "has no exchange rate on or before " + day);
        }
    }

    private String exchangeDay() {
        return switch (entity) {
            case OPPORTUNITIES -> "created_at";
            case QUOTAS -> "period_start";
            case FORECASTS -> "submitted_at";
            case INVOICE_LINES -> "invoiced_on";
            case EXPENSES -> "incurred_on";
            case REPS, ACCOUNTS, LEADS, STAGE_HISTORY, ACTIVITIES, TIMESHEETS, SUBSCRIPTIONS, FX_RATES ->
                throw new IllegalStateException(entity + " has no amounts");
        };
    }

    /**
     * From when on each currency has a rate.
     *
     * @param reportingCurrency the currency that needs none
     * @param firstRates first day of a rate, per other currency
     */
    record ExchangeDays(String reportingCurrency, Map<String, LocalDate> firstRates) implements Serializable {
        boolean hasRate(String currency, LocalDate day) {
            LocalDate first = firstRates.get(currency);
            return currency.equals(reportingCurrency) || (first != null && !first.isAfter(day));
        }
    }
}
