package io.mittari.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mittari.model.Failure;
import io.mittari.model.Grain;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/**
 * Whose figure is explained.
 *
 * @param grain the company, or what it is divided by
 * @param keys the member's keys, by the names of their columns; with a stage where a row of stage_performance is meant
 */
public record Subject(Grain grain, Map<String, String> keys) {
    static final String STAGE = "stage";

    private static final Map<String, String> OPTIONS =
            Map.of("rep_id", "rep", "team", "team", "segment", "segment", "channel", "channel", STAGE, "stage");

    /**
     * The member of those keys; the company without any.
     *
     * @throws Failure with exit 2 where figures are not published for such a combination
     */
    public static Subject of(
            Optional<String> rep, Optional<String> team, Optional<String> segment, Optional<String> channel) {
        Map<String, String> keys = new LinkedHashMap<>();
        rep.ifPresent(value -> keys.put("rep_id", value));
        team.ifPresent(value -> keys.put("team", value));
        segment.ifPresent(value -> keys.put("segment", value));
        channel.ifPresent(value -> keys.put("channel", value));
        return Arrays.stream(Grain.values())
                .filter(grain -> grain.keys().equals(List.copyOf(keys.keySet())))
                .findFirst()
                .map(grain -> new Subject(grain, keys))
                .orElseThrow(() -> Failure.usage(
                        "Figures are not published by %s together; give one of --rep, --team, --segment and --channel, or --rep and --segment"
                                .formatted(keys.keySet().stream()
                                        .map(Subject::option)
                                        .collect(Collectors.joining(" and ")))));
    }

    /** The member's part in one stage. */
    Subject inStage(String stage) {
        Map<String, String> all = new LinkedHashMap<>(keys);
        all.put(STAGE, stage);
        return new Subject(grain, all);
    }

    /** Whether it is a member's part in one stage. */
    public boolean isInStage() {
        return keys.containsKey(STAGE);
    }

    /** The option that gives a key. */
    static String option(String key) {
        return "--" + OPTIONS.get(key);
    }

    /** What a key is called. */
    static String word(String key) {
        return OPTIONS.get(key);
    }

    /** Whether a row of a grain's wide table is about the subject. */
    Column isMember() {
        return is(Map.of());
    }

    /** Whether a fact is the subject's: the team stands in {@code team_of_rep}. */
    Column hasFact() {
        return is(Map.of("team", "team_of_rep"));
    }

    private Column is(Map<String, String> otherNames) {
        return keys.entrySet().stream()
                .map(key ->
                        col(otherNames.getOrDefault(key.getKey(), key.getKey())).equalTo(key.getValue()))
                .reduce(lit(true), Column::and);
    }

    /** For people: {@code the company}, or {@code rep r1, segment SMB}. */
    public String text() {
        return keys.isEmpty()
                ? "the company"
                : keys.entrySet().stream()
                        .map(key -> word(key.getKey()) + " " + key.getValue())
                        .collect(Collectors.joining(", "));
    }
}
