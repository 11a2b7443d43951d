package io.mittari.demo;

import java.math.BigDecimal;

/** Numbers of extracts: money and hours of two decimals, and whole ones. */
final class Amounts {
    private Amounts() {}

    static BigDecimal cents(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    static BigDecimal units(long units) {
        return cents(units * 100);
    }

    static BigDecimal toCents(double amount) {
        return cents(Math.round(amount * 100));
    }

    static BigDecimal whole(long number) {
        return BigDecimal.valueOf(number);
    }
}
