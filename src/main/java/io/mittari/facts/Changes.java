package io.mittari.facts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.mittari.model.Entity;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What has changed in the entities that have a source.
 *
 * @param byEntity the change of each
 */
record Changes(Map<Entity, EntityChange> byEntity) {
    private static final String BALANCE = "balance";

    /** The entity's change, where it has a source. */
    Optional<EntityChange> change(Entity entity) {
        return Optional.ofNullable(byEntity.get(entity));
    }

    /** Whether the entity has a source whose rows may differ. */
    boolean isChanged(Entity entity) {
        return difference(entity).isPresent();
    }

    /** All rows now. */
    Optional<Dataset<Row>> after(Entity entity) {
        return change(entity).map(EntityChange::after);
    }

    /** Old and new versions of the rows that differ. */
    Optional<Dataset<Row>> changed(Entity entity) {
        return difference(entity).map(rows -> rows.removed().unionByName(rows.added()));
    }

    /** The named columns of old and new versions of the rows that differ in any of them. */
    Optional<Dataset<Row>> changedIn(Entity entity, String... columns) {
        Column[] compared = Arrays.stream(columns).map(name -> col(name)).toArray(Column[]::new);
        return difference(entity)
                .map(rows -> rows.removed()
                        .select(compared)
                        .withColumn(BALANCE, lit(-1))
                        .unionByName(rows.added().select(compared).withColumn(BALANCE, lit(1)))
                        .groupBy(compared)
                        .agg(sum(col(BALANCE)).as(BALANCE))
                        .where(col(BALANCE).notEqual(0))
                        .drop(BALANCE));
    }

    /** The rows that differ, where any do. */
    Optional<EntityChange.Difference> difference(Entity entity) {
        return change(entity).flatMap(EntityChange::difference);
    }
}
