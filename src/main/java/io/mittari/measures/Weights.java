package io.mittari.measures;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import io.mittari.facts.Cells;
import io.mittari.model.Period;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    /**
     * The weights of measures in a period. A measure is left out that has no value there, or is 0 whatever the facts.
     */
    public static Map<Measure, Weights> of(Collection<Measure> measures, PeriodRange range, Period period) {
        MemberPeriod nothing = member(range, period, MemberMonths.nothing(range));
        List<Measure> withValue = measures.stream()
                .filter(measure -> measure.valueOf(nothing) != null)
                .toList();
        Map<Measure, Weights> weights = new EnumMap<>(Measure.class);
        for (Tally tally : Tally.values()) {
            for (int index = 0; index <= range.months(); index++) {
                long[][] unit = MemberMonths.nothing(range);
                unit[tally.ordinal()][index] = 1;
                MemberPeriod member = member(range, period, unit);
                for (Measure measure : withValue) {
                    long weight = measure.valueOf(member);
                    if (weight != 0) {
                        weights.computeIfAbsent(measure, key -> new Weights(range, new EnumMap<>(Tally.class)))
                                .put(tally, index, weight);
                    }
                }
            }
        }
        return weights;
    }

    private void put(Tally tally, int index, long weight) {
        ofMonths.computeIfAbsent(tally, key -> new long[range.months() + 1])[index] = weight;
    }

    /** The tallies that have any weight. */
    public Set<Tally> tallies() {
        return ofMonths.keySet();
    }

    /** What a unit of a tally adds, in the smallest parts of the measure's unit, by {@link #monthIndex}. */
    public Map<Tally, long[]> byTally() {
        return ofMonths;
    }

    /** Where the month of a fact stands among the weights: needs {@link Cells#MONTH}. */
    public static Column monthIndex(PeriodRange range) {
        Column month = col(Cells.MONTH).minus(range.firstMonth()).plus(1);
        return least(greatest(month, lit(0)), lit(range.months()));
    }

    /** What a fact adds to the measure (bigint), in the smallest parts of its unit: needs {@link Cells#MONTH}. */
    public Column part() {
        Column index = monthIndex(range);
        return ofMonths.entrySet().stream()
                .map(tally -> col(tally.getKey().column()).multiply(get(lit(tally.getValue()), index)))
                .reduce(Column::plus)
                .orElseThrow();
    }

    private static MemberPeriod member(PeriodRange range, Period period, long[][] inMonth) {
        return new MemberPeriod(range, new MemberMonths(range, inMonth), period);
    }
}
