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
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
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
            "zone",
            "dt_offset_days",
            "max_age_days");

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
        return new Source(
                entity,
                source.requiredText("path", "the folder that the extract's loads lie in"),
                source.optionalText("format").orElse("csv"),
                source.section("options").texts(),
                source.has("mode") ? source.choice("mode", Source.Mode.class) : Source.Mode.SNAPSHOT,
                columns(entity, source.section("columns")),
                source.optionalExpression("where"),
                source.optionalExpression("version"),
                source.optionalExpression("deleted"),
                source.has("zone") ? source.zone("zone") : defaultZone,
                source.has("dt_offset_days") ? source.integer("dt_offset_days", 0, MAX_DAYS) : 0,
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

    private static OptionalInt maxAgeDays(Section source) {
        return source.has("max_age_days")
                ? OptionalInt.of(source.integer("max_age_days", 0, MAX_DAYS))
                : OptionalInt.empty();
    }

    private static List<String> entityNames() {
        return Arrays.stream(Entity.values()).map(Entity::entityName).toList();
    }
}
