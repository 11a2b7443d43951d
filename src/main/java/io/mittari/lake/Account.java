package io.mittari.lake;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.ColumnKind;
import io.mittari.model.Entity;
import io.mittari.model.Failure;
import io.mittari.model.Grain;
import io.mittari.settings.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The books of one source: what became of the rows of each load, and what the checks need to know, from one pass over the
 * decided rows.
 *
 * @param loads the loads that were read, oldest first
 * @param membersCalledAll used rows with a rep, team, segment or channel called All
 * @param overlapping quotas that overlap others
 * @param currenciesByLoad currencies of rows that are rejected for want of a rate, by load
 * @param disordered used rows whose dates are in an impossible order that rejects nothing
 * @param versions what the versions are: number or instant; empty where there are none
 */
record Account(
        List<SourceLoad> loads,
        long membersCalledAll,
        long overlapping,
        Map<String, TreeSet<String>> currenciesByLoad,
        long disordered,
        Optional<String> versions) {
    private static final String NUMBER = "number";
    private static final String INSTANT = "instant";
    private static final List<String> MEMBERS = List.of("rep_id", "team", "segment", "channel");

    /**
     * Counts the rows of a source; throws a usage failure where its versions do not compare.
     *
     * @param proven what is known of the rows that are used without having been decided on
     */
    static Account of(
            Source source,
            List<Load> loads,
            Map<String, ProvenRows.Used> proven,
            Dataset<Row> decided,
            ZoneId businessZone) {
        Map<String, Row> rows = new HashMap<>();
        for (Row row : counted(source.entity(), decided).collectAsList()) {
            rows.put(row.getAs(RawBatch.LOAD), row);
        }
        Optional<String> versions = versions(source, rows.values().stream().toList(), !proven.isEmpty());
        List<SourceLoad> counts = loads.stream()
                .map(load -> sourceLoad(source.entity(), load.name(), rows.get(load.name()), businessZone)
                        .plusUsed(proven.get(load.name()), businessZone))
                .toList();
        Map<String, TreeSet<String>> currencies = new HashMap<>();
        rows.forEach((load, row) -> currencies.put(load, new TreeSet<>(row.getList(row.fieldIndex("currencies")))));
        return new Account(
                counts,
                sum(rows, "called_all"),
                sum(rows, "overlapping"),
                currencies,
                sum(rows, "disordered"),
                versions);
    }

    /** The books of a source none of whose loads is new. */
    static Account of(SourceLedger ledger) {
        return of(ledger, Optional.empty(), ledger.disordered());
    }

    /** The books of a source some of whose loads are new: {@code disordered} counts all rows in use now. */
    static Account of(SourceLedger ledger, Account fresh, long disordered) {
        return of(ledger, Optional.of(fresh), disordered);
    }

    private static Account of(SourceLedger ledger, Optional<Account> fresh, long disordered) {
        List<SourceLoad> loads = Stream.concat(
                        ledger.loads().stream().map(SourceLedger.LoadLedger::counts),
                        fresh.stream().flatMap(account -> account.loads.stream()))
                .sorted(Comparator.comparing(SourceLoad::load))
                .toList();
        Map<String, TreeSet<String>> currencies =
                new HashMap<>(fresh.map(Account::currenciesByLoad).orElse(Map.of()));
        ledger.loads()
                .forEach(load -> currencies.put(load.counts().load(), new TreeSet<>(load.currenciesWithoutRate())));
        return new Account(
                loads,
                fresh.map(Account::membersCalledAll).orElse(0L),
                ledger.overlapping(),
                currencies,
                disordered,
                ledger.versions().or(() -> fresh.flatMap(Account::versions)));
    }

    /** How many of the rows have dates in an impossible order that rejects nothing. */
    static long disordered(Entity entity, Dataset<Row> rows) {
        return entity == Entity.LEADS
                ? rows.where(isDisordered(entity, functions::col)).count()
                : 0;
    }

    /** Currencies of rows that are rejected for want of a rate. */
    TreeSet<String> currenciesWithoutRate() {
        TreeSet<String> all = new TreeSet<>();
        currenciesByLoad.values().forEach(all::addAll);
        return all;
    }

    /** What to remember of the source. */
    SourceLedger ledger(Entity entity, List<Load> found, boolean hasCurrency) {
        Map<String, SourceLoad> counts =
                loads.stream().collect(Collectors.toMap(SourceLoad::load, Function.identity()));
        List<SourceLedger.LoadLedger> remembered = found.stream()
                .map(load -> new SourceLedger.LoadLedger(
                        counts.get(load.name()),
                        SourceLedger.files(load),
                        List.copyOf(currenciesByLoad.getOrDefault(load.name(), new TreeSet<>()))))
                .toList();
        return new SourceLedger(entity, remembered, versions, hasCurrency, disordered, overlapping);
    }

    long read() {
        return loads.stream().mapToLong(SourceLoad::rowsRead).sum();
    }

    long rejected() {
        return loads.stream().mapToLong(SourceLoad::rowsRejected).sum();
    }

    private static Dataset<Row> counted(Entity entity, Dataset<Row> decided) {
        List<Column> figures = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            figures.add(count_if(outcome.isOutcome()).as(outcome.name()));
        }
        figures.add(max(when(Outcome.USED.isOutcome(), event(entity, functions::col)))
                .as("newest_event"));
        figures.add(count_if(Outcome.USED.isOutcome().and(isCalledAll(entity, functions::col)))
                .as("called_all"));
        figures.add(count_if(array_contains(col(Judge.REASONS), Reason.OVERLAPPING_QUOTA.reasonName()))
                .as("overlapping"));
        Column lacksRate = array_contains(col(Judge.REASONS), Reason.NO_EXCHANGE_RATE.reasonName());
        Column currency = RowRules.amountColumn(entity).isPresent()
                ? col("currency")
                : lit(null).cast("string");
        figures.add(collect_set(when(lacksRate, currency)).as("currencies"));
        figures.add(count_if(Outcome.USED.isOutcome().and(isDisordered(entity, functions::col)))
                .as("disordered"));
        for (String kind : List.of(NUMBER, INSTANT)) {
            figures.add(count_if(col(Versions.VERSION_KIND).equalTo(kind)).as(kind));
        }
        figures.add(max(col(Judge.VERSION_TEXT)).as("version_text"));
        return decided.groupBy(RawBatch.LOAD).agg(count(lit(1)).as("READ"), figures.toArray(Column[]::new));
    }

    private static SourceLoad sourceLoad(Entity entity, String load, Row row, ZoneId businessZone) {
        if (row == null) {
            return new SourceLoad(entity, load, 0, 0, 0, 0, 0, 0, Optional.empty());
        }
        Object event = row.getAs("newest_event");
        return new SourceLoad(
                entity,
                load,
                row.getAs("READ"),
                rows(row, Outcome.USED),
                rows(row, Outcome.SUPERSEDED),
                rows(row, Outcome.DELETED),
                rows(row, Outcome.FILTERED),
                rows(row, Outcome.REJECTED),
                Optional.ofNullable(event).map(newest -> day(newest, businessZone)));
    }

    /** The day of an event as {@link #event} gives it. */
    static LocalDate day(Object event, ZoneId businessZone) {
        return event instanceof Integer day
                ? LocalDate.ofEpochDay(day)
                : Instant.EPOCH
                        .plus((Long) event, ChronoUnit.MICROS)
                        .atZone(businessZone)
                        .toLocalDate();
    }

    private static Optional<String> versions(Source source, List<Row> loads, boolean areProven) {
        Optional<String> unreadable = loads.stream()
                .map(row -> row.<String>getAs("version_text"))
                .filter(Objects::nonNull)
                .findFirst();
        if (unreadable.isPresent()) {
            throw Failure.usage(
                    "%s gives '%s', which is neither a number nor an ISO 8601 instant, so versions do not compare (%s)"
                            .formatted(source.key("version"), unreadable.get(), source.origin()));
        }
        boolean hasNumbers = loads.stream().anyMatch(row -> row.<Long>getAs(NUMBER) > 0);
        boolean hasInstants = (areProven && source.version().isPresent())
                || loads.stream().anyMatch(row -> row.<Long>getAs(INSTANT) > 0);
        if (hasNumbers && hasInstants) {
            throw Failure.usage(
                    "%s gives numbers for some rows and instants for others, so versions do not compare (%s)"
                            .formatted(source.key("version"), source.origin()));
        }
        return hasNumbers ? Optional.of(NUMBER) : hasInstants ? Optional.of(INSTANT) : Optional.empty();
    }

    /**
     * When what a used row tells of happened: microseconds of an instant or a day's number; null where it is no event.
     *
     * @param value the canonical value of a column
     */
    static Column event(Entity entity, Function<String, Column> value) {
        Optional<String> column = switch (entity) {
            case LEADS, OPPORTUNITIES -> Optional.of("created_at");
            case STAGE_HISTORY -> Optional.of("entered_at");
            case ACTIVITIES -> Optional.of("started_at");
            case TIMESHEETS -> Optional.of("worked_on");
            case FORECASTS -> Optional.of("submitted_at");
            case INVOICE_LINES -> Optional.of("invoiced_on");
            case EXPENSES -> Optional.of("incurred_on");
            case SUBSCRIPTIONS -> Optional.of("started_on");
            case REPS, ACCOUNTS, QUOTAS, FX_RATES -> Optional.empty();
        };
        return column.map(name -> kind(entity, name) == ColumnKind.DATE
                        ? unix_date(value.apply(name))
                        : unix_micros(value.apply(name)))
                .orElse(lit(null).cast("int"));
    }

    private static ColumnKind kind(Entity entity, String name) {
        return entity.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .kind();
    }

    /** Whether a check counts the row although it is used; never null. */
    static Column isNoticed(Entity entity, Function<String, Column> value) {
        return isCalledAll(entity, value).or(coalesce(isDisordered(entity, value), lit(false)));
    }

    private static Column isCalledAll(Entity entity, Function<String, Column> value) {
        return entity.columns().stream()
                .map(CanonicalColumn::name)
                .filter(MEMBERS::contains)
                .map(name -> coalesce(value.apply(name).equalTo(Grain.ALL), lit(false)))
                .reduce(lit(false), Column::or);
    }

    /** Dates that cannot be in this order in life, but that a run uses as they are. */
    private static Column isDisordered(Entity entity, Function<String, Column> value) {
        return switch (entity) {
            case LEADS ->
                value.apply("converted_at")
                        .lt(value.apply("created_at"))
                        .or(value.apply("qualified_at").lt(value.apply("created_at")));
            case REPS -> value.apply("left_on").lt(value.apply("hired_on"));
            case ACCOUNTS,
                    OPPORTUNITIES,
                    STAGE_HISTORY,
                    ACTIVITIES,
                    TIMESHEETS,
                    QUOTAS,
                    FORECASTS,
                    INVOICE_LINES,
                    EXPENSES,
                    SUBSCRIPTIONS,
                    FX_RATES -> lit(false);
        };
    }

    private static long rows(Row row, Outcome outcome) {
        return row.getAs(outcome.name());
    }

    private static long sum(Map<String, Row> rows, String figure) {
        return rows.values().stream().mapToLong(row -> row.getAs(figure)).sum();
    }
}
