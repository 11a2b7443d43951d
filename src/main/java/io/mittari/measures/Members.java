package io.mittari.measures;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.mittari.facts.Cells;
import io.mittari.model.Grain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rolls cells up to the members of every grain. */
public final class Members {
    /** The grain's name. */
    public static final String GRAIN = "grain";
    /** The columns that name a member of any grain; null where the grain has no such key. */
    public static final List<String> KEY = List.of(GRAIN, "rep_id", "team", "segment", "channel");

    private Members() {}

    /**
     * One row a member and month: {@link #KEY}, {@code rep_name}, {@code rep_team}, month, and the tallies summed.
     *
     * @param cells cells with all tallies; a cell may stand in several rows
     * @param reps the reps, if there is such a source: without, a rep's name is its id and it is in no team
     */
    public static Dataset<Row> months(Dataset<Row> cells, Optional<Dataset<Row>> reps) {
        Column[] members = Arrays.stream(Grain.values()).map(Members::member).toArray(Column[]::new);
        Column[] tallies = Arrays.stream(Tally.values())
                .map(tally -> sum(col(tally.column())).as(tally.column()))
                .toArray(Column[]::new);
        Dataset<Row> exploded = withTeam(cells, reps)
                .withColumn("member", explode(array(members)))
                .drop("rep_id", "segment", "channel")
                .select(col("*"), col("member.*"));
        return exploded.groupBy(
                        col(GRAIN),
                        col("rep_id"),
                        col("team"),
                        col("segment"),
                        col("channel"),
                        col("rep_name"),
                        col("rep_team"),
                        col(Cells.MONTH))
                .agg(tallies[0], Arrays.copyOfRange(tallies, 1, tallies.length));
    }

    /**
     * Adds {@code name_of_rep} and {@code team_of_rep}.
     *
     * @param cells rows with a {@code rep_id}
     * @param reps the reps, if there is such a source
     */
    public static Dataset<Row> withTeam(Dataset<Row> cells, Optional<Dataset<Row>> reps) {
        Column noTeam = lit(Grain.UNASSIGNED);
        if (reps.isEmpty()) {
            return cells.withColumn("name_of_rep", col("rep_id")).withColumn("team_of_rep", noTeam);
        }
        Dataset<Row> known = reps.get()
                .select(
                        col("rep_id").as("known_rep"),
                        col("rep_name").as("known_name"),
                        col("team").as("known_team"));
        return cells.join(broadcast(known), col("rep_id").equalTo(col("known_rep")), "left")
                .withColumn("name_of_rep", coalesce(col("known_name"), col("rep_id")))
                .withColumn("team_of_rep", coalesce(col("known_team"), noTeam))
                .drop("known_rep", "known_name", "known_team");
    }

    private static Column member(Grain grain) {
        boolean ofRep = grain.keys().contains("rep_id");
        return struct(
                lit(grain.grainName()).as(GRAIN),
                key(grain, "rep_id", col("rep_id")),
                key(grain, "team", col("team_of_rep")),
                key(grain, "segment", col("segment")),
                key(grain, "channel", col("channel")),
                onlyIf(ofRep, col("name_of_rep")).as("rep_name"),
                onlyIf(ofRep, col("team_of_rep")).as("rep_team"));
    }

    private static Column key(Grain grain, String key, Column value) {
        return onlyIf(grain.keys().contains(key), value).as(key);
    }

    private static Column onlyIf(boolean condition, Column value) {
        return condition ? value : lit(null).cast("string");
    }
}
