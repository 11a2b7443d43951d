package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void textStartsAtTheLeftAndFiguresEndAtTheRightBelowBrokenHeaders() {
        TextTable table = new TextTable(List.of("rep", "win rate"), 1);
        table.add(List.of("Väinö", "5.0 %"));
        table.add(List.of("A", "100.0 %"));
        assertThat(table.toString()).isEqualTo("""
                           win
                rep       rate
                Väinö    5.0 %
                A      100.0 %
                """.replace("\n", System.lineSeparator()));
    }
}
