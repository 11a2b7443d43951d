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
 * @param name the source's name in messages and tables: its entity's; of the side file of a lookup its key below sources
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
 * @param lookups the side files whose rows are found by a row's values, by name
 * @param maxAgeDays how old the newest load may be; empty: any age
 * @param origin file and line of the source in the configuration, for messages
 */
public record Source(
        Entity entity,
        String name,
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
        Map<String, Lookup> lookups,
        OptionalInt maxAgeDays,
        String origin) {
    /** What a load of a source holds. */
    public enum Mode {
        /** Every row that exists at the load's date. */
        SNAPSHOT,
        /** The rows that are new or changed since the load before. */
        CHANGES
    }

    /**
     * A side file of which at most one row belongs to each row of the source, such as the names of stages by their ids.
     *
     * @param file the side file: its newest load is read, and of its own settings where counts
     * @param key SQL expression over the side file's columns
     * @param match SQL expression over the extract's own columns: what the key must equal, both as trimmed text
     */
    public record Lookup(Source file, String key, String match) {}

    /** The settings key of a part of this source, such as {@code sources.leads.path}. */
    public String key(String part) {
        return "sources." + name() + "." + part;
    }
}
