package io.mittari.facts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One kind of fact: rows that lie in a cell, add to tallies, and can be told by their {@link FactDetails}.
 *
 * @param source the entity whose rows are the facts
 * @param keyed the entity whose keys the facts bear
 * @param tallies what the facts add to, beside their number
 * @param rows makes the facts
 */
record Fact(Entity source, Entity keyed, List<Tally> tallies, Supplier<Dataset<Row>> rows) {
    static Fact of(Entity source, List<Tally> tallies, Supplier<Dataset<Row>> rows) {
        return new Fact(source, source, tallies, rows);
    }

    /** The same facts, which bear keys of another entity. */
    Fact keyedBy(Entity other) {
        return new Fact(source, other, tallies, rows);
    }

    /** One row a cell, with all tallies. */
    Dataset<Row> cells() {
        Dataset<Row> sums = Cells.sumOf(rows.get(), tallies.toArray(Tally[]::new));
        return sums.select(columns(
                Stream.concat(Stream.of(lit(source.entityName()).as(Cells.SOURCE)), key()),
                sums,
                List.of(Tally.values())));
    }

    /** One row a fact that lies in a cell, with its details and those tallies. */
    Dataset<Row> details(Collection<Tally> wanted) {
        Dataset<Row> facts = rows.get().where(col(Cells.MONTH).isNotNull());
        Stream<Column> details = Stream.concat(
                Stream.of(lit(keyed.entityName()).as(FactDetails.ENTITY)), FactDetails.of(facts.columns()));
        return facts.select(columns(Stream.concat(details, key()), facts, wanted));
    }

    private static Stream<Column> key() {
        return Cells.KEY.stream().map(name -> col(name));
    }

    private static Column[] columns(Stream<Column> first, Dataset<Row> facts, Collection<Tally> tallies) {
        List<String> present = Arrays.asList(facts.columns());
        return Stream.concat(
                        first,
                        tallies.stream()
                                .map(Tally::column)
                                .map(name -> (present.contains(name)
                                                ? coalesce(col(name).cast("long"), lit(0L))
                                                : lit(0L))
                                        .as(name)))
                .toArray(Column[]::new);
    }
}
