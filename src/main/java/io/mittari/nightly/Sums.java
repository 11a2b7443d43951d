package io.mittari.nightly;

import io.mittari.facts.Facts;
import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What all figures of a run follow from.
 *
 * @param entities the rows in use, read back from the conformed tables
 * @param facts the facts of these rows
 * @param cells the columns of {@link Facts#cells}, one row a source and cell
 * @param stays the columns of {@link Facts#stays}; empty without a history of stages
 * @param change how they differ from those of the last run; empty where that is not known
 */
record Sums(
        Map<Entity, Dataset<Row>> entities,
        Facts facts,
        Dataset<Row> cells,
        Optional<Dataset<Row>> stays,
        Optional<Change> change) {
    /**
     * How the sums differ from those of the last run.
     *
     * @param cellsBefore the cells of the last run
     * @param repsBefore the reps of the last run, if there is such a source
     * @param cells the result of {@link io.mittari.facts.ChangedFacts#cells}
     * @param stays the result of {@link io.mittari.facts.ChangedFacts#stays}
     */
    record Change(
            Dataset<Row> cellsBefore,
            Optional<Dataset<Row>> repsBefore,
            Dataset<Row> cells,
            Optional<Dataset<Row>> stays) {}

    /** Names of the sums of a cell. */
    static final List<String> TALLIES =
            Arrays.stream(Tally.values()).map(Tally::column).toList();
}
