package io.mittari.facts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.settings.Settings;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a night changes in the sums of {@link Facts}. Every sum is one of whole numbers over groups of rows (an
 * opportunity, a lead, a line, an account), so what may differ is taken off as it was and added as it is:
 *
 * <pre>sums after = sums before - Facts(affected rows as they were) + Facts(affected rows as they are)</pre>
 *
 * <p>Both are computed by the same facts. The settings have to be those of the run before.
 */
public final class ChangedFacts {
    private static final List<String> CELL =
            Stream.concat(Stream.of(Cells.SOURCE), Cells.KEY.stream()).toList();
    private static final List<String> TALLIES =
            Arrays.stream(Tally.values()).map(Tally::column).toList();

    private final Facts before;
    private final Facts after;

    /**
     * Finds the affected rows; needs {@link #obstacle} to be empty.
     *
     * @param changes the change of every entity that has a source
     * @param settings the rules of the deployment, the same at both runs
     * @param before what the run before was as of
     * @param after what this run is as of
     */
    public ChangedFacts(Map<Entity, EntityChange> changes, Settings settings, AsOf before, AsOf after) {
        DayWindow window = new DayWindow(settings.calendar(), before.reportingDate(), after.reportingDate());
        Map<Entity, AffectedRows.Sides> rows = new AffectedRows(new Changes(changes), settings, window).sides();
        this.before = facts(rows, AffectedRows.Sides::before, settings, before);
        this.after = facts(rows, AffectedRows.Sides::after, settings, after);
    }

    /**
     * Why the differences cannot be told, in a line for people; empty where they can.
     *
     * @param sourcesBefore the entities that had a source at the run before
     * @param changes the change of every entity that has a source
     * @param before D of the run before
     * @param after D of this run
     */
    public static Optional<String> obstacle(
            java.util.Set<Entity> sourcesBefore, Map<Entity, EntityChange> changes, LocalDate before, LocalDate after) {
        if (after.isBefore(before)) {
            return Optional.of("the reporting date " + after + " lies before the last run's, " + before);
        }
        if (!sourcesBefore.equals(changes.keySet())) {
            return Optional.of("the sources are not those of the last run");
        }
        Column isUsed = col("valid_on").leq(lit(before));
        return new Changes(changes)
                .changed(Entity.FX_RATES)
                .filter(rates -> !rates.where(isUsed).isEmpty())
                .map(rates -> "an exchange rate of a day up to " + before + " has changed");
    }

    /**
     * What to add to the cells of the run before: the columns of {@link Facts#cells}, one row a source and cell in which
     * any tally differs.
     */
    public Dataset<Row> cells() {
        return difference(before.cells(), after.cells(), CELL, TALLIES);
    }

    /** What to add to the stays of the run before: the columns of {@link Facts#stays}, one row where any sum differs. */
    public Optional<Dataset<Row>> stays() {
        return before.stays().flatMap(was -> after.stays().map(is -> difference(was, is, Stays.KEY, Stays.COUNTS)));
    }

    /**
     * The cells after: those of the run before and what is to be added to them, without cells that no row is left in.
     *
     * @param cellsBefore the cells of the run before
     * @param difference the result of {@link #cells}
     */
    public static Dataset<Row> cellsAfter(Dataset<Row> cellsBefore, Dataset<Row> difference) {
        return total(cellsBefore.unionByName(difference), CELL, TALLIES)
                .where(col(Tally.ROWS.column()).gt(0));
    }

    /** One row a source and cell of what {@link Facts#cells} gives. */
    public static Dataset<Row> summed(Dataset<Row> cells) {
        return total(cells, CELL, TALLIES);
    }

    /** The stays after: those of the run before and the result of {@link #stays}, without sums that are all 0. */
    public static Dataset<Row> staysAfter(Dataset<Row> staysBefore, Dataset<Row> difference) {
        return total(staysBefore.unionByName(difference), Stays.KEY, Stays.COUNTS)
                .where(isAny(Stays.COUNTS));
    }

    private static Facts facts(
            Map<Entity, AffectedRows.Sides> rows,
            Function<AffectedRows.Sides, Dataset<Row>> side,
            Settings settings,
            AsOf asOf) {
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        rows.forEach((entity, sides) -> entities.put(entity, side.apply(sides)));
        return new Facts(entities, settings, asOf.reportingDate(), asOf.rates());
    }

    private static Dataset<Row> difference(
            Dataset<Row> before, Dataset<Row> after, List<String> key, List<String> sums) {
        Column[] negated = Stream.concat(
                        key.stream().map(name -> col(name)),
                        sums.stream().map(name -> col(name).multiply(lit(-1)).as(name)))
                .toArray(Column[]::new);
        return total(after.unionByName(before.select(negated)), key, sums).where(isAny(sums));
    }

    private static Dataset<Row> total(Dataset<Row> rows, List<String> key, List<String> sums) {
        Column[] totals = sums.stream().map(name -> sum(col(name)).as(name)).toArray(Column[]::new);
        return rows.groupBy(key.stream().map(name -> col(name)).toArray(Column[]::new))
                .agg(totals[0], Arrays.copyOfRange(totals, 1, totals.length));
    }

    private static Column isAny(List<String> sums) {
        return sums.stream()
                .map(name -> coalesce(col(name), lit(0L)).notEqual(0L))
                .reduce(Column::or)
                .orElseThrow();
    }
}
