package io.mittari.handwritten;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares expected figures with published ones row by row; differences are lines for people. */
final class Comparison {
    private static final int SHOWN_DIFFERENCES = 40;

    private final Connection connection;
    private final String expected;
    private final String found;
    private final List<String> key;

    /**
     * @param connection a DuckDB that holds both
     * @param expected SQL of the hand-written figures
     * @param found SQL of the published ones
     * @param key columns that identify a row
     */
    Comparison(Connection connection, String expected, String found, List<String> key) {
        this.connection = connection;
        this.expected = expected;
        this.found = found;
        this.key = key;
    }

    /**
     * One line a value that differs ({@code key: column, expected, found}) and one a row that only one side has. Every
     * published column is compared, exactly, in its type.
     *
     * @param without columns that are not
     */
    List<String> differences(Set<String> without) {
        Map<String, String> types = types();
        List<String> columns = types.keySet().stream()
                .filter(column -> !without.contains(column) && !key.contains(column))
                .toList();
        String values = Stream.concat(
                        Stream.of(rowExists()), columns.stream().map(column -> value(column, types.get(column))))
                .collect(Collectors.joining(",\n"));
        List<String> differences = new ArrayList<>(repeatedRows());
        differences.addAll(lines("""
                WITH expected AS (%s), found AS (%s), compared AS (
                    SELECT %s AS row_key, e.is_there AS is_expected, f.is_there AS is_found,
                        unnest([%s]) AS figure
                    FROM (SELECT *, true AS is_there FROM expected) e
                    FULL JOIN (SELECT *, true AS is_there FROM found) f ON %s
                    WHERE e.is_there IS DISTINCT FROM f.is_there OR %s)
                SELECT row_key || ': ' || figure.name
                    || ', expected ' || coalesce(figure.expected, 'null')
                    || ', found ' || coalesce(figure.found, 'null')
                FROM compared
                WHERE figure.expected IS DISTINCT FROM figure.found
                    AND (figure.name = 'row' OR (is_expected AND is_found))
                ORDER BY 1
                """.formatted(expected, found, rowKey(), values, onKey(), anyDiffers(columns))));
        return differences;
    }

    private List<String> repeatedRows() {
        String names = String.join(", ", key);
        return lines("""
                SELECT concat_ws(' | ', %1$s) || ': row, found ' || count(*) || ' times'
                FROM (%2$s) GROUP BY %1$s HAVING count(*) > 1 ORDER BY 1
                """.formatted(names, found));
    }

    /**
     * Differences between the fractions behind the values: exact, whatever both are scaled by.
     *
     * @return lines as of {@link #differences}
     */
    List<String> differencesOfFractions() {
        String sql = """
                SELECT %s, CAST(e.numerator AS VARCHAR), CAST(e.denominator AS VARCHAR),
                    CAST(f.numerator AS VARCHAR), CAST(f.denominator AS VARCHAR)
                FROM (%s) e JOIN (%s) f ON %s
                WHERE e.value IS NOT NULL AND f.unit <> 'count' AND e.kpi <> 'total_revenue'
                """.formatted(rowKey(), expected, found, onKey());
        List<String> lines = new ArrayList<>();
        query(sql, row -> {
            if (!isSameFraction(row)) {
                lines.add("%s: fraction, expected %s / %s, found %s / %s"
                        .formatted(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)));
            }
        });
        return shown(lines);
    }

    /** Whether a / b = c / d, by a * d = c * b. */
    private static boolean isSameFraction(ResultSet row) throws SQLException {
        if (row.getString(4) == null || row.getString(5) == null) {
            return false;
        }
        BigDecimal expected = new BigDecimal(row.getString(2)).multiply(new BigDecimal(row.getString(5)));
        BigDecimal found = new BigDecimal(row.getString(4)).multiply(new BigDecimal(row.getString(3)));
        return expected.compareTo(found) == 0;
    }

    private List<String> lines(String sql) {
        List<String> lines = new ArrayList<>();
        query(sql, row -> lines.add(row.getString(1)));
        return shown(lines);
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowReader reader) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException exception) {
            throw new IllegalStateException("Cannot run:\n" + sql, exception);
        }
    }

    private static List<String> shown(List<String> lines) {
        if (lines.size() <= SHOWN_DIFFERENCES) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, SHOWN_DIFFERENCES));
        shown.add("... and %d more".formatted(lines.size() - SHOWN_DIFFERENCES));
        return shown;
    }

    /** The types of the published columns, in their order. */
    private Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        query("DESCRIBE " + found, row -> types.put(row.getString("column_name"), row.getString("column_type")));
        return types;
    }

    private String rowKey() {
        return key.stream()
                .map(column -> "coalesce(e.%1$s, f.%1$s)".formatted(column))
                .collect(Collectors.joining(", ", "concat_ws(' | ', ", ")"));
    }

    private String onKey() {
        return key.stream().map(column -> "e.%1$s = f.%1$s".formatted(column)).collect(Collectors.joining(" AND "));
    }

    private static String anyDiffers(List<String> columns) {
        return columns.stream()
                .map(column -> "e.%1$s IS DISTINCT FROM f.%1$s".formatted(column))
                .collect(Collectors.joining(" OR "));
    }

    private static String rowExists() {
        return figure(
                "row",
                "CASE WHEN e.is_there THEN 'there' ELSE 'none' END",
                "CASE WHEN f.is_there THEN 'there' ELSE 'none' END");
    }

    private static String value(String column, String type) {
        return figure(
                column,
                "CAST(CAST(e.%s AS %s) AS VARCHAR)".formatted(column, type),
                "CAST(f.%s AS VARCHAR)".formatted(column));
    }

    private static String figure(String name, String expected, String found) {
        return "{'name': '%s', 'expected': %s, 'found': %s}".formatted(name, expected, found);
    }
}
