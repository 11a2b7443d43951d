package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.mittari.facts.Cells;
import io.mittari.facts.Facts;
import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What all figures of a run follow from.
 *
 * @param entities the rows in use, read back from the conformed tables
 * @param facts the facts of these rows
 * @param cells the columns of {@link Facts#cells}, one row a source and cell
 * @param stays the columns of {@link Facts#stays}; empty without a history of stages
 */
record Sums(Map<Entity, Dataset<Row>> entities, Facts facts, Dataset<Row> cells, Optional<Dataset<Row>> stays) {
    /** Names of the sums of a cell. */
    static final List<String> TALLIES =
            Arrays.stream(Tally.values()).map(Tally::column).toList();

    private static final List<String> CELL =
            Stream.concat(Stream.of(Cells.SOURCE), Cells.KEY.stream()).toList();

    /** Cells with one row a source and cell. */
    static Dataset<Row> ofCells(Dataset<Row> cells) {
        return summed(cells, CELL, TALLIES);
    }

    /** One row a key, with the sums of all rows of that key. */
    static Dataset<Row> summed(Dataset<Row> rows, List<String> key, List<String> sums) {
        Column[] totals = sums.stream().map(name -> sum(col(name)).as(name)).toArray(Column[]::new);
        return rows.groupBy(key.stream().map(name -> col(name)).toArray(Column[]::new))
                .agg(totals[0], Arrays.copyOfRange(totals, 1, totals.length));
    }

    /** Of summed rows those with any sum other than 0. */
    static Dataset<Row> notEmpty(Dataset<Row> summed, List<String> sums) {
        return summed.where(sums.stream()
                .map(name -> col(name).notEqual(0L))
                .reduce(Column::or)
                .orElseThrow());
    }
}
