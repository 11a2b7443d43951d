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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The hand-written SQL, on a DuckDB of its own: {@link #load} every entity of a deployment (or {@link #loadExtracts} of
 * a generated lake), then {@link #compute}. After that the tables {@code wide_rows}, {@code kpi_values} and
 * {@code stage_performance} hold the figures.
 */
public final class HandwrittenSql implements AutoCloseable {
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

    private static final String EXTRACTS = "00_generated_lake.sql";

    private final Settings settings;
    private final LocalDate reportingDate;
    private final Connection connection;

    /** An empty database in memory, for the figures as of a day; with as many threads as there are processors. */
    public HandwrittenSql(Settings settings, LocalDate reportingDate) {
        this.settings = settings;
        this.reportingDate = reportingDate;
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
        } catch (SQLException exception) {
            throw new IllegalStateException(exception);
        }
        execute("SET threads = %d".formatted(Runtime.getRuntime().availableProcessors()));
        execute("SET TimeZone = 'UTC'");
    }

    /** Lets the database use so much memory, such as 4GB, and a folder for what does not fit. */
    public void limit(String memory, Path overflow) {
        execute("SET memory_limit = " + text(memory));
        execute("SET temp_directory = " + text(overflow.toString()));
        execute("SET preserve_insertion_order = false");
    }

    /** Takes the rows of an entity from parquet files; no file is no row. */
    void load(Entity entity, List<String> files) {
        String columns = entity.columns().stream()
                .map(column -> "CAST(%s AS %s) AS %1$s".formatted(column.name(), type(column)))
                .collect(Collectors.joining(", "));
        String rows = files.isEmpty() ? nothing(entity) : "read_parquet(%s)".formatted(texts(files));
        execute("CREATE TABLE %s AS SELECT %s%s FROM %s"
                .formatted(entity.entityName(), columns, criteria(entity), rows));
    }

    private String criteria(Entity entity) {
        return entity == Entity.LEADS
                ? ", coalesce((%s), false) AS meets_criteria".formatted(settings.qualifiedWhen())
                : "";
    }

    /**
     * Judges and deduplicates the extracts of a generated lake, which has every source but activities. Leaves
     * {@code rejected_rows} and {@code source_loads}, too.
     */
    public void loadExtracts() {
        prepare();
        ExtractFiles.of(settings, reportingDate)
                .forEach((entity, files) -> execute("CREATE VIEW raw_%s AS %s".formatted(entity.entityName(), files)));
        executeFile(EXTRACTS);
        for (Entity entity : Entity.values()) {
            if (settings.sources().containsKey(entity)) {
                execute("CREATE VIEW %s AS SELECT *%s FROM decided_%1$s WHERE outcome = 'used'"
                        .formatted(entity.entityName(), criteria(entity)));
            } else {
                load(entity, List.of());
            }
        }
    }

    /** Computes every figure. */
    public void compute() {
        prepare();
        FILES.forEach(this::executeFile);
    }

    /** Writes a table to a Parquet file, which has no whole numbers as long as DuckDB's longest. */
    public void export(String table, Path file) {
        execute("""
                COPY (SELECT %s FROM %s) TO %s (FORMAT parquet)
                """.formatted(columns(table), table, text(file.toString())));
    }

    private String columns(String table) {
        try (Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery("DESCRIBE " + table)) {
            List<String> selected = new ArrayList<>();
            while (columns.next()) {
                String name = columns.getString("column_name");
                boolean isLong = columns.getString("column_type").equals("HUGEINT");
                selected.add(isLong ? "CAST(%s AS DECIMAL(38, 0)) AS %1$s".formatted(name) : '"' + name + '"');
            }
            return String.join(", ", selected);
        } catch (SQLException exception) {
            throw new IllegalStateException("Cannot describe " + table, exception);
        }
    }

    /** The settings as tables. */
    private void prepare() {
        execute("SET TimeZone = '%s'".formatted(settings.calendar().zone()));
        execute("""
                CREATE OR REPLACE TABLE parameters AS SELECT
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
    }

    private void figures(String table, String column, Map<String, Map<Grain, BigDecimal>> figures) {
        execute("CREATE OR REPLACE TABLE %s (kpi VARCHAR, grain VARCHAR, %s DECIMAL(28, 6))".formatted(table, column));
        figures.forEach((kpi, byGrain) ->
                byGrain.forEach((grain, figure) -> execute("INSERT INTO %s VALUES ('%s', '%s', %s)"
                        .formatted(table, kpi, grain.grainName(), figure.toPlainString()))));
    }

    /** Takes a table that was exported as it is. */
    public void loadExported(String table, Path file) {
        execute("CREATE TABLE %s AS FROM read_parquet(%s)".formatted(table, text(file.toString())));
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

    static String text(String value) {
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

    /** Runs statements. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException exception) {
            throw new IllegalStateException("Cannot run:\n" + sql, exception);
        }
    }

    /** Runs a file of hand-written SQL. */
    public void executeFile(String file) {
        execute(resource(file));
    }

    private static String resource(String file) {
        try (InputStream stream = HandwrittenSql.class.getResourceAsStream("/sql/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
