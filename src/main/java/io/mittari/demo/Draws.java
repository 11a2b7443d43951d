package io.mittari.demo;

import java.util.List;

/**
 * Random numbers that depend on (seed, topic, index) alone: SplitMix64, with strict floating point, so that every
 * machine draws the same.
 */
final class Draws {
    /** What is drawn for; topics with the same index draw independently. */
    enum Topic {
        REP,
        ACCOUNT,
        OPPORTUNITY,
        CUSTOMER,
        LEADS,
        INVOICES,
        SUBSCRIPTIONS,
        SUCCESSOR,
        EXCHANGE_RATE,
        EXPENSES,
        QUOTA,
        TIMESHEET
    }

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    Draws(long seed, Topic topic, long index) {
        state = mixed(mixed(seed + GOLDEN_GAMMA * (topic.ordinal() + 1)) + index * GOLDEN_GAMMA);
    }

    /** Uniform in [0, 1). */
    double unit() {
        state += GOLDEN_GAMMA;
        return (mixed(state) >>> 11) * UNIT;
    }

    /** Uniform in [low, high). */
    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Uniform among {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + (int) (unit() * (high - low + 1));
    }

    /** Uniform among 0 to {@code bound} - 1. */
    long below(long bound) {
        return Math.min(bound - 1, (long) (unit() * bound));
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    <T> T oneOf(List<T> values) {
        return values.get((int) below(values.size()));
    }

    /** Exponential with that mean. */
    double exponential(double mean) {
        return -mean * StrictMath.log(1 - unit());
    }

    /** Log-normal with that median; {@code spread} is the standard deviation of the logarithm. */
    double logNormal(double median, double spread) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return median * StrictMath.exp(spread * radius * StrictMath.cos(2 * StrictMath.PI * unit()));
    }

    private static long mixed(long value) {
        long once = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }
}
