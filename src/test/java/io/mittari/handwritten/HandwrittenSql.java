package io.mittari.handwritten;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import io.mittari.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The hand-written SQL, on a DuckDB of its own: {@link #load} every entity of a deployment, then {@link #compute}. After
 * that the tables {@code wide_rows}, {@code kpi_values} and {@code stage_performance} hold the figures.
 */
final class HandwrittenSql implements AutoCloseable {
    /** In the order in which they build on each other. */
    private static final List<String> FILES = List.of(
            "01_basics.sql",
            "02_credit.sql",
            "03_revenue.sql",
            "04_customers.sql",
            "05_expenses.sql",
            "06_periods.sql",
            "07_pipeline.sql",
            "08_targets.sql",
            "09_measures.sql",
            "10_kpis.sql",
            "11_stages.sql",
            "12_tables.sql");

    private final Settings settings;
    private final Connection connection;

    /** An empty database in memory. */
    HandwrittenSql(Settings settings) {
        this.settings = settings;
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
        } catch (SQLException exception) {
            throw new IllegalStateException(exception);
        }
        execute("SET threads = 2");
        execute("SET TimeZone = 'UTC'");
    }

    /** Takes the rows of an entity from parquet files; no file is no row. */
    void load(Entity entity, List<String> files) {
        String columns = entity.columns().stream()
                .map(column -> "CAST(%s AS %s) AS %1$s".formatted(column.name(), type(column)))
                .collect(Collectors.joining(", "));
        String rows = files.isEmpty() ? nothing(entity) : "read_parquet(%s)".formatted(texts(files));
        String criteria = entity == Entity.LEADS
                ? ", coalesce((%s), false) AS meets_criteria".formatted(settings.qualifiedWhen())
                : "";
        execute("CREATE TABLE %s AS SELECT %s%s FROM %s".formatted(entity.entityName(), columns, criteria, rows));
    }

    /** Computes every figure as of a day. */
    void compute(LocalDate reportingDate) {
        execute("SET TimeZone = '%s'".formatted(settings.calendar().zone()));
        execute("""
                CREATE TABLE parameters AS SELECT
                    DATE '%s' AS reporting_date,
                    %d AS first_month,
                    CAST(%s AS DATE) AS first_period,
                    '%s' AS reporting_currency,
                    CAST(%s AS VARCHAR[]) AS present,
                    CAST(%s AS VARCHAR[]) AS acquisition_categories,
                    '%s' AS allocate_by,
                    %d AS reactivation_gap_days,
                    %d AS inactive_after_days,
                    CAST(%s AS VARCHAR[]) AS selling_kinds
                """.formatted(
                        reportingDate,
                        settings.calendar().firstMonth(),
                        settings.firstPeriod().map(day -> text(day.toString())).orElse("NULL"),
                        settings.reportingCurrency(),
                        texts(settings.sources().keySet().stream()
                                .map(Entity::entityName)
                                .toList()),
                        texts(settings.expenses().acquisitionCategories()),
                        settings.expenses().allocateBy().name().toLowerCase(Locale.ROOT),
                        settings.customers().reactivationGapDays(),
                        settings.customers().inactiveAfterDays(),
                        texts(settings.sellingKinds())));
        figures("kpi_targets", "target", settings.targets());
        figures("kpi_benchmarks", "benchmark", settings.benchmarks());
        FILES.forEach(file -> execute(resource(file)));
    }

    private void figures(String table, String column, Map<String, Map<Grain, BigDecimal>> figures) {
        execute("CREATE TABLE %s (kpi VARCHAR, grain VARCHAR, %s DECIMAL(28, 6))".formatted(table, column));
        figures.forEach((kpi, byGrain) ->
                byGrain.forEach((grain, figure) -> execute("INSERT INTO %s VALUES ('%s', '%s', %s)"
                        .formatted(table, kpi, grain.grainName(), figure.toPlainString()))));
    }

    /**
     * Takes a published table as it is, to compare with: {@code published.kpi_rep}.
     *
     * @param expected SQL of what it should hold: gives the columns where no file does
     */
    void loadPublished(String table, List<String> files, String expected) {
        String rows = files.isEmpty()
                ? "FROM (%s) LIMIT 0".formatted(expected)
                : "FROM read_parquet(%s)".formatted(texts(files));
        execute("CREATE SCHEMA IF NOT EXISTS published");
        execute("CREATE TABLE published.%s AS %s".formatted(table, rows));
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** A list of texts in SQL. */
    static String texts(Collection<String> values) {
        return values.stream().map(HandwrittenSql::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String nothing(Entity entity) {
        return entity.columns().stream()
                .map(column -> "NULL AS " + column.name())
                .collect(Collectors.joining(", ", "(SELECT ", " WHERE false)"));
    }

    private static String type(CanonicalColumn column) {
        return switch (column.kind()) {
            case TEXT, CODE, CURRENCY -> "VARCHAR";
            case TIMESTAMP -> "TIMESTAMPTZ";
            case DATE -> "DATE";
            case AMOUNT -> "DECIMAL(18, 4)";
            case QUANTITY -> "DECIMAL(18, 6)";
            case RATE -> "DECIMAL(18, 10)";
            case PROBABILITY -> "DECIMAL(5, 4)";
        };
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException exception) {
            throw new IllegalStateException("Cannot run:\n" + sql, exception);
        }
    }

    private static String resource(String file) {
        try (InputStream stream = HandwrittenSql.class.getResourceAsStream("/sql/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
