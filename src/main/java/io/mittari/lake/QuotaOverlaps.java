package io.mittari.lake;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.mittari.model.Grain;
import io.mittari.model.PeriodType;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Rejects quotas of one rep and segment whose periods share a day: nobody can say which of them counts. Looked for among
 * the winners, by the segment where the quota counts: its own, else the rep's home segment.
 */
final class QuotaOverlaps {
    private static final String HOME = "__home";
    private static final String END = "__end";
    private static final String LATEST_END = "__latest_end";
    private static final String NEXT_START = "__next_start";

    private QuotaOverlaps() {}

    /** The decided quotas, where overlapping ones that were used are rejected; {@code reps} are the reps in use. */
    static Dataset<Row> rejected(Dataset<Row> quotas, Optional<Dataset<Row>> reps) {
        Dataset<Row> known = reps.map(rows -> quotas.join(
                        broadcast(rows.select(
                                col("rep_id").as("__rep_id"), col("segment").as(HOME))),
                        Outcome.USED.isOutcome().and(col("rep_id").equalTo(col("__rep_id"))),
                        "left"))
                .orElseGet(() -> quotas.withColumn(HOME, lit(null)));
        Column segment = coalesce(col("segment"), col(HOME), lit(Grain.UNASSIGNED));
        WindowSpec inOrder =
                Window.partitionBy(col(Outcome.COLUMN), col("rep_id"), segment).orderBy(col("period_start"), col(END));
        Column before = max(col(END)).over(inOrder.rowsBetween(Window.unboundedPreceding(), -1));
        Dataset<Row> neighbours = known.withColumn(END, end())
                .withColumn(LATEST_END, before)
                .withColumn(NEXT_START, lead(col("period_start"), 1).over(inOrder));
        Column overlaps = Outcome.USED
                .isOutcome()
                .and(coalesce(col(LATEST_END).geq(col("period_start")), lit(false))
                        .or(coalesce(col(NEXT_START).leq(col(END)), lit(false))));
        return neighbours
                .withColumn("__overlaps", overlaps)
                .withColumn(
                        Judge.REASONS,
                        when(col("__overlaps"), array(lit(Reason.OVERLAPPING_QUOTA.reasonName())))
                                .otherwise(col(Judge.REASONS)))
                .withColumn(
                        Outcome.COLUMN,
                        when(col("__overlaps"), Outcome.REJECTED.literal()).otherwise(col(Outcome.COLUMN)))
                .drop("__rep_id", HOME, END, LATEST_END, NEXT_START, "__overlaps");
    }

    /** The last day of the quota's period. */
    private static Column end() {
        Column months = lit(null);
        for (PeriodType type : PeriodType.values()) {
            months = when(col("period_type").equalTo(type.typeName()), type.months())
                    .otherwise(months);
        }
        return date_sub(add_months(col("period_start"), months), 1);
    }
}
