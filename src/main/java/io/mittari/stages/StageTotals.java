package io.mittari.stages;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** The stays of one member in one stage and period. */
final class StageTotals {
    private static final int SCALE = 6;
    private static final int TENTHS = 10;

    private final TreeMap<Integer, Long> endedByDays = new TreeMap<>();
    private long entered;
    private long ended;
    private long days;
    private long lost;

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

    boolean isNothing() {
        return entered + ended == 0;
    }

    long entered() {
        return entered;
    }

    long ended() {
        return ended;
    }

    long lost() {
        return lost;
    }

    long movedOn() {
        return ended - lost;
    }

    /** Null where no stay ended, as the other shares and lengths. */
    BigDecimal averageDays() {
        return perStay(days);
    }

    BigDecimal movedOnShare() {
        return perStay(movedOn());
    }

    BigDecimal medianDays() {
        return percentile(TENTHS / 2);
    }

    BigDecimal ninthDecile() {
        return percentile(TENTHS - 1);
    }

    private BigDecimal perStay(long number) {
        return ended == 0
                ? null
                : BigDecimal.valueOf(number).divide(BigDecimal.valueOf(ended), SCALE, RoundingMode.HALF_UP);
    }

    /** The length below which so many tenths of the stays lie, interpolated between the two neighbours. */
    private BigDecimal percentile(int tenths) {
        if (ended == 0) {
            return null;
        }
        long position = (ended - 1) * tenths;
        long below = length(position / TENTHS);
        long above = length((position + TENTHS - 1) / TENTHS);
        return BigDecimal.valueOf(below * TENTHS + (above - below) * (position % TENTHS), 1)
                .setScale(SCALE);
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
