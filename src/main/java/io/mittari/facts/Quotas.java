package io.mittari.facts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mittari.measures.Tally;
import io.mittari.model.Grain;
import io.mittari.model.PeriodType;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Quotas as facts, in the first month of their own period; and the reps who have one. */
final class Quotas {
    static final List<Tally> TALLIES =
            List.of(Tally.LOST_REFERENCES, Tally.QUOTA_MONTH, Tally.QUOTA_QUARTER, Tally.QUOTA_YEAR);

    static final List<Tally> REP_TALLIES = List.of(
            Tally.QUOTA_REPS_MONTH,
            Tally.QUOTA_REPS_QUARTER,
            Tally.QUOTA_REPS_YEAR,
            Tally.QUOTA_REPS_ATTAINED_MONTH,
            Tally.QUOTA_REPS_ATTAINED_QUARTER,
            Tally.QUOTA_REPS_ATTAINED_YEAR);

    private final FactContext context;

    Quotas(FactContext context) {
        this.context = context;
    }

    /** Quotas, apart by the type of the quota's own period; those after D's fiscal year are left out. */
    Dataset<Row> facts(Dataset<Row> quotas) {
        CalendarColumns calendar = context.calendar();
        Column cents = context.rates().cents(col("amount"), col("currency"), col("period_start"));
        return context.credit()
                .withRep(
                        quotas.withColumn(
                                FactDetails.KEY,
                                FactDetails.key(
                                        col("rep_id"), col("period_type"), col("period_start"), col("segment"))),
                        col("rep_id"))
                .withColumn(Cells.MONTH, calendar.monthOf(col("period_start")))
                .where(col(Cells.MONTH).lt(calendar.periodEnd(PeriodType.YEAR, lit(calendar.lastSnapshot() - 1))))
                .withColumn(Cells.SEGMENT, Cells.orUnassigned(col("segment"), col(Credit.HOME_SEGMENT)))
                .withColumn(Cells.CHANNEL, lit(Grain.UNASSIGNED))
                .withColumn("cents", cents)
                .withColumn(Tally.QUOTA_MONTH.column(), ofType(PeriodType.MONTH))
                .withColumn(Tally.QUOTA_QUARTER.column(), ofType(PeriodType.QUARTER))
                .withColumn(Tally.QUOTA_YEAR.column(), ofType(PeriodType.YEAR))
                .withColumn(FactDetails.DAY, col("period_start"))
                .withColumn(FactDetails.AMOUNT, col("amount"))
                .withColumn(FactDetails.CURRENCY, col("currency"))
                .withColumn(FactDetails.RATE, context.rates().rate(col("currency"), col("period_start")))
                .withColumn(FactDetails.NOTE, concat(lit("for a "), col("period_type")));
    }

    /**
     * The reps with a quota above 0 in a period, over all segments, and those of them whose bookings reach it: at the
     * rep's home segment, in the first month of the period.
     *
     * @param cells all cells with quota and bookings
     */
    Dataset<Row> reps(Dataset<Row> cells) {
        Column quota = coalesce(sum(col("quota")), lit(0L));
        Column bookings = coalesce(sum(col("bookings")), lit(0L));
        Dataset<Row> byRep = cells.where(col(Cells.REP).notEqual(Grain.UNASSIGNED))
                .select(
                        col(Cells.REP).as("quota_rep"),
                        explode(array(Arrays.stream(PeriodType.values())
                                        .map(this::quotaAndBookings)
                                        .toArray(Column[]::new)))
                                .as("part"))
                .select(col("quota_rep"), col("part.*"))
                .groupBy(col("quota_rep"), col("type"), col(Cells.MONTH))
                .agg(quota.as("quota"), bookings.as("bookings"))
                .where(col("quota").gt(0));
        Dataset<Row> credited = context.credit()
                .withRep(byRep, col("quota_rep"))
                .withColumn(Cells.SEGMENT, col(Credit.HOME_SEGMENT))
                .withColumn(Cells.CHANNEL, lit(Grain.UNASSIGNED));
        Column attained = col("bookings").geq(col("quota")).cast("long");
        return credited.withColumn(Tally.QUOTA_REPS_MONTH.column(), only(PeriodType.MONTH, lit(1L)))
                .withColumn(Tally.QUOTA_REPS_QUARTER.column(), only(PeriodType.QUARTER, lit(1L)))
                .withColumn(Tally.QUOTA_REPS_YEAR.column(), only(PeriodType.YEAR, lit(1L)))
                .withColumn(Tally.QUOTA_REPS_ATTAINED_MONTH.column(), only(PeriodType.MONTH, attained))
                .withColumn(Tally.QUOTA_REPS_ATTAINED_QUARTER.column(), only(PeriodType.QUARTER, attained))
                .withColumn(Tally.QUOTA_REPS_ATTAINED_YEAR.column(), only(PeriodType.YEAR, attained))
                .withColumn(FactDetails.KEY, col("quota_rep"))
                .withColumn(
                        FactDetails.NOTE,
                        concat(lit("bookings "), money(col("bookings")), lit(" of a quota of "), money(col("quota"))));
    }

    private Column ofType(PeriodType type) {
        return when(col("period_type").equalTo(type.typeName()), col("cents")).otherwise(lit(0L));
    }

    /** A cell's part of the period of that type: the quotas whose own periods lie within it, and the bookings. */
    private Column quotaAndBookings(PeriodType type) {
        Column within = Arrays.stream(Tally.values())
                .filter(tally -> switch (tally) {
                    case QUOTA_MONTH -> true;
                    case QUOTA_QUARTER -> type != PeriodType.MONTH;
                    case QUOTA_YEAR -> type == PeriodType.YEAR;
                    default -> false;
                })
                .map(tally -> coalesce(col(tally.column()), lit(0L)))
                .reduce(Column::plus)
                .orElseThrow();
        return struct(
                lit(type.typeName()).as("type"),
                context.calendar().periodStart(type, col(Cells.MONTH)).as(Cells.MONTH),
                within.as("quota"),
                col(Tally.BOOKINGS.column()).as("bookings"));
    }

    private static Column money(Column cents) {
        return cents.cast("decimal(28,2)")
                .divide(lit(100))
                .cast("decimal(28,2)")
                .cast("string");
    }

    private static Column only(PeriodType type, Column value) {
        return when(col("type").equalTo(type.typeName()), value).otherwise(lit(0L));
    }
}
