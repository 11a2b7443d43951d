package io.mittari.warehouse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table that the job publishes, as data: what readers find, and what is enforced on every write.
 *
 * @param name folder below {@code warehouse.path}, such as {@code kpi_rep} or {@code conformed/leads}
 * @param description what a row is
 * @param columns all columns, in the order in which they are published
 * @param key names of the columns that identify a row
 * @param rowChecks further CHECK constraints over several columns, SQL by constraint name
 * @param history what a publication does with the rows of earlier runs
 */
public record PublishedTable(
        String name,
        String description,
        List<PublishedColumn> columns,
        List<String> key,
        Map<String, String> rowChecks,
        History history) {
    /** What a publication does with the rows of earlier runs. */
    public enum History {
        /** The rows of the newest run are all there are. */
        REPLACED,
        /** Rows of earlier runs stay. */
        KEPT,
        /** No run writes it: a close adds rows, and none is ever changed. */
        FROZEN
    }

    /**
     * Checks the declaration.
     *
     * @throws IllegalArgumentException where a column is declared twice, or a key is none of the columns
     */
    public PublishedTable {
        List<String> names = columns.stream().map(PublishedColumn::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("Cannot declare a column of " + name + " twice: " + names);
        }
        if (!names.containsAll(key)) {
            throw new IllegalArgumentException("Cannot use " + key + " as key of " + name + ": " + names);
        }
    }

    /** A table that a run replaces, without checks over several columns. */
    static PublishedTable replaced(String name, String description, List<PublishedColumn> columns, List<String> key) {
        return new PublishedTable(name, description, columns, key, Map.of(), History.REPLACED);
    }

    /** A table that keeps the rows of earlier runs, without checks over several columns. */
    static PublishedTable kept(String name, String description, List<PublishedColumn> columns, List<String> key) {
        return new PublishedTable(name, description, columns, key, Map.of(), History.KEPT);
    }

    /** A copy with one more CHECK constraint over several columns. */
    PublishedTable withCheck(String constraint, String predicate) {
        Map<String, String> checks = new LinkedHashMap<>(rowChecks);
        checks.put(constraint, predicate);
        return new PublishedTable(name, description, columns, key, checks, history);
    }

    /** All CHECK constraints, SQL by constraint name: one for the ranges of single columns, and those over several. */
    public Map<String, String> checks() {
        Map<String, String> checks = new LinkedHashMap<>();
        String ranges = columns.stream()
                .flatMap(column -> column.check().stream())
                .map(predicate -> "(" + predicate + ")")
                .collect(Collectors.joining(" and "));
        if (!ranges.isEmpty()) {
            checks.put("ranges", ranges);
        }
        checks.putAll(rowChecks);
        return checks;
    }

    /**
     * The columns that say which run published the table: one value for all rows, kept in the table's log and not in its
     * files, so that a run restamps rows that it does not write again. None where rows of several runs stand together.
     */
    public List<String> stampColumns() {
        return history == History.REPLACED
                ? columns.stream()
                        .map(PublishedColumn::name)
                        .filter(List.of(Stamp.AS_OF, Stamp.RUN_ID)::contains)
                        .toList()
                : List.of();
    }

    /** Whether rows are about periods, and lie in files of one fiscal year each. */
    boolean isByPeriod() {
        return stampColumns().contains(Stamp.AS_OF)
                && columns.stream().anyMatch(column -> column.name().equals(FiscalYears.PERIOD_START));
    }

    /** The schema of the Delta table, with comments and nullability. */
    public StructType schema() {
        return new StructType(columns.stream().map(PublishedColumn::field).toArray(StructField[]::new));
    }

    /** The name in the session catalog, where folders are no names: {@code conformed_leads}. */
    public String catalogName() {
        return name.replace('/', '_');
    }
}
