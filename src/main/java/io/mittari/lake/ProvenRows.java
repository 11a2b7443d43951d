package io.mittari.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_date;

import io.mittari.concurrent.HashFilter;
import io.mittari.model.Entity;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a source that are proven to be used without being judged one by one: they are sound (see
 * {@link SoundRow}), and no other row has their key. Most rows of most extracts are such. All others go the careful way
 * of {@link Judge} and {@link Versions}.
 *
 * <p>Keys are compared by a hash of 64 bits, and those that occur more than once, or in a row that is not sound, are
 * remembered in a Bloom filter: a collision or a false positive sends a row the careful way, where it is used all the
 * same. So the first pass alone asks whether a row is sound; of the later ones only those that read few rows.
 */
final class ProvenRows {
    private static final String HASH = "__hash";
    private static final String ROWS = "__rows";
    private static final String LOAD_DAY = "__load_day";
    private static final String EVENT = "__event";
    private static final String SOUND = "__sound";

    private final Entity entity;
    private final List<SoundRow> batches;
    private final Column isUnsure;
    private final Map<String, Used> loads;

    private ProvenRows(Entity entity, List<SoundRow> batches, Column isUnsure, Map<String, Used> loads) {
        this.entity = entity;
        this.batches = batches;
        this.isUnsure = isUnsure;
        this.loads = loads;
    }

    /**
     * The proven rows of one load.
     *
     * @param rows how many
     * @param newestEvent the newest event among them, as {@link Account#event} has it; null without one
     */
    record Used(long rows, Object newestEvent) {}

    /** Reads the keys of all rows once. */
    static ProvenRows of(Entity entity, List<SoundRow> batches) {
        Dataset<Row> keys = batches.stream()
                .map(batch -> batch.rows()
                        .select(
                                batch.hash().as(HASH),
                                unix_date(col(RawBatch.LOAD).try_cast(DataTypes.DateType))
                                        .as(LOAD_DAY),
                                batch.event().as(EVENT),
                                batch.isSound().as(SOUND)))
                .reduce(Dataset::union)
                .orElseThrow()
                .groupBy(HASH)
                .agg(
                        count(lit(1)).as(ROWS),
                        min(LOAD_DAY).as(LOAD_DAY),
                        max(EVENT).as(EVENT),
                        min(SOUND).as(SOUND))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Column isSoundAlone = col(ROWS).equalTo(1).and(col(SOUND));
            Column isUnsure =
                    HashFilter.of(keys.where(not(isSoundAlone)).select(HASH)).apply(col(HASH));
            Map<String, Used> loads = new HashMap<>();
            keys.where(isSoundAlone.and(not(isUnsure)))
                    .groupBy(LOAD_DAY)
                    .agg(count(lit(1)), max(EVENT))
                    .collectAsList()
                    .forEach(row -> loads.put(load(row), new Used(row.getLong(1), row.get(2))));
            return new ProvenRows(entity, batches, isUnsure, loads);
        } finally {
            keys.unpersist();
        }
    }

    /** The name of the load: numbers are counted faster than names. */
    private static String load(Row row) {
        return row.isNullAt(0) ? Load.ALL : LocalDate.ofEpochDay(row.getInt(0)).toString();
    }

    /** What is proven of each load, by its name. */
    Map<String, Used> loads() {
        return loads;
    }

    /** The canonical columns of the proven rows. */
    Dataset<Row> rows() {
        return batches.stream()
                .map(batch -> hashed(batch)
                        .where(not(isUnsure))
                        .select(entity.columns().stream()
                                .map(column -> batch.value(column).as(column.name()))
                                .toArray(Column[]::new)))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    /** The rows that are sound, but whose key another one may have, as {@link Judge} would give them. */
    List<Dataset<Row>> repeated() {
        return batches.stream()
                .map(batch ->
                        hashed(batch).where(isUnsure).where(batch.isSound()).select(batch.judged()))
                .toList();
    }

    /** The mapped rows that are not sound, a Dataset a batch. */
    List<Dataset<Row>> unsound() {
        return batches.stream()
                .map(batch -> hashed(batch)
                        .where(isUnsure)
                        .where(not(batch.isSound()))
                        .drop(HASH))
                .toList();
    }

    private Dataset<Row> hashed(SoundRow batch) {
        return batch.rows().withColumn(HASH, batch.hash());
    }
}
