package io.mittari.close;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Measure;
import io.mittari.model.Failure;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.KpiTables;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.Warehouse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The last close of a period: what it has frozen, and what a run says that would differ today. */
public final class ClosedTables {
    private static final DataType KPI = DataTypes.createDecimalType(28, 6);

    private final Warehouse warehouse;
    private final PublishedRun run;
    private final ClosedPeriod closed;
    private final List<Period> periods;

    private ClosedTables(Warehouse warehouse, PublishedRun run, ClosedPeriod closed, List<Period> periods) {
        this.warehouse = warehouse;
        this.run = run;
        this.closed = closed;
        this.periods = periods;
    }

    /**
     * The last close of a period, also where it was reopened since.
     *
     * @param run the run whose figures other periods have
     * @throws Failure (usage) where the period was never closed
     */
    public static ClosedTables newest(Warehouse warehouse, PublishedRun run, FiscalCalendar calendar, String period) {
        ClosedPeriod closed = warehouse
                .closes()
                .log()
                .newest(period)
                .orElseThrow(() -> Failure.usage(
                        "'%s' was never closed (--closed); `mittari closes` lists what was".formatted(period)));
        Close close = closed.close();
        return new ClosedTables(
                warehouse,
                run,
                closed,
                Quarters.covered(calendar, calendar.period(PeriodType.named(close.periodType()), close.start())));
    }

    /** The close, and who signed it. */
    public ClosedPeriod closed() {
        return closed;
    }

    /** A table of figures, or the catalog: what was frozen, and of other periods what the run has published. */
    public Dataset<Row> table(String name) {
        if (name.equals(KpiTables.KPI_CATALOG.name())) {
            return frozen(CloseTables.CLOSED_KPI_CATALOG)
                    .withColumn(
                            "inputs", when(col("inputs").equalTo(""), array()).otherwise(split(col("inputs"), ",")));
        }
        Dataset<Row> others = warehouse.table(name, run).where(not(ClosedFigures.isOneOf(periods)));
        return others.unionByName(frozen(name, others).localCheckpoint(), true);
    }

    private Dataset<Row> frozen(String name, Dataset<Row> published) {
        if (name.equals(KpiTables.KPI_VALUES.name())) {
            return frozen(CloseTables.CLOSED_KPI_VALUES);
        }
        if (name.equals(KpiTables.STAGE_PERFORMANCE.name())) {
            return frozen(CloseTables.CLOSED_STAGE_PERFORMANCE);
        }
        Grain grain = Arrays.stream(Grain.values())
                .filter(one -> name.equals("kpi_" + one.grainName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot tell what is frozen of " + name));
        Dataset<Row> figures =
                ClosedFigures.figures(frozen(CloseTables.CLOSED_MEASURES), frozen(CloseTables.CLOSED_KPI_VALUES));
        return ClosedFigures.wide(grain, columns(published), figures);
    }

    /** The figures that were frozen: those that are still published, in the type that they have there. */
    private Map<String, DataType> columns(Dataset<Row> published) {
        List<String> known = List.of(published.columns());
        Map<String, DataType> columns = new LinkedHashMap<>();
        Arrays.stream(Measure.values()).forEach(measure -> columns.put(measure.column(), null));
        frozen(CloseTables.CLOSED_KPI_CATALOG)
                .select("kpi")
                .collectAsList()
                .forEach(row -> columns.put(row.getString(0), null));
        columns.replaceAll((name, type) ->
                known.contains(name) ? published.schema().apply(name).dataType() : KPI);
        return columns;
    }

    /** The rows of {@code closed_reconciliation}. */
    public Dataset<Row> reconciliation() {
        return frozen(CloseTables.CLOSED_RECONCILIATION);
    }

    /** Whether the run tells what the figures of this close would be today: no earlier run does. */
    public boolean isKnownToRun() {
        return run.closes()
                .map(shown -> shown.get(closed.close().period()))
                .filter(version -> version == closed.close().version())
                .isPresent();
    }

    /** The rows of {@code restatements} about the closed periods; empty unless {@link #isKnownToRun}. */
    public Optional<Dataset<Row>> restatements() {
        return now(CloseTables.RESTATEMENTS);
    }

    /** The rows of {@code restatement_causes} about the closed periods; empty unless {@link #isKnownToRun}. */
    public Optional<Dataset<Row>> causes() {
        return now(CloseTables.RESTATEMENT_CAUSES);
    }

    private Optional<Dataset<Row>> now(PublishedTable table) {
        Column isOfClose = ClosedFigures.isOneOf(periods)
                .and(col("close_version").equalTo(closed.close().version()));
        return isKnownToRun() ? Optional.of(warehouse.table(table.name(), run).where(isOfClose)) : Optional.empty();
    }

    private Dataset<Row> frozen(PublishedTable table) {
        return warehouse.closes().rows(table, closed.close());
    }
}
