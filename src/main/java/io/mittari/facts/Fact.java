package io.mittari.facts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.mittari.measures.Tally;
import io.mittari.model.Entity;
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
        Stream<Column> key = Stream.concat(Stream.of(lit(source.entityName()).as(Cells.SOURCE)), key());
        Stream<Column> sums = Stream.of(Tally.values()).map(tally -> tally == Tally.ROWS ? value(tally) : sum(tally));
        return Cells.sumOf(rows.get(), tallies.toArray(Tally[]::new))
                .select(Stream.concat(key, sums).toArray(Column[]::new));
    }

    /** One row a fact that lies in a cell, with its details and those tallies. */
    Dataset<Row> details(Collection<Tally> wanted) {
        Dataset<Row> facts = rows.get().where(col(Cells.MONTH).isNotNull());
        Stream<Column> details = Stream.concat(
                Stream.of(lit(keyed.entityName()).as(FactDetails.ENTITY)), FactDetails.of(facts.columns()));
        return facts.select(Stream.of(details, key(), wanted.stream().map(this::sum))
                .flatMap(columns -> columns)
                .toArray(Column[]::new));
    }

    /** One row a fact that lies in a cell and tally that it adds to, with its details, the tally and how much. */
    Dataset<Row> units(Collection<Tally> wanted) {
        Dataset<Row> facts = rows.get().where(col(Cells.MONTH).isNotNull());
        Stream<Column> details = Stream.concat(
                Stream.of(lit(keyed.entityName()).as(FactDetails.ENTITY)), FactDetails.of(facts.columns()));
        Column[] units = tallies.stream()
                .filter(wanted::contains)
                .map(tally ->
                        struct(lit(tally.column()).as(Facts.TALLY), value(tally).as(Facts.UNITS)))
                .toArray(Column[]::new);
        return facts.select(Stream.of(
                                details, key(), Stream.of(explode(array(units)).as("of")))
                        .flatMap(columns -> columns)
                        .toArray(Column[]::new))
                .select(col("*"), col("of.*"))
                .drop("of")
                .where(col(Facts.UNITS).notEqual(0));
    }

    private static Stream<Column> key() {
        return Cells.KEY.stream().map(name -> col(name));
    }

    /** What is added to a tally: nothing to one that is not the fact's, also where the facts have a column of its name. */
    private Column sum(Tally tally) {
        return tallies.contains(tally) ? value(tally) : lit(0L).as(tally.column());
    }

    private static Column value(Tally tally) {
        return coalesce(col(tally.column()).cast("long"), lit(0L)).as(tally.column());
    }
}
