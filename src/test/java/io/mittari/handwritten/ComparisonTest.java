package io.mittari.handwritten;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String EXPECTED = """
            FROM (VALUES ('2026', 'ann', 1.50, 3, 2), ('2026', 'bob', NULL, NULL, NULL), ('2026', 'eve', 7.00, 7, 1))
                t(period, rep_id, value, numerator, denominator)
            """;

    @Test
    void theSameFiguresInAnyOrderHaveNoDifference() throws SQLException {
        assertThat(differences("""
                        FROM (VALUES ('2026', 'eve', 7.00), ('2026', 'bob', NULL), ('2026', 'ann', 1.50))
                            t(period, rep_id, value)
                        """)).isEmpty();
    }

    @Test
    void everyOtherValueAndEveryRowOfOneSideIsALine() throws SQLException {
        assertThat(differences("""
                        FROM (VALUES ('2026', 'ann', 1.51), ('2026', 'bob', 0.00), ('2026', 'Unassigned', NULL))
                            t(period, rep_id, value)
                        """))
                .containsExactly(
                        "2026 | Unassigned: row, expected none, found there",
                        "2026 | ann: value, expected 1.50, found 1.51",
                        "2026 | bob: value, expected null, found 0.00",
                        "2026 | eve: row, expected there, found none");
    }

    @Test
    void aRowThatIsFoundTwiceIsALine() throws SQLException {
        assertThat(differences("FROM (%1$s) UNION ALL FROM (%1$s) WHERE rep_id = 'ann'".formatted(EXPECTED)))
                .containsExactly("2026 | ann: row, found 2 times");
    }

    @Test
    void fractionsAreTheSameHoweverTheyAreScaled() throws SQLException {
        String found = """
                FROM (VALUES ('2026', 'ann', 1.50, 0.75, 0.50, 'ratio'), ('2026', 'eve', 7.00, 7.01, 1.00, 'ratio'))
                    t(period, rep_id, value, numerator, denominator, unit)
                """;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            String expected = "SELECT *, 'win_rate' AS kpi FROM (%s)".formatted(EXPECTED);
            assertThat(new Comparison(connection, expected, found, List.of("period", "rep_id"))
                            .differencesOfFractions())
                    .containsExactly("2026 | eve: fraction, expected 7 / 1, found 7.01 / 1.00");
        }
    }

    private static List<String> differences(String found) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return new Comparison(connection, EXPECTED, found, List.of("period", "rep_id")).differences(Set.of());
        }
    }
}
