package io.mittari.readers;

import io.delta.kernel.types.DateType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.TimestampType;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A DuckDB that sees the tables of the demo's run as views. Its extension for Delta tables comes over the network, so
 * the views are over the Parquet files that Delta Kernel finds in the log, with what the log itself says of their rows.
 */
final class DuckDbTables implements AutoCloseable {
    private final Connection connection;

    DuckDbTables() throws SQLException, IOException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("set TimeZone = 'UTC'");
        for (var table : PublishedRunTables.versions().entrySet()) {
            if (!table.getKey().startsWith("state/")) {
                createView(table.getKey(), table.getValue());
            }
        }
    }

    /** The rows, each value as Java has it. */
    List<List<Object>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    Object value = result.getObject(i);
                    row.add(value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void createView(String table, long version) throws SQLException, IOException {
        KernelTable kernel = KernelTable.at(PublishedRunTables.warehouse().resolve(table), version);
        String rows = kernel.files().stream()
                .map(file -> rows(file, kernel.schema().fields()))
                .collect(Collectors.joining(" union all "));
        execute("create view %s as %s".formatted(table.replace('/', '_'), rows));
    }

    private static String rows(KernelTable.DataFile file, List<StructField> fields) {
        return fields.stream()
                .map(field -> value(file, field) + " as \"" + field.getName() + '"')
                .collect(Collectors.joining(
                        ", ",
                        "select ",
                        " from read_parquet(" + text(file.path().toString()) + ")"));
    }

    /** What the log says of all rows counts before what the file says. An instant has no zone in the file. */
    private static String value(KernelTable.DataFile file, StructField field) {
        String logged = file.partition().get(field.getName());
        if (logged != null) {
            return (field.getDataType() instanceof DateType ? "date " : "") + text(logged);
        }
        String name = '"' + field.getName() + '"';
        return field.getDataType() instanceof TimestampType ? "cast(" + name + " as timestamptz)" : name;
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
