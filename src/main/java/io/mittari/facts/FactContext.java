package io.mittari.facts;

import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What every fact is made from.
 *
 * @param entities the rows in use per entity that has a source
 * @param settings the rules of the deployment
 * @param calendar the fiscal calendar and D
 * @param rates the exchange rates
 * @param credit the rules of credit
 */
record FactContext(
        Map<Entity, Dataset<Row>> entities,
        Settings settings,
        CalendarColumns calendar,
        ExchangeRates rates,
        Credit credit) {
    Optional<Dataset<Row>> rows(Entity entity) {
        return Optional.ofNullable(entities.get(entity));
    }
}
