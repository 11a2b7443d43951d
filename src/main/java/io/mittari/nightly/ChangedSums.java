package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;

import io.mittari.concurrent.InParallel;
import io.mittari.concurrent.Kept;
import io.mittari.facts.AsOf;
import io.mittari.facts.ChangedFacts;
import io.mittari.facts.EntityChange;
import io.mittari.facts.Facts;
import io.mittari.lake.Difference;
import io.mittari.lake.Extracts;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.Settings;
import io.mittari.warehouse.Publication;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.PublishedTables;
import io.mittari.warehouse.StateTables;
import io.mittari.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sums of the last run, with what has changed since then. */
final class ChangedSums {
    private static final Logger LOG = LoggerFactory.getLogger(ChangedSums.class);

    private final Warehouse warehouse;
    private final Settings settings;
    private final PublishedRun last;
    private final Publication publication;
    private final long fewRows;

    ChangedSums(Warehouse warehouse, Settings settings, PublishedRun last, Publication publication, long fewRows) {
        this.fewRows = fewRows;
        this.warehouse = warehouse;
        this.settings = settings;
        this.last = last;
        this.publication = publication;
    }

    /** The rows in use at the last run, by entity. */
    static Map<Entity, Dataset<Row>> conformed(Warehouse warehouse, Settings settings, PublishedRun run) {
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        settings.sources()
                .keySet()
                .forEach(entity -> entities.put(
                        entity,
                        warehouse.table(PublishedTables.conformed(entity).name(), run)));
        return entities;
    }

    /**
     * Writes what has changed in the conformed entities.
     *
     * @param before the rows in use at the last run
     */
    Map<Entity, EntityChange> conformed(Map<Entity, Dataset<Row>> before, Extracts extracts) {
        return InParallel.mapEach(
                before.keySet(),
                Entity.class,
                entity -> change(
                        PublishedTables.conformed(entity),
                        before.get(entity),
                        Optional.ofNullable(extracts.differences().get(entity))));
    }

    private EntityChange change(PublishedTable table, Dataset<Row> before, Optional<Difference> difference) {
        if (difference.isEmpty()) {
            return EntityChange.unchanged(publication.keep(table));
        }
        Dataset<Row> removed = difference.get().removed();
        Dataset<Row> added = difference.get().added();
        Column[] key = table.key().stream().map(name -> col(name)).toArray(Column[]::new);
        return EntityChange.of(before, publication.merge(table, removed.select(key), added), removed, added);
    }

    /**
     * The sums now; all rows are summed up anew where they are few, or the difference cannot be told.
     *
     * @param rows how many rows the sources have
     */
    Sums of(Map<Entity, EntityChange> changes, LocalDate reportingDate, long rows) {
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        changes.forEach((entity, change) -> entities.put(entity, change.after()));
        if (rows <= fewRows) {
            return FullSums.of(entities, settings, reportingDate, publication);
        }
        Optional<String> obstacle =
                ChangedFacts.obstacle(changes.keySet(), changes, last.reportingDate(), reportingDate);
        if (obstacle.isPresent()) {
            LOG.info("All facts are summed up anew: {}", obstacle.get());
            return FullSums.of(entities, settings, reportingDate, publication);
        }
        AsOf before = new AsOf(last.reportingDate(), rates(changes, EntityChange::before));
        AsOf after = new AsOf(reportingDate, rates(changes, EntityChange::after));
        Facts facts = new Facts(entities, settings, reportingDate, after.rates());
        ChangedFacts changed = new ChangedFacts(changes, settings, before, after);
        Dataset<Row> cellsBefore =
                warehouse.table(StateTables.cells(Sums.TALLIES).name(), last);
        Dataset<Row> cells = Kept.rows(changed.cells());
        Optional<Dataset<Row>> stays = changed.stays().map(Kept::rows);
        Sums.Change change = new Sums.Change(
                cellsBefore, Optional.ofNullable(changes.get(Entity.REPS)).map(EntityChange::before), cells, stays);
        Sums sums = new Sums(
                entities,
                facts,
                Kept.rows(ChangedFacts.cellsAfter(cellsBefore, cells)),
                stays.map(difference -> Kept.rows(
                        ChangedFacts.staysAfter(warehouse.table(StateTables.STAYS.name(), last), difference))),
                Optional.of(change));
        FullSums.staged(sums, publication);
        return sums;
    }

    private ExchangeRates rates(Map<Entity, EntityChange> changes, Function<EntityChange, Dataset<Row>> side) {
        return ExchangeRates.of(
                settings.reportingCurrency(),
                Optional.ofNullable(changes.get(Entity.FX_RATES)).map(side));
    }
}
