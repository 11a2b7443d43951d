package io.mittari.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormulaTest {
    private final Map<String, Fraction> figures = Map.of(
            "won", Fraction.of(new BigDecimal("25")),
            "all", Fraction.of(new BigDecimal("100")),
            "none", Fraction.of(BigDecimal.ZERO),
            "less", Fraction.of(new BigDecimal("-3")),
            "third", new Fraction(BigDecimal.ONE, new BigDecimal("3")));

    @Test
    void arithmeticIsExactUntilTheEnd() {
        assertThat(value("third + third + third")).isEqualTo("1.000000");
        assertThat(value("third * 2")).isEqualTo("0.666667");
        assertThat(value("-third")).isEqualTo("-0.333333");
        assertThat(value("(won - all) / all")).isEqualTo("-0.750000");
        assertThat(value("abs(won - all)")).isEqualTo("75.000000");
        assertThat(value("0.5 * won")).isEqualTo("12.500000");
    }

    @Test
    void halvesAreRoundedAwayFromZero() {
        assertThat(value("won / 10000000")).isEqualTo("0.000003");
        assertThat(value("-won / 10000000")).isEqualTo("-0.000003");
    }

    @Test
    void aDenominatorThatIsZeroNegativeOrMissingGivesNull() {
        assertThat(value("won / none")).isEqualTo("null");
        assertThat(value("won / less")).isEqualTo("null");
        assertThat(value("won / unknown")).isEqualTo("null");
        assertThat(value("unknown + 1")).isEqualTo("null");
    }

    private String value(String formula) {
        Fraction value = FormulaParser.parse(formula).evaluate(figures::get);
        return value == null ? "null" : value.rounded().toPlainString();
    }
}
