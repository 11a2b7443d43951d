package io.mittari.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.mittari.concurrent.InParallel;
import io.mittari.facts.Cells;
import io.mittari.facts.Facts;
import io.mittari.measures.Measure;
import io.mittari.measures.PeriodRange;
import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.model.FiscalCalendar;
import io.mittari.settings.Settings;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.sql.Date;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a run's figures were made of.
 *
 * @param entities the rows in use per entity that had a source
 * @param cells the sums of all facts per cell
 * @param range the periods
 * @param facts the facts of the rows
 * @param reportingCurrency the currency of all published money
 */
public record RunInputs(
        Map<Entity, Dataset<Row>> entities,
        Dataset<Row> cells,
        PeriodRange range,
        Facts facts,
        String reportingCurrency) {
    /** What credit and the values of open opportunities rest on, beside the sources of the measures. */
    private static final Set<Entity> OF_ALL = EnumSet.of(
            Entity.REPS, Entity.ACCOUNTS, Entity.LEADS, Entity.OPPORTUNITIES, Entity.STAGE_HISTORY, Entity.FX_RATES);

    /** What those measures were made of. */
    public static RunInputs of(Warehouse warehouse, PublishedRun run, Settings settings, Set<Measure> measures) {
        Set<Entity> sources = EnumSet.copyOf(OF_ALL);
        measures.forEach(measure -> sources.addAll(measure.sources()));
        sources.removeIf(entity -> !run.sourceLoads().containsKey(entity.entityName()));
        Map<Entity, Dataset<Row>> entities = InParallel.mapEach(
                sources, Entity.class, entity -> warehouse.table("conformed/" + entity.entityName(), run));
        Dataset<Row> cells = warehouse.table("state/cells", run);
        ExchangeRates rates =
                ExchangeRates.of(settings.reportingCurrency(), Optional.ofNullable(entities.get(Entity.FX_RATES)));
        Facts facts = new Facts(entities, settings, run.reportingDate(), rates);
        return new RunInputs(
                entities, cells, range(warehouse, run, settings, cells), facts, settings.reportingCurrency());
    }

    /** The reps, if there was such a source. */
    public Optional<Dataset<Row>> reps() {
        return Optional.ofNullable(entities.get(Entity.REPS));
    }

    private static PeriodRange range(Warehouse warehouse, PublishedRun run, Settings settings, Dataset<Row> cells) {
        Row firstMonth = cells.where(col(Tally.EVENTS.column()).gt(0))
                .select(min(col(Cells.MONTH)))
                .first();
        LocalDate firstPublished = warehouse
                .table("kpi_company", run)
                .where(col("period_type").equalTo("month"))
                .select(min(col("period_start")))
                .first()
                .<Date>getAs(0)
                .toLocalDate();
        LocalDate firstEvent = firstMonth.isNullAt(0) ? firstPublished : FiscalCalendar.firstDay(firstMonth.getInt(0));
        return new PeriodRange(settings.calendar(), firstEvent, firstPublished, run.reportingDate());
    }
}
