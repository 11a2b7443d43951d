package io.mittari.kpis;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact number: numerator over a denominator above 0. It is rounded once, when it is published.
 *
 * @param numerator any number
 * @param denominator a number above 0
 */
record Fraction(BigDecimal numerator, BigDecimal denominator) {
    private static final int PUBLISHED_SCALE = 6;

    Fraction {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("Cannot divide by " + denominator);
        }
    }

    static Fraction of(BigDecimal number) {
        return new Fraction(number, BigDecimal.ONE);
    }

    Fraction plus(Fraction other) {
        if (denominator.equals(other.denominator)) {
            return new Fraction(numerator.add(other.numerator), denominator);
        }
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction minus(Fraction other) {
        return plus(other.negated());
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** The one null rule of all ratios: a denominator that is zero or negative gives null, never 0 nor infinity. */
    Fraction over(Fraction other) {
        return other.numerator.signum() <= 0
                ? null
                : new Fraction(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    Fraction negated() {
        return new Fraction(numerator.negate(), denominator);
    }

    Fraction abs() {
        return new Fraction(numerator.abs(), denominator);
    }

    /** The one rounding of all KPIs: six decimals, half away from zero. */
    BigDecimal rounded() {
        return numerator.divide(denominator, PUBLISHED_SCALE, RoundingMode.HALF_UP);
    }
}
