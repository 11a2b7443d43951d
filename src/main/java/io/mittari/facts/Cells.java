package io.mittari.facts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.mittari.measures.Tally;
import io.mittari.model.Grain;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The finest grain of all figures: month, rep, segment, channel. Every fact lies in exactly one cell. */
public final class Cells {
    /** The number of the month. */
    public static final String MONTH = "month";
    /** The rep who is credited, or Unassigned. */
    public static final String REP = "rep_id";
    /** The segment, or Unassigned. */
    public static final String SEGMENT = "segment";
    /** The channel, or Unassigned. */
    public static final String CHANNEL = "channel";
    /** The entity whose rows a cell sums up. */
    public static final String SOURCE = "source";
    /** The columns that name a cell. */
    public static final List<String> KEY = List.of(MONTH, REP, SEGMENT, CHANNEL);

    private Cells() {}

    /** The value, or Unassigned where there is none. */
    static Column orUnassigned(Column... candidates) {
        return coalesce(Stream.concat(Arrays.stream(candidates), Stream.of(lit(Grain.UNASSIGNED)))
                .toArray(Column[]::new));
    }

    /** One row a cell: the facts' tallies summed, in one aggregation. A fact without a month lies in no cell. */
    static Dataset<Row> sumOf(Dataset<Row> facts, Tally... tallies) {
        Column[] sums = Arrays.stream(tallies)
                .map(Tally::column)
                .map(name -> coalesce(sum(col(name)), lit(0L)).as(name))
                .toArray(Column[]::new);
        return facts.where(col(MONTH).isNotNull())
                .groupBy(KEY.stream().map(name -> col(name)).toArray(Column[]::new))
                .agg(count(lit(1)).as(Tally.ROWS.column()), sums);
    }
}
