package io.mittari.nightly;

import io.mittari.concurrent.InParallel;
import io.mittari.concurrent.Kept;
import io.mittari.facts.ChangedFacts;
import io.mittari.facts.Facts;
import io.mittari.lake.Extracts;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.Settings;
import io.mittari.warehouse.Publication;
import io.mittari.warehouse.PublishedTables;
import io.mittari.warehouse.StateTables;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The sums of all rows. */
final class FullSums {
    private FullSums() {}

    /** Writes the conformed entities. */
    static Map<Entity, Dataset<Row>> conformed(Extracts extracts, Publication publication) {
        Map<Entity, Dataset<Row>> read = extracts.entities();
        return InParallel.mapEach(
                read.keySet(),
                Entity.class,
                entity -> publication.stage(PublishedTables.conformed(entity), read.get(entity)));
    }

    /** Sums up all rows. */
    static Sums of(
            Map<Entity, Dataset<Row>> entities, Settings settings, LocalDate reportingDate, Publication publication) {
        ExchangeRates rates =
                ExchangeRates.of(settings.reportingCurrency(), Optional.ofNullable(entities.get(Entity.FX_RATES)));
        Facts facts = new Facts(entities, settings, reportingDate, rates);
        return staged(
                new Sums(
                        entities,
                        facts,
                        Kept.rows(ChangedFacts.summed(facts.cells())),
                        facts.stays().map(Kept::rows),
                        Optional.empty()),
                publication);
    }

    /** Leaves the sums for the next run. */
    static Sums staged(Sums sums, Publication publication) {
        publication.stage(StateTables.cells(Sums.TALLIES), sums.cells());
        sums.stays().ifPresent(stays -> publication.stage(StateTables.STAYS, stays));
        return sums;
    }
}
