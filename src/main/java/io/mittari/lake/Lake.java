package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.mittari.concurrent.FewRows;
import io.mittari.concurrent.InParallel;
import io.mittari.concurrent.Kept;
import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import io.mittari.model.Failure;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The way in: reads the extracts of all sources as canonical entities.
 */
public final class Lake {
    /**
     * Up to so many bytes a source is read as one task, and every night as a whole: the fixed cost of more would be all
     * there is.
     */
    public static final long SMALL_SOURCE = 4L << 20;

    private static final String OTHER = "__other_";

    private final SparkSession spark;
    private final Settings settings;
    private final long smallBytes;

    /** A lake of the sources in the settings. */
    public Lake(SparkSession spark, Settings settings) {
        this(spark, settings, SMALL_SOURCE);
    }

    /**
     * A lake whose sources are read in the way of small ones up to another size than {@link #SMALL_SOURCE}.
     *
     * @param smallBytes the bytes of all files of a source
     */
    public Lake(SparkSession spark, Settings settings, long smallBytes) {
        this.spark = spark;
        this.settings = settings;
        this.smallBytes = smallBytes;
    }

    /**
     * Reads every source as a whole, as it was known on the reporting date. Where a source has no load or too old a one
     * nothing is read: the entities are empty, and a check fails that says so.
     *
     * @param ledgers what the last published run has read of each source
     * @throws Failure usage (exit 2) where sources and settings do not fit, input (exit 5) where a path or a file cannot
     *     be read; of several faults all are named
     */
    public Extracts read(LocalDate reportingDate, Map<Entity, SourceLedger> ledgers) {
        return read(reportingDate, ledgers, Map.of());
    }

    /**
     * Reads of every source what is new since the last published run: new loads of changes, and the rows that they
     * touch; all of a source that has other files than it had.
     *
     * @throws Failure as {@link #read}
     */
    public Extracts readNew(LocalDate reportingDate, LastReading last) {
        return read(reportingDate, last.ledgers(), last.entities());
    }

    private Extracts read(
            LocalDate reportingDate, Map<Entity, SourceLedger> ledgers, Map<Entity, Dataset<Row>> lastEntities) {
        Map<Entity, SourceReading> sources = new EnumMap<>(Entity.class);
        List<Failure> failures = prepare(reportingDate, sources);
        if (!failures.isEmpty()) {
            throw Failure.joined(failures);
        }
        ShuffleSize.follow(spark, sources.values());
        List<QualityCheck> checks = new ArrayList<>();
        sources.values().forEach(source -> checks.addAll(source.inputChecks(reportingDate)));
        boolean isInputThere = checks.stream().noneMatch(check -> check.result() == QualityCheck.Result.FAIL);
        return isInputThere
                ? new Reading(sources, new LastReading(ledgers, lastEntities), checks).extracts()
                : nothing(sources, checks);
    }

    /**
     * Looks whether every source can be read: its path, its columns, its expressions. Reads no rows.
     *
     * @return what is wrong, a failure a source; empty where all is well
     */
    public List<Failure> check(LocalDate reportingDate) {
        return inspect(reportingDate).stream()
                .flatMap(inspection -> inspection.failures().stream())
                .toList();
    }

    /** Looks at every source like {@link #check}, and says also what was found. */
    public List<SourceInspection> inspect(LocalDate reportingDate) {
        return settings.sources().values().stream()
                .map(source -> inspected(source, reportingDate))
                .toList();
    }

    private SourceInspection inspected(Source source, LocalDate reportingDate) {
        try {
            SourceReading reading = SourceReading.of(spark, settings, source, reportingDate, smallBytes);
            List<QualityCheck> checks = reading.inputChecks(reportingDate);
            List<Failure> failures = with(QualityCheck.Result.FAIL, checks).stream()
                    .map(check -> Failure.input("%s, but found %s".formatted(check.description(), check.observed())))
                    .toList();
            List<String> loads = reading.loads().stream().map(Load::name).toList();
            return new SourceInspection(source, loads, with(QualityCheck.Result.WARN, checks), failures);
        } catch (Failure failure) {
            return new SourceInspection(source, List.of(), List.of(), List.of(failure));
        }
    }

    private static List<QualityCheck> with(QualityCheck.Result result, List<QualityCheck> checks) {
        return checks.stream().filter(check -> check.result() == result).toList();
    }

    private List<Failure> prepare(LocalDate reportingDate, Map<Entity, SourceReading> sources) {
        List<Failure> failures = new ArrayList<>();
        for (Source source : settings.sources().values()) {
            try {
                sources.put(source.entity(), SourceReading.of(spark, settings, source, reportingDate, smallBytes));
            } catch (Failure failure) {
                failures.add(failure);
            }
        }
        return failures;
    }

    private Extracts nothing(Map<Entity, SourceReading> sources, List<QualityCheck> checks) {
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        sources.keySet().forEach(entity -> entities.put(entity, spark.createDataFrame(List.of(), schema(entity))));
        Dataset<Row> noRows = spark.createDataFrame(List.of(), Rejections.SCHEMA);
        return new Extracts(entities, Map.of(), noRows, List.of(), Map.of(), checks);
    }

    private static StructType schema(Entity entity) {
        StructType schema = new StructType();
        for (CanonicalColumn column : entity.columns()) {
            schema = schema.add(column.name(), column.kind().dataType());
        }
        return schema;
    }

    private static Dataset<Row> used(Entity entity, Dataset<Row> decided) {
        return decided.where(Outcome.USED.isOutcome())
                .select(entity.columns().stream()
                        .map(column -> col(column.name()))
                        .toArray(Column[]::new));
    }

    /**
     * A source whose rows are decided and counted.
     *
     * @param fresh what was read of it: all its loads, or the new ones
     * @param decided the rows that were decided on
     * @param read the books of what was read
     * @param all the books of all that figures rest on
     * @param used all its rows in use, or those of the keys that the new loads touch
     * @param difference how the rows in use differ from the last run's; empty where that is not known
     */
    private record Counted(
            SourceReading fresh,
            Dataset<Row> decided,
            Account read,
            Account all,
            Dataset<Row> used,
            Optional<Difference> difference) {}

    /** The reading of all sources for one date. */
    private final class Reading {
        /** These are small, and what they say reaches beyond their own rows. */
        private static final Set<Entity> READ_WHOLE = EnumSet.of(Entity.FX_RATES, Entity.REPS, Entity.QUOTAS);

        private final Map<Entity, SourceReading> sources;
        private final LastReading last;
        private final List<QualityCheck> checks;
        private final Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        private final Map<Entity, Difference> differences = new EnumMap<>(Entity.class);
        private final Map<Entity, SourceLedger> ledgers = new EnumMap<>(Entity.class);
        private final List<SourceLoad> loads = new ArrayList<>();
        private Dataset<Row> rejectedRows = spark.createDataFrame(List.of(), Rejections.SCHEMA);
        private boolean areRatesNew;

        Reading(Map<Entity, SourceReading> sources, LastReading last, List<QualityCheck> checks) {
            this.sources = sources;
            this.last = last;
            this.checks = checks;
        }

        /** Rates come first, because an amount without a rate is rejected; reps before the quotas of their segments. */
        Extracts extracts() {
            read(List.of(Entity.FX_RATES), new RowRules.ExchangeDays(settings.reportingCurrency(), Map.of()));
            RowRules.ExchangeDays rates =
                    new RowRules.ExchangeDays(settings.reportingCurrency(), firstRates(entities.get(Entity.FX_RATES)));
            areRatesNew = differences.containsKey(Entity.FX_RATES)
                    && !firstRates(last.entities().get(Entity.FX_RATES)).equals(rates.firstRates());
            read(List.of(Entity.REPS), rates);
            List<Entity> others = new ArrayList<>(sources.keySet());
            others.removeAll(List.of(Entity.FX_RATES, Entity.REPS));
            read(others, rates);
            entities.keySet().retainAll(wholeEntities());
            return new Extracts(entities, differences, rejectedRows, loads, ledgers, checks);
        }

        /** Where the last reading is known, the warehouse has the rows of the others. */
        private Set<Entity> wholeEntities() {
            Set<Entity> whole = EnumSet.copyOf(sources.keySet());
            whole.removeAll(last.entities().keySet());
            return whole;
        }

        private void read(List<Entity> wanted, RowRules.ExchangeDays rates) {
            Map<Boolean, List<SourceReading>> byUnchanged = wanted.stream()
                    .filter(sources::containsKey)
                    .map(sources::get)
                    .collect(Collectors.partitioningBy(this::isUnchanged));
            byUnchanged.get(true).forEach(this::keep);
            InParallel.map(byUnchanged.get(false), source -> explained(source, () -> counted(source, rates)))
                    .forEach(this::add);
        }

        private Map<String, LocalDate> firstRates(Dataset<Row> rates) {
            Map<String, LocalDate> first = new HashMap<>();
            if (rates != null) {
                rates.groupBy("currency")
                        .agg(min("valid_on").cast("string"))
                        .collectAsList()
                        .forEach(row -> first.put(row.getString(0), LocalDate.parse(row.getString(1))));
            }
            return first;
        }

        /** The names of the new loads, where only these need to be read; a side file may change what all rows mean. */
        private Optional<List<String>> newLoads(SourceReading source) {
            SourceLedger ledger = last.ledgers().get(source.entity());
            boolean hasNewRules =
                    areRatesNew && RowRules.amountColumn(source.entity()).isPresent()
                            || source.entity() == Entity.QUOTAS && differences.containsKey(Entity.REPS);
            if (!last.entities().containsKey(source.entity())
                    || ledger == null
                    || !source.source().lookups().isEmpty()
                    || ledger.hasCurrency() != source.needsCurrency()
                    || hasNewRules) {
                return Optional.empty();
            }
            return ledger.newLoads(source.loads())
                    .filter(names -> names.isEmpty() || !READ_WHOLE.contains(source.entity()));
        }

        private boolean isUnchanged(SourceReading source) {
            return newLoads(source).filter(List::isEmpty).isPresent();
        }

        private void keep(SourceReading source) {
            SourceLedger ledger = last.ledgers().get(source.entity());
            entities.put(source.entity(), last.entities().get(source.entity()));
            ledgers.put(source.entity(), ledger);
            addChecks(source, Account.of(ledger));
        }

        private Counted counted(SourceReading source, RowRules.ExchangeDays rates) {
            return newLoads(source)
                    .flatMap(names -> onTop(source, names, rates))
                    .orElseGet(() -> whole(source, rates));
        }

        private Counted whole(SourceReading source, RowRules.ExchangeDays rates) {
            Optional<ProvenRows> proven = source.proven(rates);
            Dataset<Row> decided = source.decided(rates, proven);
            if (source.entity() == Entity.QUOTAS) {
                decided = QuotaOverlaps.rejected(decided, Optional.ofNullable(entities.get(Entity.REPS)));
            }
            decided = Kept.rows(decided);
            Dataset<Row> chosen = used(source.entity(), decided);
            Dataset<Row> used = proven.map(ProvenRows::rows).map(chosen::union).orElse(chosen);
            Map<String, ProvenRows.Used> counts = proven.map(ProvenRows::loads).orElse(Map.of());
            Account account = Account.of(
                    source.source(),
                    source.loads(),
                    counts,
                    decided,
                    settings.calendar().zone());
            Optional<Difference> difference = Optional.ofNullable(
                            last.entities().get(source.entity()))
                    .map(before -> Difference.between(before, used));
            return new Counted(source, decided, account, account, used, difference);
        }

        /** What new loads change; empty where their versions do not compare with those of the others. */
        private Optional<Counted> onTop(SourceReading source, List<String> names, RowRules.ExchangeDays rates) {
            Entity entity = source.entity();
            SourceReading fresh = source.only(load -> names.contains(load.name()));
            SourceReading others = source.only(load -> !names.contains(load.name()));
            Dataset<Row> decided = Kept.rows(
                    source.isSmall() ? source.decided(rates, Optional.empty()) : fresh.decidedOnTopOf(others, rates));
            Dataset<Row> read = decided.where(col(RawBatch.LOAD).isin(names.toArray()));
            Account account = Account.of(
                    source.source(),
                    fresh.loads(),
                    Map.of(),
                    read,
                    settings.calendar().zone());
            SourceLedger ledger = last.ledgers().get(entity);
            if (account.versions().isPresent()
                    && ledger.versions().isPresent()
                    && !account.versions().equals(ledger.versions())) {
                return Optional.empty();
            }
            Dataset<Row> used = used(entity, decided);
            Dataset<Row> before = last.entities().get(entity);
            // Of a key whose newest version is not among them, what is known stays.
            Difference difference = Difference.between(
                    source.isSmall()
                            ? before
                            : withKeysOf(
                                    entity,
                                    before,
                                    decided.where(Outcome.USED.isOutcome().or(Outcome.DELETED.isOutcome()))),
                    used);
            long disordered = Account.disordered(entity, difference.added())
                    - Account.disordered(entity, difference.removed())
                    + ledger.disordered();
            return Optional.of(new Counted(
                    fresh, read, account, Account.of(ledger, account, disordered), used, Optional.of(difference)));
        }

        private void add(Counted counted) {
            SourceReading source = sources.get(counted.fresh().entity());
            Entity entity = source.entity();
            loads.addAll(counted.read().loads());
            addChecks(source, counted.all());
            ledgers.put(entity, counted.all().ledger(entity, source.loads(), source.needsCurrency()));
            entities.put(entity, counted.used());
            counted.difference().ifPresent(difference -> differences.put(entity, difference));
            if (counted.read().rejected() > 0) {
                rejectedRows = rejectedRows.union(
                        Rejections.of(entity, source.format(), counted.fresh().rejected(counted.decided())));
            }
        }

        private void addChecks(SourceReading source, Account account) {
            Optional<Long> previousRows =
                    Optional.ofNullable(last.ledgers().get(source.entity())).map(SourceLedger::rows);
            checks.addAll(new SourceChecks(source.source(), settings.gates()).ofAccount(account, previousRows));
        }

        private static <T> T explained(SourceReading source, Supplier<T> work) {
            try {
                return work.get();
            } catch (Exception e) {
                throw ReadFailures.explained(source.source(), e);
            }
        }
    }

    /** The rows whose key any of the others has; these are kept, since their keys are read twice. */
    private static Dataset<Row> withKeysOf(Entity entity, Dataset<Row> rows, Dataset<Row> others) {
        String first = entity.key().get(0);
        FewRows keys = FewRows.of(
                others.select(entity.key().stream()
                        .map(name -> col(name).as(OTHER + name))
                        .toArray(Column[]::new)),
                OTHER + first);
        Column isSame = entity.key().stream()
                .map(name -> col(name).eqNullSafe(col(OTHER + name)))
                .reduce(Column::and)
                .orElseThrow();
        return rows.where(keys.mayHold(col(first))).join(keys.rows(), isSame, "left_semi");
    }
}
