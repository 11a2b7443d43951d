package io.mittari.facts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import io.mittari.model.Grain;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reps and their time as facts, at the rep's home segment. */
final class Team {
    static final List<Tally> HEAD_COUNT = List.of(Tally.REPS_JOINED, Tally.REPS_LEFT);
    static final List<Tally> TIME =
            List.of(Tally.EVENTS, Tally.LOST_REFERENCES, Tally.SELLING_MINUTES, Tally.TOTAL_MINUTES);

    /** The month of a first day that is not known: before all others. */
    private static final int ALWAYS = 0;

    private final FactContext context;

    Team(FactContext context) {
        this.context = context;
    }

    /** Reps who joined (up to D) and left. One who left before being hired was employed on no day. */
    Dataset<Row> headCount(Dataset<Row> reps) {
        CalendarColumns calendar = context.calendar();
        Column employed = calendar.upToReportingDate(col("hired_on"))
                .or(col("hired_on").isNull())
                .and(col("hired_on")
                        .isNull()
                        .or(col("left_on").isNull())
                        .or(col("left_on").geq(col("hired_on"))));
        Dataset<Row> heads = reps.select(
                col("rep_id"),
                Cells.orUnassigned(col("segment")).as(Cells.SEGMENT),
                lit(Grain.UNASSIGNED).as(Cells.CHANNEL),
                col("hired_on"),
                col("left_on"),
                employed.as("employed"));
        Column count = col("employed").cast("int");
        Dataset<Row> joined = heads.withColumn(
                        Cells.MONTH,
                        when(col("hired_on").isNull().or(col("employed").equalTo(false)), lit(ALWAYS))
                                .otherwise(calendar.monthOf(col("hired_on"))))
                .withColumn(FactDetails.DAY, col("hired_on"))
                .withColumn(Tally.REPS_JOINED.column(), count)
                .withColumn(Tally.REPS_LEFT.column(), lit(0));
        Dataset<Row> left = heads.where(calendar.upToReportingDate(col("left_on")))
                .withColumn(Cells.MONTH, calendar.monthOf(col("left_on")))
                .withColumn(FactDetails.DAY, col("left_on"))
                .withColumn(Tally.REPS_JOINED.column(), lit(0))
                .withColumn(Tally.REPS_LEFT.column(), count);
        return joined.unionByName(left).withColumn(FactDetails.KEY, col("rep_id"));
    }

    /** Minutes of timesheets. */
    Dataset<Row> timesheetMinutes(Dataset<Row> timesheets) {
        return minutes(
                timesheets
                        .withColumn("day", col("worked_on"))
                        .withColumn(FactDetails.KEY, FactDetails.key(col("rep_id"), col("worked_on"))),
                col("selling_hours").multiply(lit(60)),
                col("total_hours").multiply(lit(60)));
    }

    /** Minutes of activities; those of the selling kinds are selling time. */
    Dataset<Row> activityMinutes(Dataset<Row> activities) {
        Column sells = col("kind").isin(context.settings().sellingKinds().toArray());
        return minutes(
                activities
                        .withColumn("day", context.calendar().dayOf(col("started_at")))
                        .withColumn(FactDetails.KEY, col("activity_id")),
                when(sells, col("minutes")).otherwise(lit(0)),
                col("minutes"));
    }

    private Dataset<Row> minutes(Dataset<Row> work, Column selling, Column total) {
        Dataset<Row> dated = work.where(context.calendar().upToReportingDate(col("day")))
                .select(
                        col("rep_id").as("own_rep"),
                        col(FactDetails.KEY),
                        col("day").as(FactDetails.DAY),
                        context.calendar().monthOf(col("day")).as(Cells.MONTH),
                        lit(1).as(Tally.EVENTS.column()),
                        tenThousandths(selling).as(Tally.SELLING_MINUTES.column()),
                        tenThousandths(total).as(Tally.TOTAL_MINUTES.column()));
        return context.credit()
                .withRep(dated, col("own_rep"))
                .withColumn(Cells.SEGMENT, col(Credit.HOME_SEGMENT))
                .withColumn(Cells.CHANNEL, lit(Grain.UNASSIGNED));
    }

    private static Column tenThousandths(Column minutes) {
        return minutes.multiply(lit(10_000)).cast("bigint");
    }
}
