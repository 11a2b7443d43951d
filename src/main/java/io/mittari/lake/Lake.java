package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.mittari.concurrent.InParallel;
import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import io.mittari.model.Failure;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The way in: reads the extracts of all sources as canonical entities.
 *
 * <p>Rows are judged once and kept until {@link #close}: the entities, the rejected rows and the counts all come from
 * what is kept.
 */
public final class Lake implements AutoCloseable {
    private final SparkSession spark;
    private final Settings settings;
    private final long smallBytes;
    private final List<Dataset<Row>> kept = Collections.synchronizedList(new ArrayList<>());

    /** A lake of the sources in the settings. */
    public Lake(SparkSession spark, Settings settings) {
        this(spark, settings, SourceReading.SMALL_BYTES);
    }

    /** A lake whose sources are read in the way of small ones up to that size. */
    Lake(SparkSession spark, Settings settings, long smallBytes) {
        this.spark = spark;
        this.settings = settings;
        this.smallBytes = smallBytes;
    }

    /**
     * Reads every source as it was known on the reporting date. Where a source has no load or too old a one nothing is
     * read: the entities are empty, and a check fails that says so.
     *
     * @param previousRows rows of each snapshot source in the last published run
     * @throws Failure usage (exit 2) where sources and settings do not fit, input (exit 5) where a path or a file cannot
     *     be read; of several faults all are named
     */
    public Extracts read(LocalDate reportingDate, Map<Entity, Long> previousRows) {
        Map<Entity, SourceReading> sources = new EnumMap<>(Entity.class);
        List<Failure> failures = prepare(reportingDate, sources);
        if (!failures.isEmpty()) {
            throw Failure.joined(failures);
        }
        List<QualityCheck> checks = new ArrayList<>();
        sources.values().forEach(source -> checks.addAll(source.inputChecks(reportingDate)));
        boolean isInputThere = checks.stream().noneMatch(check -> check.result() == QualityCheck.Result.FAIL);
        return isInputThere ? new Reading(sources, previousRows, checks).extracts() : nothing(sources, checks);
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
            SourceReading reading = new SourceReading(spark, settings, source, reportingDate, smallBytes);
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
                sources.put(source.entity(), new SourceReading(spark, settings, source, reportingDate, smallBytes));
            } catch (Failure failure) {
                failures.add(failure);
            }
        }
        return failures;
    }

    private Extracts nothing(Map<Entity, SourceReading> sources, List<QualityCheck> checks) {
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        sources.keySet().forEach(entity -> entities.put(entity, spark.createDataFrame(List.of(), schema(entity))));
        return new Extracts(entities, spark.createDataFrame(List.of(), Rejections.SCHEMA), List.of(), checks);
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

    /** Releases what reading kept; the data sets that it handed out are of no use afterwards. */
    @Override
    public void close() {
        kept.forEach(rows -> rows.unpersist());
        kept.clear();
    }

    /** A source whose rows are decided, kept and counted. */
    private record Counted(SourceReading source, Optional<ProvenRows> proven, Dataset<Row> rows, Account account) {
        Dataset<Row> used() {
            Dataset<Row> chosen = Lake.used(source.entity(), rows);
            return proven.map(ProvenRows::rows).map(chosen::union).orElse(chosen);
        }
    }

    /** The reading of all sources for one date. */
    private final class Reading {
        private final Map<Entity, SourceReading> sources;
        private final Map<Entity, Long> previousRows;
        private final List<QualityCheck> checks;
        private final Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        private final List<SourceLoad> loads = new ArrayList<>();
        private Dataset<Row> rejectedRows = spark.createDataFrame(List.of(), Rejections.SCHEMA);

        Reading(Map<Entity, SourceReading> sources, Map<Entity, Long> previousRows, List<QualityCheck> checks) {
            this.sources = sources;
            this.previousRows = previousRows;
            this.checks = checks;
        }

        /** Rates come first, because an amount without a rate is rejected; reps before the quotas of their segments. */
        Extracts extracts() {
            read(List.of(Entity.FX_RATES), new RowRules.ExchangeDays(settings.reportingCurrency(), Map.of()));
            RowRules.ExchangeDays rates = new RowRules.ExchangeDays(settings.reportingCurrency(), firstRates());
            read(List.of(Entity.REPS), rates);
            read(
                    sources.keySet().stream()
                            .filter(entity -> !entities.containsKey(entity))
                            .toList(),
                    rates);
            return new Extracts(entities, rejectedRows, loads, checks);
        }

        private void read(List<Entity> wanted, RowRules.ExchangeDays rates) {
            List<SourceReading> readings = wanted.stream()
                    .filter(sources::containsKey)
                    .map(sources::get)
                    .toList();
            InParallel.map(readings, source -> counted(source, rates)).forEach(this::add);
        }

        private Map<String, LocalDate> firstRates() {
            Map<String, LocalDate> first = new HashMap<>();
            if (entities.containsKey(Entity.FX_RATES)) {
                entities.get(Entity.FX_RATES)
                        .groupBy("currency")
                        .agg(min("valid_on").cast("string"))
                        .collectAsList()
                        .forEach(row -> first.put(row.getString(0), LocalDate.parse(row.getString(1))));
            }
            return first;
        }

        private Counted counted(SourceReading source, RowRules.ExchangeDays rates) {
            Optional<ProvenRows> proven = proven(source, rates);
            Dataset<Row> decided = source.decided(rates, proven);
            if (source.entity() == Entity.QUOTAS) {
                decided = QuotaOverlaps.rejected(decided, Optional.ofNullable(entities.get(Entity.REPS)));
            }
            decided = decided.localCheckpoint(false, StorageLevel.MEMORY_AND_DISK());
            return new Counted(source, proven, decided, account(source, proven, decided));
        }

        private Optional<ProvenRows> proven(SourceReading source, RowRules.ExchangeDays rates) {
            try {
                return source.proven(rates);
            } catch (Exception e) {
                throw ReadFailures.explained(source.source(), e);
            }
        }

        private void add(Counted counted) {
            SourceReading source = counted.source();
            Account account = counted.account();
            loads.addAll(account.loads());
            checks.addAll(new SourceChecks(source.source(), settings.gates())
                    .ofAccount(account, Optional.ofNullable(previousRows.get(source.entity()))));
            entities.put(source.entity(), counted.used());
            if (account.rejected() > 0) {
                rejectedRows = rejectedRows.union(
                        Rejections.of(source.entity(), source.format(), source.rejected(counted.rows())));
            }
        }

        private Account account(SourceReading source, Optional<ProvenRows> proven, Dataset<Row> decided) {
            try {
                return Account.of(
                        source.source(),
                        source.loads(),
                        proven.map(ProvenRows::loads).orElse(Map.of()),
                        decided,
                        settings.calendar().zone());
            } catch (Exception e) {
                throw ReadFailures.explained(source.source(), e);
            }
        }
    }
}
