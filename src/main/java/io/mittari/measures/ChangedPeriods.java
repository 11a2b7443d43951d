package io.mittari.measures;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.facts.Cells;
import io.mittari.model.FiscalCalendar;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From which fiscal year on the figures of a run differ from those of the run before. What changes in a month changes
 * its period and later ones (values before, running sums), and nothing in earlier fiscal years.
 *
 * @param before the periods of the run before
 * @param after the periods of this run
 */
public record ChangedPeriods(PeriodRange before, PeriodRange after) {
    /**
     * The cells and reps of a run: who is a row in every period.
     *
     * @param cells all cells
     * @param reps the reps, if there is such a source
     */
    public record Roster(Dataset<Row> cells, Optional<Dataset<Row>> reps) {}

    /**
     * A month of the first fiscal year whose figures differ.
     *
     * @param rosterBefore cells and reps of the run before
     * @param rosterAfter cells and reps of this run
     * @param cells the differences between their cells
     * @param stays the differences between their stays, if there is a history of stages
     */
    public int firstMonth(Roster rosterBefore, Roster rosterAfter, Dataset<Row> cells, Optional<Dataset<Row>> stays) {
        int all = after.firstMonth();
        if (!isSameRange() || hasOtherMembers(rosterBefore, rosterAfter)) {
            return all;
        }
        int first = Math.min(runningMonth(), firstMonth(cells.select(min(firstTouched()))));
        return Math.max(all, Math.min(first, firstMonth(stays.map(rows -> rows.select(min(col(Cells.MONTH)))))));
    }

    private boolean isSameRange() {
        return before.firstMonth() == after.firstMonth()
                && before.firstPublished().equals(after.firstPublished());
    }

    /** The periods that hold D before were running, and say less than they do now; without a new D nothing is. */
    private int runningMonth() {
        LocalDate day = before.reportingDate();
        return day.equals(after.reportingDate()) ? Integer.MAX_VALUE : FiscalCalendar.monthNumber(day);
    }

    /** The first month whose figures a cell touches; a snapshot stands for the end of the month before. */
    private Column firstTouched() {
        Column month = col(Cells.MONTH);
        Column running = lit(FiscalCalendar.monthNumber(after.reportingDate()));
        return least(
                when(any(tally -> !tally.isSnapshot() && !tally.isToDate()), month),
                when(any(Tally::isSnapshot), month.minus(1)),
                when(any(Tally::isToDate), running));
    }

    private static Column any(Predicate<Tally> condition) {
        return Arrays.stream(Tally.values())
                .filter(condition)
                .map(tally -> col(tally.column()).notEqual(0L))
                .reduce(Column::or)
                .orElseThrow();
    }

    private static int firstMonth(Dataset<Row> month) {
        Row row = month.first();
        return row.isNullAt(0) ? Integer.MAX_VALUE : row.getInt(0);
    }

    private static int firstMonth(Optional<Dataset<Row>> month) {
        return month.map(ChangedPeriods::firstMonth).orElse(Integer.MAX_VALUE);
    }

    private static boolean hasOtherMembers(Roster before, Roster after) {
        return before.reps().isPresent() != after.reps().isPresent()
                || hasMoved(before.reps(), after.reps())
                || differ(members(before), members(after));
    }

    /** Whether a rep of both has another name, team or home segment. */
    private static boolean hasMoved(Optional<Dataset<Row>> before, Optional<Dataset<Row>> after) {
        return before.flatMap(was -> after.map(is -> !was.as("was")
                        .join(
                                is.as("is"),
                                col("was.rep_id")
                                        .equalTo(col("is.rep_id"))
                                        .and(isSame("rep_name")
                                                .and(isSame("team"))
                                                .and(isSame("segment"))
                                                .equalTo(false)))
                        .isEmpty()))
                .orElse(false);
    }

    private static Column isSame(String column) {
        return col("was." + column).eqNullSafe(col("is." + column));
    }

    private static boolean differ(Dataset<Row> before, Dataset<Row> after) {
        return !before.withColumn("balance", lit(-1))
                .unionByName(after.withColumn("balance", lit(1)))
                .groupBy("kind", "name")
                .agg(sum("balance").as("balance"))
                .where(col("balance").notEqual(0))
                .isEmpty();
    }

    /** The segments, teams and channels. */
    private static Dataset<Row> members(Roster roster) {
        Dataset<Row> cells =
                roster.cells().select("rep_id", "segment", "channel").distinct();
        return Members.withTeam(cells, roster.reps())
                .select(explode(array(
                                member("segment", col("segment")),
                                member("channel", col("channel")),
                                member("team", col("team_of_rep"))))
                        .as("member"))
                .select("member.*")
                .distinct();
    }

    private static Column member(String kind, Column name) {
        return struct(lit(kind).as("kind"), name.as("name"));
    }
}
