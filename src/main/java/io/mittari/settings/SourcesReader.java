package io.mittari.settings;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code sources}: which extract becomes which canonical entity, and how. */
final class SourcesReader {
    /** The settings of a source. */
    static final List<String> KEYS = List.of(
            "path",
            "format",
            "options",
            "mode",
            "columns",
            "where",
            "version",
            "deleted",
            "lookups",
            "zone",
            "dt_offset_days",
            "max_age_days");

    /** The settings of a lookup. */
    static final List<String> LOOKUP_KEYS = List.of("path", "format", "options", "key", "match", "where");

    /** The entities whose rows are events: without any of them there is no period to publish. */
    static final Set<Entity> WITH_EVENTS = Collections.unmodifiableSet(EnumSet.of(
            Entity.LEADS,
            Entity.OPPORTUNITIES,
            Entity.ACTIVITIES,
            Entity.TIMESHEETS,
            Entity.INVOICE_LINES,
            Entity.EXPENSES,
            Entity.SUBSCRIPTIONS));

    private static final int MAX_DAYS = 36_500;

    private static final Pattern LOOKUP_NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final ZoneId defaultZone;

    /**
     * A reader.
     *
     * @param defaultZone the zone of timestamps where a source says none
     */
    SourcesReader(ZoneId defaultZone) {
        this.defaultZone = defaultZone;
    }

    /** The sources by entity. */
    Map<Entity, Source> read(Section sources) {
        sources.onlyKeys(entityNames());
        Map<Entity, Source> read = new EnumMap<>(Entity.class);
        for (Entity entity : Entity.values()) {
            sources.optionalSection(entity.entityName()).ifPresent(source -> read.put(entity, source(entity, source)));
        }
        if (Collections.disjoint(read.keySet(), WITH_EVENTS)) {
            sources.problems()
                    .addMissing(
                            "sources",
                            "have no events: configure at least one of "
                                    + WITH_EVENTS.stream()
                                            .map(Entity::entityName)
                                            .collect(Collectors.joining(", ")));
        }
        return Collections.unmodifiableMap(read);
    }

    private Source source(Entity entity, Section source) {
        source.onlyKeys(KEYS);
        ZoneId zone = source.has("zone") ? source.zone("zone") : defaultZone;
        int offset = source.has("dt_offset_days") ? source.integer("dt_offset_days", 0, MAX_DAYS) : 0;
        return new Source(
                entity,
                entity.entityName(),
                source.requiredText("path", "the folder that the extract's loads lie in"),
                source.optionalText("format").orElse("csv"),
                source.section("options").texts(),
                source.has("mode") ? source.choice("mode", Source.Mode.class) : Source.Mode.SNAPSHOT,
                columns(entity, source.section("columns")),
                source.optionalExpression("where"),
                source.optionalExpression("version"),
                source.optionalExpression("deleted"),
                zone,
                offset,
                lookups(entity, source.section("lookups"), zone, offset),
                maxAgeDays(source),
                source.place());
    }

    private static Map<String, String> columns(Entity entity, Section columns) {
        columns.onlyKeys(entity.columns().stream().map(CanonicalColumn::name).toList());
        Map<String, String> expressions = new TreeMap<>();
        for (String column : columns.keys()) {
            expressions.put(column, columns.expression(column));
        }
        return Collections.unmodifiableMap(expressions);
    }

    private static Map<String, Source.Lookup> lookups(Entity entity, Section lookups, ZoneId zone, int offset) {
        Map<String, Source.Lookup> read = new TreeMap<>();
        for (String name : lookups.keys()) {
            if (!LOOKUP_NAME.matcher(name).matches()) {
                lookups.problem(name, "is no name for a lookup: small letters, digits and _ only, a letter first");
            }
            lookups.optionalSection(name)
                    .ifPresent(lookup -> read.put(name, lookup(entity, name, lookup, zone, offset)));
        }
        return Collections.unmodifiableMap(read);
    }

    private static Source.Lookup lookup(Entity entity, String name, Section lookup, ZoneId zone, int offset) {
        lookup.onlyKeys(LOOKUP_KEYS);
        Source file = new Source(
                entity,
                entity.entityName() + ".lookups." + name,
                lookup.requiredText("path", "the folder that the side file's loads lie in"),
                lookup.optionalText("format").orElse("csv"),
                lookup.section("options").texts(),
                Source.Mode.SNAPSHOT,
                Map.of(),
                lookup.optionalExpression("where"),
                Optional.empty(),
                Optional.empty(),
                zone,
                offset,
                Map.of(),
                OptionalInt.empty(),
                lookup.place());
        return new Source.Lookup(
                file,
                lookup.requiredExpression("key", "what identifies a row of the side file"),
                lookup.requiredExpression("match", "what the key must equal, over the extract's columns"));
    }

    private static OptionalInt maxAgeDays(Section source) {
        return source.has("max_age_days")
                ? OptionalInt.of(source.integer("max_age_days", 0, MAX_DAYS))
                : OptionalInt.empty();
    }

    private static List<String> entityNames() {
        return Arrays.stream(Entity.values()).map(Entity::entityName).toList();
    }
}
