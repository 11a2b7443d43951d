package io.mittari.model;

import java.util.List;
import java.util.Locale;

/** What a published row is about: the whole company, or a member of one of its divisions. */
public enum Grain {
    COMPANY(),
    SEGMENT("segment"),
    TEAM("team"),
    REP("rep_id"),
    REP_SEGMENT("rep_id", "segment"),
    CHANNEL("channel");

    /** The grains of {@code stage_performance}. */
    public static final List<Grain> OF_STAGES = List.of(COMPANY, SEGMENT, REP, TEAM);

    /** The member of facts that have none. */
    public static final String UNASSIGNED = "Unassigned";

    /** What a key column says where a grain has no such member. */
    public static final String ALL = "All";

    private final List<String> keys;

    Grain(String... keys) {
        this.keys = List.of(keys);
    }

    /** The name in tables and commands, such as {@code rep_segment}. */
    public String grainName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The grain of that {@link #grainName}. */
    public static Grain named(String grainName) {
        return valueOf(grainName.toUpperCase(Locale.ROOT));
    }

    /** The columns that name a member. */
    public List<String> keys() {
        return keys;
    }
}
