package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;

import io.mittari.close.Causes;
import io.mittari.close.ClosedFigures;
import io.mittari.close.Restatements;
import io.mittari.close.RowsBehind;
import io.mittari.concurrent.InParallel;
import io.mittari.concurrent.Kept;
import io.mittari.facts.EntityChange;
import io.mittari.kpis.Catalog;
import io.mittari.kpis.Figures;
import io.mittari.kpis.KpiValues;
import io.mittari.lake.Extracts;
import io.mittari.lake.Lake;
import io.mittari.lake.LastReading;
import io.mittari.lake.SourceLedger;
import io.mittari.measures.ChangedPeriods;
import io.mittari.measures.Members;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Entity;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.Grain;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.stages.StagePerformance;
import io.mittari.warehouse.CloseLog;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.Publication;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.ReportingDay;
import io.mittari.warehouse.RunDetails;
import io.mittari.warehouse.RunTables;
import io.mittari.warehouse.StateTables;
import io.mittari.warehouse.Warehouse;
import io.mittari.warehouse.WarehouseLock;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nightly job: from the extracts of a lake to published tables, all of them or none. A run is a function of the
 * reporting date, the extracts and the settings.
 */
public final class NightlyRun {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyRun.class);
    private static final int STEPS = 6;
    private final SparkSession spark;
    private final Settings settings;
    private final Clock clock;
    private final Steps steps;
    private final Catalog catalog;
    private final Warehouse warehouse;
    private final SmallSizes small;

    /**
     * @param spark a session whose time zone is UTC
     * @param settings the deployment
     * @param clock what tells when the run started; no figure depends on it
     * @param progress who wants to know how far it has come
     * @throws io.mittari.model.Failure where the catalog of KPIs is wrong (exit 2)
     */
    public NightlyRun(SparkSession spark, Settings settings, Clock clock, Progress progress) {
        this(spark, settings, clock, progress, SmallSizes.USUAL);
    }

    /** A job to which something else is small. */
    NightlyRun(SparkSession spark, Settings settings, Clock clock, Progress progress, SmallSizes small) {
        this.small = small;
        this.spark = spark;
        this.settings = settings;
        this.clock = clock;
        this.steps = new Steps(progress, STEPS);
        this.catalog = new Catalog(settings.kpis(), settings.enabledKpis());
        this.warehouse = new Warehouse(spark, settings.warehouse());
    }

    /**
     * Publishes the figures as of the end of that day: what has changed since the last run, or everything where that is
     * in doubt. Where nothing has changed the last run stands.
     *
     * @throws io.mittari.model.Failure for every reason not to publish; with exit 2 where the published figures are of a
     *     later day and the order does not ask for the older one
     */
    public RunSummary publish(LocalDate reportingDate, Order order) {
        RunId runId = RunId.of(reportingDate, clock);
        try (WarehouseLock lock = warehouse.lock(runId.text())) {
            Optional<PublishedRun> last = warehouse.newestRun();
            if (!order.isRestatement()) {
                warehouse.refuseOlder(reportingDate, last);
            }
            Optional<String> doubt = order.isFull() ? Optional.of("it was asked for") : doubt(reportingDate, last);
            ReportingDay reportingDay = new ReportingDay(reportingDate, settings.calendar());
            try (Publication publication = warehouse.begin(lock, last, reportingDay)) {
                return last.isEmpty() || doubt.isPresent()
                        ? everything(runId, reportingDate, last, doubt, publication)
                        : changes(runId, reportingDate, last.get(), publication);
            }
        }
    }

    /** Why what the last run left cannot be built on, in words for people. */
    private Optional<String> doubt(LocalDate reportingDate, Optional<PublishedRun> last) {
        if (last.isEmpty()) {
            return Optional.empty();
        }
        PublishedRun run = last.get();
        if (!run.configurationFingerprint().equals(settings.fingerprint())) {
            return Optional.of("the settings are not those of run " + run.runId());
        }
        if (!run.codeVersion().equals(CodeVersion.text())) {
            return Optional.of("run " + run.runId() + " was of version " + run.codeVersion());
        }
        if (reportingDate.isBefore(run.reportingDate())) {
            return Optional.of("run " + run.runId() + " was as of the later " + run.reportingDate());
        }
        if (!run.tableVersions().containsKey(StateTables.LEDGER.name())) {
            return Optional.of("run " + run.runId() + " has left no table " + StateTables.LEDGER.name());
        }
        if (run.closes().isEmpty()) {
            return Optional.of("run " + run.runId() + " does not say which closes it shows");
        }
        List<String> touched = warehouse.changedSince(run);
        return touched.isEmpty()
                ? Optional.empty()
                : Optional.of("since run " + run.runId() + " another program, or a run that was stopped, has written "
                        + String.join(", ", touched));
    }

    private RunSummary everything(
            RunId runId,
            LocalDate reportingDate,
            Optional<PublishedRun> last,
            Optional<String> doubt,
            Publication publication) {
        doubt.ifPresent(reason -> LOG.info("Everything is computed anew: {}", reason));
        Extracts extracts = steps.step("Reading the extracts", () -> lake().read(reportingDate, ledgers(last)));
        RunChecks checks = new RunChecks(extracts.checks());
        checks.throwFailed();
        Map<Entity, Dataset<Row>> entities =
                steps.step("Writing the conformed entities", () -> FullSums.conformed(extracts, publication));
        Sums sums =
                steps.step("Aggregating the facts", () -> FullSums.of(entities, settings, reportingDate, publication));
        return published(runId, reportingDate, extracts, checks, sums, doubt, Optional.empty(), publication);
    }

    private RunSummary changes(RunId runId, LocalDate reportingDate, PublishedRun last, Publication publication) {
        LastReading lastReading =
                new LastReading(ledgers(Optional.of(last)), ChangedSums.conformed(warehouse, settings, last));
        Extracts extracts = steps.step("Reading the extracts", () -> lake().readNew(reportingDate, lastReading));
        RunChecks checks = new RunChecks(extracts.checks());
        checks.throwFailed();
        if (extracts.differences().isEmpty()
                && reportingDate.equals(last.reportingDate())
                && warehouse.closes().log().versions().equals(last.closes().orElseThrow())) {
            return RunSummary.ofNothingNew(last, checks.all(), steps.durations());
        }
        ChangedSums changed = new ChangedSums(warehouse, settings, last, publication, small.rows());
        Map<Entity, EntityChange> entities =
                steps.step("Writing the conformed entities", () -> changed.conformed(lastReading.entities(), extracts));
        long rows = extracts.ledgers().values().stream()
                .mapToLong(SourceLedger::rows)
                .sum();
        Sums sums = steps.step("Aggregating the facts", () -> changed.of(entities, reportingDate, rows));
        return published(
                runId, reportingDate, extracts, checks, sums, Optional.empty(), Optional.of(last), publication);
    }

    private RunSummary published(
            RunId runId,
            LocalDate reportingDate,
            Extracts extracts,
            RunChecks checks,
            Sums sums,
            Optional<String> doubt,
            Optional<PublishedRun> last,
            Publication publication) {
        EventCalendar events = EventCalendar.of(sums.cells(), settings, reportingDate);
        checks.add(events.checks());
        CloseLog closes = warehouse.closes().log();
        PeriodRange periods = last.flatMap(
                        run -> sums.change().map(change -> changed(events.range(), run, sums, change, closes)))
                .orElse(events.range());
        Dataset<Row> figures = Kept.rows(figures(sums, periods));
        checks.add(steps.step("Computing measures and KPIs", () -> MembersAddUp.checks(figures)));
        checks.throwFailed();
        ClosedFigures closed = new ClosedFigures(spark, warehouse.closes(), closes, periods);
        RunRows rows = new RunRows(spark, runId.text());
        steps.step("Writing the tables", () -> {
            if (!closes.events().isEmpty()) {
                RowsBehind now = new RowsBehind(
                        sums.facts(),
                        sums.cells(),
                        periods,
                        Optional.ofNullable(sums.entities().get(Entity.REPS)));
                checks.add(restatements(publication, figures, closed, now));
            }
            List<Runnable> tables =
                    figureTables(publication, figures, closed.stages(stages(sums, periods)), closed, periods);
            tables.add(() -> publication.stage(KpiTables.KPI_CATALOG, rows.catalog(catalog)));
            tables.add(() -> publication.stage(StateTables.LEDGER, Ledgers.rows(spark, extracts.ledgers())));
            tables.add(() -> publication.stage(RunTables.SOURCE_LOADS, rows.sourceLoads(extracts.loads())));
            tables.add(() -> publication.stage(RunTables.QUALITY_CHECKS, rows.qualityChecks(checks.all())));
            tables.add(() -> publication.stage(RunTables.REJECTED_ROWS, rows.rejectedRows(extracts.rejectedRows())));
            InParallel.forEach(tables, Runnable::run);
            return null;
        });
        steps.step("Publishing", () -> {
            publication.commit(details(runId, reportingDate, extracts, closes));
            return null;
        });
        return new RunSummary(
                runId.text(), reportingDate, extracts.loads(), checks.all(), steps.durations(), doubt, true);
    }

    private Lake lake() {
        return new Lake(spark, settings, small.sourceBytes());
    }

    /** The periods, with figures wanted from the first fiscal year in which any has changed. */
    private PeriodRange changed(PeriodRange range, PublishedRun last, Sums sums, Sums.Change change, CloseLog closes) {
        PeriodRange before = EventCalendar.of(change.cellsBefore(), settings, last.reportingDate())
                .range();
        Optional<Dataset<Row>> reps = Optional.ofNullable(sums.entities().get(Entity.REPS));
        int firstMonth = new ChangedPeriods(before, range)
                .firstMonth(
                        new ChangedPeriods.Roster(change.cellsBefore(), change.repsBefore()),
                        new ChangedPeriods.Roster(sums.cells(), reps),
                        change.cells(),
                        change.stays());
        int firstClose =
                closes.firstMonthChangedSince(last.closes().orElseThrow()).orElse(firstMonth);
        int running = FiscalCalendar.monthNumber(range.reportingDate());
        return range.emittedFrom(Math.max(range.firstMonth(), Math.min(firstClose, Math.min(firstMonth, running))));
    }

    private Dataset<Row> figures(Sums sums, PeriodRange range) {
        Optional<Dataset<Row>> reps = Optional.ofNullable(sums.entities().get(Entity.REPS));
        Dataset<Row> months = Members.months(sums.facts().withDerived(sums.cells()), reps);
        return new Figures(range, sums.entities().keySet(), catalog).of(months);
    }

    private List<Runnable> figureTables(
            Publication publication,
            Dataset<Row> figures,
            Dataset<Row> stages,
            ClosedFigures closed,
            PeriodRange periods) {
        List<Runnable> tables = new ArrayList<>();
        for (Grain grain : Grain.values()) {
            PublishedTable table = KpiTables.wide(grain, FigureColumns.of(catalog));
            Dataset<Row> rows = figures.where(col(Members.GRAIN).equalTo(grain.grainName()));
            tables.add(() -> replace(publication, table, closed.wide(grain, table, rows), periods));
        }
        KpiValues values = new KpiValues(catalog, settings.targets(), settings.benchmarks());
        tables.add(() -> replace(publication, KpiTables.KPI_VALUES, closed.kpiValues(values.of(figures)), periods));
        tables.add(() -> replace(publication, KpiTables.STAGE_PERFORMANCE, stages, periods));
        return tables;
    }

    /** Replaces the figures of the periods that have changed, or all of them. */
    private static Dataset<Row> replace(
            Publication publication, PublishedTable table, Dataset<Row> rows, PeriodRange periods) {
        return periods.firstEmittedMonth() <= periods.firstMonth()
                ? publication.stage(table, rows)
                : publication.replaceFrom(table, rows, FiscalCalendar.firstDay(periods.firstEmittedMonth()));
    }

    /** What closed figures would be today, and warnings of what is material. */
    private List<QualityCheck> restatements(
            Publication publication, Dataset<Row> figures, ClosedFigures closed, RowsBehind now) {
        Restatements restatements = new Restatements(spark, closed, catalog);
        Dataset<Row> restated = replace(publication, CloseTables.RESTATEMENTS, restatements.of(figures), now.range());
        publication.stage(CloseTables.RESTATEMENT_CAUSES, new Causes(spark, closed, now).of(restated));
        return restatements.checks(restated, settings.close().materiality());
    }

    private Dataset<Row> stages(Sums sums, PeriodRange range) {
        Optional<Dataset<Row>> reps = Optional.ofNullable(sums.entities().get(Entity.REPS));
        return sums.stays()
                .map(stays -> new StagePerformance(range).of(stays, reps))
                .orElseGet(() -> spark.createDataFrame(List.of(), KpiTables.STAGE_PERFORMANCE.schema())
                        .drop("as_of", "run_id"));
    }

    private RunDetails details(RunId runId, LocalDate reportingDate, Extracts extracts, CloseLog closes) {
        Map<String, List<String>> loads = new TreeMap<>();
        extracts.ledgers()
                .forEach((entity, ledger) -> loads.put(
                        entity.entityName(),
                        ledger.loads().stream()
                                .map(load -> load.counts().load())
                                .toList()));
        return new RunDetails(
                reportingDate,
                runId.startedAt(),
                clock.instant(),
                CodeVersion.text(),
                settings.fingerprint(),
                loads,
                closes.versions());
    }

    /** What the last run has read, where it says so. */
    private Map<Entity, SourceLedger> ledgers(Optional<PublishedRun> last) {
        return last.filter(run -> run.tableVersions().containsKey(StateTables.LEDGER.name()))
                .map(run -> Ledgers.of(warehouse.table(StateTables.LEDGER.name(), run)))
                .orElse(Map.of());
    }
}
