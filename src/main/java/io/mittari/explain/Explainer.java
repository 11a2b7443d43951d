package io.mittari.explain;

import static org.apache.spark.sql.functions.col;

import io.mittari.kpis.Catalog;
import io.mittari.kpis.Workings;
import io.mittari.measures.Measure;
import io.mittari.model.Entity;
import io.mittari.model.Failure;
import io.mittari.model.Period;
import io.mittari.settings.Settings;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Explains one published value of the newest run. */
public final class Explainer {
    private final Warehouse warehouse;
    private final PublishedRun run;
    private final Settings settings;
    private final Catalog catalog;
    /** The KPI's row of the catalog; empty for a measure that is no KPI. */
    private final Optional<Row> kpi;

    private final PublishedMember member;
    private final RunInputs inputs;
    /** The measures that the value rests on. */
    private final Set<Measure> measures;

    private final Map<Measure, BigDecimal> published;
    /** The KPI's row of kpi_values; empty for a measure that is no KPI. */
    private final Optional<Row> row;

    private final Optional<ClosedValue> closed;
    /** The rows that the close has frozen, of a closed value. */
    private final Optional<Dataset<Row>> frozen;

    private final String name;
    private final Period period;
    private final Subject subject;

    /**
     * @param warehouse the published tables
     * @param run the run that published them
     * @param settings the settings of that run
     * @param name a published KPI or a measure
     * @param period a published period
     * @param subject whose value it is
     * @throws Failure with exit 2 where the member has no figures in the period, where the KPI means nothing for it, or
     *     where the settings have another formula than the run had
     */
    public Explainer(
            Warehouse warehouse, PublishedRun run, Settings settings, String name, Period period, Subject subject) {
        this.warehouse = warehouse;
        this.run = run;
        this.settings = settings;
        this.catalog = new Catalog(settings.kpis(), settings.enabledKpis());
        this.member = new PublishedMember(warehouse, run, subject);
        this.name = name;
        this.period = period;
        this.subject = subject;
        this.kpi = warehouse.table("kpi_catalog", run).where(col("kpi").equalTo(name)).collectAsList().stream()
                .findFirst();
        refuseOtherFormula();
        Row wide = member.wide(period).orElseThrow(() -> member.missing(period));
        this.published = PublishedMember.measures(wide);
        this.row = kpi.map(known -> member.value(name, period));
        this.measures = Workings.inputs(catalog, name);
        refuseNotApplicable();
        this.closed = Optional.ofNullable(wide.<Integer>getAs("close_version"))
                .map(version ->
                        ClosedValue.of(warehouse, run, version, name, kpi.isPresent(), period, subject, value()));
        closed.ifPresent(value -> refuseFormulaSinceClose(value.close()));
        this.frozen = closed.map(value -> warehouse.closes().rows(CloseTables.CLOSED_ROWS, value.close()));
        this.inputs = RunInputs.of(warehouse, run, settings, measures);
    }

    /**
     * The value with its formula, its measures, and the rows behind them.
     *
     * @throws Failure with exit 1 where the rows do not add up to a published measure, or the measures not to the value
     */
    public Explanation explain() {
        Workings workings = workings(published, period);
        Optional<BigDecimal> value = value();
        refuseOtherValue(workings, value);
        return new Explanation(
                name,
                kpi.map(known -> known.<String>getAs("label")).orElse(name),
                kpi.map(known -> known.<String>getAs("unit"))
                        .orElseGet(() -> measure().unit().unitName()),
                kpi.map(known -> known.<String>getAs("description"))
                        .orElseGet(() -> measure().description()),
                period,
                inputs.range().isComplete(period),
                subject,
                value,
                row.map(known -> known.<String>getAs("status")).orElse(value.isPresent() ? "ok" : "no_source"),
                workings.lines(),
                explainedMeasures(),
                rejected(),
                closed,
                run.reportingDate(),
                run.runId());
    }

    /** What the change since the period before comes from. */
    public ExplainedChange change() {
        return new ChangeOfValue(member, subject, inputs.range(), this::workings).since(period);
    }

    private Optional<BigDecimal> value() {
        return row.map(known -> Optional.ofNullable(known.<BigDecimal>getAs("value")))
                .orElseGet(() -> Optional.ofNullable(published.get(measure())));
    }

    private List<ExplainedMeasure> explainedMeasures() {
        Set<Measure> withValue = EnumSet.copyOf(measures);
        withValue.retainAll(published.keySet());
        MeasureRows rows = frozen.map(
                        closedRows -> MeasureRows.ofClosed(closedRows, inputs, subject, period, withValue))
                .orElseGet(() -> MeasureRows.of(inputs, subject, period, withValue));
        return measures.stream()
                .map(measure -> {
                    refuseOtherSum(measure, rows.total(measure), published.get(measure));
                    return ExplainedMeasure.of(measure, Optional.ofNullable(published.get(measure)), rows);
                })
                .toList();
    }

    private List<Rejected> rejected() {
        Set<String> sources = measures.stream()
                .flatMap(measure -> measure.sources().stream())
                .map(Entity::entityName)
                .collect(Collectors.toSet());
        return Rejected.of(warehouse, run).stream()
                .filter(rejected -> sources.contains(rejected.source()))
                .toList();
    }

    /** The sum of the rows is the published measure, or nothing is explained. */
    private void refuseOtherSum(Measure measure, MeasureRows.Total total, BigDecimal published) {
        BigDecimal sum = measure.unit().exact(total.parts());
        if (published != null && sum.compareTo(published) != 0) {
            throw Failure.error(
                    "The rows behind %s of %s in %s add up to %s, but run %s has published %s.%s"
                            .formatted(
                                    measure.column(),
                                    subject.text(),
                                    period.name(),
                                    sum.toPlainString(),
                                    run.runId(),
                                    published.toPlainString(),
                                    remedy()),
                    null);
        }
    }

    private String remedy() {
        if (closed.isPresent()) {
            return " The value is closed, and so are the rows: `mittari verify` says what was changed since";
        }
        return remedy(run, settings);
    }

    /** What to do where rows do not come to what the run has published. */
    static String remedy(PublishedRun run, Settings settings) {
        return run.configurationFingerprint().equals(settings.fingerprint())
                ? " Compute everything anew with `mittari run --full`, and report this"
                : " The settings are not those of that run: run `mittari run` first";
    }

    /** A closed value follows from the formula as it was at the close. */
    private void refuseFormulaSinceClose(Close close) {
        kpi.flatMap(known -> warehouse
                        .closes()
                        .rows(CloseTables.CLOSED_KPI_CATALOG, close)
                        .where(col("kpi").equalTo(name))
                        .collectAsList()
                        .stream()
                        .findFirst())
                .map(row -> row.<String>getAs("formula"))
                .filter(formula -> !formula.equals(formulaInSettings()))
                .ifPresent(formula -> {
                    throw Failure.usage(
                            "%s of %s was closed as %s, and the configuration says %s by now: explain its measures one by one, or give the configuration of then (--conf)"
                                    .formatted(name, period.name(), formula, formulaInSettings()));
                });
    }

    private void refuseOtherValue(Workings workings, Optional<BigDecimal> published) {
        boolean isSame = published
                .map(value -> workings.value()
                        .filter(worked -> worked.compareTo(value) == 0)
                        .isPresent())
                .orElse(workings.value().isEmpty());
        if (!isSame) {
            throw Failure.error(
                    "The measures of %s of %s in %s come to %s, but run %s has published %s. Compute everything anew with `mittari run --full`"
                            .formatted(
                                    name,
                                    subject.text(),
                                    period.name(),
                                    workings.value()
                                            .map(BigDecimal::toPlainString)
                                            .orElse("no value"),
                                    run.runId(),
                                    published.map(BigDecimal::toPlainString).orElse("no value")),
                    null);
        }
    }

    /** What the configuration says of the KPI has to be what the run computed it by. */
    private void refuseOtherFormula() {
        kpi.map(row -> row.<String>getAs("formula"))
                .filter(formula -> !formula.equals(formulaInSettings()))
                .ifPresent(formula -> {
                    throw Failure.usage(
                            "Run %s has computed %s as %s, and the configuration says %s: run `mittari run` first, or give the configuration of that run (--conf)"
                                    .formatted(run.runId(), name, formula, formulaInSettings()));
                });
    }

    private String formulaInSettings() {
        return settings.kpis().stream().anyMatch(kpi -> kpi.name().equals(name))
                ? catalog.formula(name)
                : "nothing of it";
    }

    private void refuseNotApplicable() {
        row.filter(known -> known.getAs("status").equals("not_applicable")).ifPresent(known -> {
            String without = measures.stream()
                    .filter(Measure::isWithoutChannel)
                    .map(Measure::column)
                    .collect(Collectors.joining(", "));
            throw Failure.usage("%s means nothing per channel, because these have no channel: %s. Leave --channel out"
                    .formatted(name, without));
        });
    }

    private Workings workings(Map<Measure, BigDecimal> measures, Period at) {
        return Workings.of(catalog, name, measures, Workings.lengths(inputs.range(), at));
    }

    private Measure measure() {
        return Measure.named(name).orElseThrow();
    }
}
