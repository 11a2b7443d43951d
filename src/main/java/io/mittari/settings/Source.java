package io.mittari.settings;

import io.mittari.model.Entity;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one extract becomes one canonical entity.
 *
 * @param entity the canonical entity
 * @param path folder of the loads (local path or any Hadoop URI)
 * @param format csv, json, parquet, delta, or another that the Spark session reads
 * @param options options of the format's reader
 * @param mode whether a load holds everything or what changed
 * @param columns SQL expression per canonical column that is not taken from the column of the same name
 * @param where SQL predicate over the extract's own columns; rows for which it is not true are filtered
 * @param version SQL expression that orders the versions of a key
 * @param deleted SQL predicate that marks a row as the deletion of its key
 * @param zone zone of timestamps without offset
 * @param dtOffsetDays days from the last day that a load has data of to the date in its folder's name
 * @param maxAgeDays how old the newest load may be; empty: any age
 * @param origin file and line of the source in the configuration, for messages
 */
public record Source(
        Entity entity,
        String path,
        String format,
        Map<String, String> options,
        Mode mode,
        Map<String, String> columns,
        Optional<String> where,
        Optional<String> version,
        Optional<String> deleted,
        ZoneId zone,
        int dtOffsetDays,
        OptionalInt maxAgeDays,
        String origin) {
    /** What a load of a source holds. */
    public enum Mode {
        /** Every row that exists at the load's date. */
        SNAPSHOT,
        /** The rows that are new or changed since the load before. */
        CHANGES
    }

    /** The source's name in messages and tables: its entity's. */
    public String name() {
        return entity.entityName();
    }

    /** The settings key of a part of this source, such as {@code sources.leads.path}. */
    public String key(String part) {
        return "sources." + name() + "." + part;
    }
}
