package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresCsvTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+358", "-", "@sum", "\tx", "\rx"})
    void textThatWouldBeAFormulaStaysText(String text) {
        assertThat(FiguresCsv.cell(text)).isEqualTo("'" + text);
    }

    @Test
    void figuresAreExact() {
        assertThat(FiguresCsv.cell(new BigDecimal("-0.000001"))).isEqualTo("-0.000001");
        assertThat(FiguresCsv.cell(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(FiguresCsv.cell(null)).isEmpty();
        assertThat(FiguresCsv.cell("a=b")).isEqualTo("a=b");
    }
}
