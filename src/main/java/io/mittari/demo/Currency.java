package io.mittari.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/** A currency that is invoiced in. The reporting currency is EUR. */
enum Currency {
    EUR(1),
    USD(0.92),
    GBP(1.17),
    SEK(0.088);

    private final double typicalRate;

    Currency(double typicalRate) {
        this.typicalRate = typicalRate;
    }

    /** An amount of the reporting currency in this one, roughly: what a price list does. */
    double ofReporting(double amount) {
        return amount / typicalRate;
    }

    /** The rate of a day: slow waves and some noise around the typical one. */
    BigDecimal rate(LocalDate day, long seed) {
        long number = day.toEpochDay();
        Draws draws = new Draws(seed, Draws.Topic.EXCHANGE_RATE, number * values().length + ordinal());
        double waves = 0.04 * StrictMath.sin(number / 190.0 + ordinal()) + 0.015 * StrictMath.sin(number / 41.0);
        double rate = typicalRate * (1 + waves + draws.between(-0.004, 0.004));
        return BigDecimal.valueOf(rate).setScale(6, RoundingMode.HALF_UP);
    }
}
