package io.mittari.lake;

import java.math.BigDecimal;
import java.util.Optional;

/** Plain decimal numbers: an optional sign, digits, a point. No thousands separator, no exponent, never rounded. */
final class PlainNumber {
    /** Longer texts are no numbers of ours, and would take BigDecimal long to read. */
    private static final int LONGEST = 200;

    private PlainNumber() {}

    /**
     * The number that the text spells, as decimal(precision, scale); empty where it is no plain number or has more
     * digits than the type holds. Zeros at the end of the fraction are no digits: 10.500000 fits decimal(18,4).
     */
    static Optional<BigDecimal> of(String text, int precision, int scale) {
        return isPlain(text) ? fitted(new BigDecimal(text), precision, scale) : Optional.empty();
    }

    /** The same number at that scale; empty where it has more digits than the type holds. */
    static Optional<BigDecimal> fitted(BigDecimal number, int precision, int scale) {
        BigDecimal exact = number;
        if (number.scale() != scale) {
            BigDecimal shortest = number.scale() > scale ? number.stripTrailingZeros() : number;
            if (shortest.scale() > scale || shortest.precision() - shortest.scale() > precision) {
                return Optional.empty();
            }
            exact = shortest.setScale(scale);
        }
        return exact.precision() <= precision ? Optional.of(exact) : Optional.empty();
    }

    private static boolean isPlain(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int point = text.indexOf('.');
        if (point < 0) {
            return areDigits(text, start, text.length());
        }
        return areDigits(text, point + 1, text.length()) && (point == start || areDigits(text, start, point));
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return to > from;
    }
}
