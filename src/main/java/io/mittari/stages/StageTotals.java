package io.mittari.stages;

import io.mittari.model.PeriodType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The stays of one member in one stage and period. */
public final class StageTotals {
    private static final int SCALE = 6;
    private static final int TENTHS = 10;

    private final TreeMap<Integer, Long> endedByDays = new TreeMap<>();
    private long entered;
    private long ended;
    private long days;
    private long lost;

    /**
     * A length below which a share of the stays lies, interpolated between two neighbours.
     *
     * @param place how many stays lie before the two in the order of lengths
     * @param below days of the shorter one
     * @param above days of the next one
     * @param tenths how many tenths of the way from the one to the other
     */
    public record Percentile(long place, long below, long above, int tenths) {
        /** The interpolated length, in days with six decimals. */
        public BigDecimal days() {
            return BigDecimal.valueOf(below * TENTHS + (above - below) * tenths, 1)
                    .setScale(SCALE);
        }
    }

    /**
     * Adds sums of stays.
     *
     * @param sums {@code days}, {@code ended}, {@code lost}, and {@code entered_} with the type's name, as
     *     {@link io.mittari.facts.Facts#stays} has them
     * @param type the type of the period
     */
    public void add(Row sums, PeriodType type) {
        addEntered(sums.<Long>getAs("entered_" + type.typeName()));
        Integer length = sums.getAs("days");
        if (length != null) {
            addEnded(length, sums.<Long>getAs("ended"), sums.<Long>getAs("lost"));
        }
    }

    /**
     * Adds opportunities that entered the stage.
     *
     * @param opportunities how many
     */
    void addEntered(long opportunities) {
        entered = Math.addExact(entered, opportunities);
    }

    /**
     * Adds stays that ended.
     *
     * @param length how many days each lasted
     * @param stays how many
     * @param lostStays how many of them ended by losing the opportunity
     */
    void addEnded(int length, long stays, long lostStays) {
        endedByDays.merge(length, stays, Math::addExact);
        ended = Math.addExact(ended, stays);
        days = Math.addExact(days, Math.multiplyExact((long) length, stays));
        lost = Math.addExact(lost, lostStays);
    }

    /** Whether nothing entered and no stay ended: such a stage has no row. */
    public boolean isNothing() {
        return entered + ended == 0;
    }

    /** Distinct opportunities that entered the stage. */
    public long entered() {
        return entered;
    }

    /** Stays that ended. */
    public long ended() {
        return ended;
    }

    /** Stays of all that ended by losing the opportunity. */
    public long lost() {
        return lost;
    }

    /** Stays that ended otherwise. */
    public long movedOn() {
        return ended - lost;
    }

    /** Days of all stays that ended. */
    public long days() {
        return days;
    }

    /** Mean length; null where no stay ended, as the other shares and lengths. */
    public BigDecimal averageDays() {
        return perStay(days);
    }

    /** The part of the stays that moved on. */
    public BigDecimal movedOnShare() {
        return perStay(movedOn());
    }

    /** The median length. */
    public BigDecimal medianDays() {
        return median().map(Percentile::days).orElse(null);
    }

    /** The length below which nine tenths of the stays lie. */
    public BigDecimal ninthDecile() {
        return ninth().map(Percentile::days).orElse(null);
    }

    /** Between which stays the median lies; empty where none ended. */
    public Optional<Percentile> median() {
        return percentile(TENTHS / 2);
    }

    /** Between which stays the ninth decile lies; empty where none ended. */
    public Optional<Percentile> ninth() {
        return percentile(TENTHS - 1);
    }

    private BigDecimal perStay(long number) {
        return ended == 0
                ? null
                : BigDecimal.valueOf(number).divide(BigDecimal.valueOf(ended), SCALE, RoundingMode.HALF_UP);
    }

    private Optional<Percentile> percentile(int tenths) {
        if (ended == 0) {
            return Optional.empty();
        }
        long position = (ended - 1) * tenths;
        long place = position / TENTHS;
        return Optional.of(new Percentile(
                place, length(place), length((position + TENTHS - 1) / TENTHS), (int) (position % TENTHS)));
    }

    /** The length of a stay, counted from 0 in the order of lengths. */
    private long length(long place) {
        long passed = 0;
        for (Map.Entry<Integer, Long> stays : endedByDays.entrySet()) {
            passed += stays.getValue();
            if (passed > place) {
                return stays.getKey();
            }
        }
        throw new IllegalArgumentException("Of %d stays there is none at place %d".formatted(ended, place));
    }
}
