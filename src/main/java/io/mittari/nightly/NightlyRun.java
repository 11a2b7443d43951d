package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.mittari.concurrent.InParallel;
import io.mittari.facts.Facts;
import io.mittari.kpis.Catalog;
import io.mittari.kpis.Figures;
import io.mittari.kpis.KpiValues;
import io.mittari.lake.Extracts;
import io.mittari.lake.Lake;
import io.mittari.measures.Members;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.model.Grain;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import io.mittari.stages.StagePerformance;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.Publication;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.PublishedTables;
import io.mittari.warehouse.ReportingDay;
import io.mittari.warehouse.RunDetails;
import io.mittari.warehouse.RunTables;
import io.mittari.warehouse.Warehouse;
import io.mittari.warehouse.WarehouseLock;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The nightly job: from the extracts of a lake to published tables, all of them or none. A run is a function of the
 * reporting date, the extracts and the settings.
 */
public final class NightlyRun {
    private static final int STEPS = 6;

    private final SparkSession spark;
    private final Settings settings;
    private final Clock clock;
    private final Steps steps;
    private final Catalog catalog;
    private final Warehouse warehouse;

    /**
     * @param spark a session whose time zone is UTC
     * @param settings the deployment
     * @param clock what tells when the run started; no figure depends on it
     * @param progress who wants to know how far it has come
     * @throws io.mittari.model.Failure where the catalog of KPIs is wrong (exit 2)
     */
    public NightlyRun(SparkSession spark, Settings settings, Clock clock, Progress progress) {
        this.spark = spark;
        this.settings = settings;
        this.clock = clock;
        this.steps = new Steps(progress, STEPS);
        this.catalog = new Catalog(settings.kpis(), settings.enabledKpis());
        this.warehouse = new Warehouse(spark, settings.warehouse());
    }

    /**
     * Publishes the figures as of the end of that day.
     *
     * @throws io.mittari.model.Failure where the published figures are of a later day (exit 2), and for every reason
     *     not to publish
     */
    public RunSummary publish(LocalDate reportingDate) {
        return run(reportingDate, true);
    }

    /** Publishes the figures as of the end of that day, also where those of a later day are published. */
    public RunSummary restate(LocalDate reportingDate) {
        return run(reportingDate, false);
    }

    private RunSummary run(LocalDate reportingDate, boolean refusesOlder) {
        RunId runId = RunId.of(reportingDate, clock);
        try (WarehouseLock lock = warehouse.lock(runId.text())) {
            Optional<PublishedRun> previous = warehouse.newestRun();
            if (refusesOlder) {
                warehouse.refuseOlder(reportingDate, previous);
            }
            ReportingDay reportingDay = new ReportingDay(reportingDate, settings.calendar());
            try (Lake lake = new Lake(spark, settings);
                    Publication publication = warehouse.begin(lock, previous, reportingDay)) {
                return run(runId, reportingDate, previous, lake, publication);
            }
        }
    }

    private RunSummary run(
            RunId runId, LocalDate reportingDate, Optional<PublishedRun> previous, Lake lake, Publication publication) {
        Extracts extracts = steps.step("Reading the extracts", () -> lake.read(reportingDate, previousRows(previous)));
        RunChecks checks = new RunChecks(extracts.checks());
        checks.throwFailed();
        Map<Entity, Dataset<Row>> entities =
                steps.step("Writing the conformed entities", () -> stageConformed(extracts.entities(), publication));
        Facts facts = new Facts(entities, settings, reportingDate, exchangeRates(entities));
        Dataset<Row> cells = kept(facts.cells());
        EventCalendar events =
                steps.step("Aggregating the facts", () -> EventCalendar.of(cells, settings, reportingDate));
        checks.add(events.checks());
        PeriodRange range = events.range();
        Dataset<Row> figures = kept(figures(facts, cells, entities, range));
        checks.add(steps.step("Computing measures and KPIs", () -> MembersAddUp.checks(figures)));
        checks.throwFailed();
        RunRows rows = new RunRows(spark, runId.text());
        steps.step("Writing the tables", () -> {
            List<Runnable> tables = new ArrayList<>(figureTables(publication, figures, runId, reportingDate));
            tables.add(() -> publication.stage(
                    KpiTables.STAGE_PERFORMANCE, stamped(stages(facts, entities, range), runId, reportingDate)));
            tables.add(() -> publication.stage(KpiTables.KPI_CATALOG, rows.catalog(catalog)));
            tables.add(() -> publication.stage(RunTables.SOURCE_LOADS, rows.sourceLoads(extracts.loads())));
            tables.add(() -> publication.stage(RunTables.QUALITY_CHECKS, rows.qualityChecks(checks.all())));
            tables.add(() -> publication.stage(RunTables.REJECTED_ROWS, rows.rejectedRows(extracts.rejectedRows())));
            InParallel.forEach(tables, Runnable::run);
            return null;
        });
        steps.step("Publishing", () -> {
            publication.commit(details(runId, reportingDate, extracts));
            return null;
        });
        facts.release();
        return new RunSummary(runId.text(), reportingDate, extracts.loads(), checks.all(), steps.durations());
    }

    /** Kept at its first use, and cut off from its plan: what is made of it is planned and sent to tasks without that. */
    private static Dataset<Row> kept(Dataset<Row> rows) {
        return rows.localCheckpoint(false, StorageLevel.MEMORY_AND_DISK());
    }

    private Map<Entity, Dataset<Row>> stageConformed(Map<Entity, Dataset<Row>> entities, Publication publication) {
        List<Entity> present = List.copyOf(entities.keySet());
        List<Dataset<Row>> written = InParallel.map(
                present, entity -> publication.stage(PublishedTables.conformed(entity), entities.get(entity)));
        Map<Entity, Dataset<Row>> staged = new EnumMap<>(Entity.class);
        for (int i = 0; i < present.size(); i++) {
            staged.put(present.get(i), written.get(i));
        }
        return staged;
    }

    private ExchangeRates exchangeRates(Map<Entity, Dataset<Row>> entities) {
        List<Row> rates = Optional.ofNullable(entities.get(Entity.FX_RATES))
                .map(Dataset::collectAsList)
                .orElse(List.of());
        return ExchangeRates.of(settings.reportingCurrency(), rates);
    }

    private Dataset<Row> figures(
            Facts facts, Dataset<Row> cells, Map<Entity, Dataset<Row>> entities, PeriodRange range) {
        Dataset<Row> months = Members.months(facts.withDerived(cells), Optional.ofNullable(entities.get(Entity.REPS)));
        return new Figures(range, entities.keySet(), catalog).of(months);
    }

    private List<Runnable> figureTables(
            Publication publication, Dataset<Row> figures, RunId runId, LocalDate reportingDate) {
        List<Runnable> tables = new ArrayList<>();
        for (Grain grain : Grain.values()) {
            PublishedTable table = KpiTables.wide(grain, FigureColumns.of(catalog));
            Dataset<Row> rows =
                    stamped(figures.where(col(Members.GRAIN).equalTo(grain.grainName())), runId, reportingDate);
            tables.add(() -> publication.stage(table, only(table, rows)));
        }
        KpiValues values = new KpiValues(catalog, settings.targets(), settings.benchmarks());
        tables.add(() -> publication.stage(KpiTables.KPI_VALUES, stamped(values.of(figures), runId, reportingDate)));
        return tables;
    }

    private Dataset<Row> stages(Facts facts, Map<Entity, Dataset<Row>> entities, PeriodRange range) {
        Optional<Dataset<Row>> reps = Optional.ofNullable(entities.get(Entity.REPS));
        return facts.stays()
                .map(stays -> new StagePerformance(range).of(stays, reps))
                .orElseGet(() -> spark.createDataFrame(List.of(), KpiTables.STAGE_PERFORMANCE.schema())
                        .drop("as_of", "run_id"));
    }

    private RunDetails details(RunId runId, LocalDate reportingDate, Extracts extracts) {
        Map<String, List<String>> loads = extracts.loads().stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        load -> load.source().entityName(),
                        java.util.TreeMap::new,
                        java.util.stream.Collectors.mapping(
                                load -> load.load(), java.util.stream.Collectors.toList())));
        return new RunDetails(
                reportingDate, runId.startedAt(), clock.instant(), CodeVersion.text(), settings.fingerprint(), loads);
    }

    /** Rows that each snapshot had in the last published run. */
    private Map<Entity, Long> previousRows(Optional<PublishedRun> previous) {
        Map<Entity, Long> rows = new EnumMap<>(Entity.class);
        previous.ifPresent(run -> warehouse
                .table(RunTables.SOURCE_LOADS.name(), run)
                .where(col("run_id").equalTo(run.runId()))
                .groupBy("source")
                .agg(sum("rows_read"))
                .collectAsList()
                .forEach(row -> Entity.named(row.getString(0))
                        .filter(this::isSnapshot)
                        .ifPresent(entity -> rows.put(entity, row.getLong(1)))));
        return rows;
    }

    private boolean isSnapshot(Entity entity) {
        Source source = settings.sources().get(entity);
        return source != null && source.mode() == Source.Mode.SNAPSHOT;
    }

    private static Dataset<Row> stamped(Dataset<Row> rows, RunId runId, LocalDate reportingDate) {
        return rows.withColumn("as_of", lit(reportingDate)).withColumn("run_id", lit(runId.text()));
    }

    private static Dataset<Row> only(PublishedTable table, Dataset<Row> rows) {
        return rows.select(
                table.columns().stream().map(column -> col(column.name())).toArray(Column[]::new));
    }
}
