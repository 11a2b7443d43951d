package io.mittari.measures;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import io.mittari.facts.Cells;
import io.mittari.model.Period;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;

/**
 * What a measure of a period makes of the facts. Every measure is linear in the tallies, so one fact's part of it is what
 * {@link Measure#valueOf} gives for that fact alone; and what it gives for a single unit of a tally in a single month is
 * that unit's weight.
 */
public final class Weights {
    private final PeriodRange range;
    private final Map<Tally, long[]> ofMonths;

    private Weights(PeriodRange range, Map<Tally, long[]> ofMonths) {
        this.range = range;
        this.ofMonths = ofMonths;
    }

    /** The weights of a measure in a period; empty where it has no value in that period. */
    public static Optional<Weights> of(Measure measure, PeriodRange range, Period period) {
        if (valueOf(measure, range, period, MemberMonths.nothing(range)) == null) {
            return Optional.empty();
        }
        Map<Tally, long[]> weights = new EnumMap<>(Tally.class);
        for (Tally tally : Tally.values()) {
            long[] ofMonths = new long[range.months() + 1];
            for (int index = 0; index < ofMonths.length; index++) {
                long[][] unit = MemberMonths.nothing(range);
                unit[tally.ordinal()][index] = 1;
                ofMonths[index] = valueOf(measure, range, period, unit);
            }
            if (Arrays.stream(ofMonths).anyMatch(weight -> weight != 0)) {
                weights.put(tally, ofMonths);
            }
        }
        return Optional.of(new Weights(range, weights));
    }

    /** The tallies that have any weight. */
    public Set<Tally> tallies() {
        return ofMonths.keySet();
    }

    /** What a fact adds to the measure (bigint), in the smallest parts of its unit: needs {@link Cells#MONTH}. */
    public Column part() {
        Column month = col(Cells.MONTH).minus(range.firstMonth()).plus(1);
        Column index = least(greatest(month, lit(0)), lit(range.months()));
        return ofMonths.entrySet().stream()
                .map(tally -> col(tally.getKey().column()).multiply(get(lit(tally.getValue()), index)))
                .reduce(Column::plus)
                .orElseThrow(() -> new IllegalStateException("Cannot weigh facts by a measure of none"));
    }

    private static Long valueOf(Measure measure, PeriodRange range, Period period, long[][] inMonth) {
        return measure.valueOf(new MemberPeriod(range, new MemberMonths(range, inMonth), period));
    }
}
