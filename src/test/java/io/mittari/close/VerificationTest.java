package io.mittari.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.delta.tables.DeltaTable;
import io.mittari.LocalSpark;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseVerification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to the rows of a close is found. */
class VerificationTest {
    private static final Pattern SQL = Pattern.compile("(?s)```sql\n(create macro.*?)```");

    @TempDir
    Path folder;

    private ClosableWarehouse warehouse;

    @BeforeEach
    void copy() throws IOException {
        warehouse = ClosableWarehouse.closedCopiedTo(folder);
    }

    @Test
    void nothingIsFoundAlsoAfterOptimizeAndVacuum() {
        warehouse.closing().reopen("2025-Q4", "ann", "once more");
        LocalSpark.session().conf().set("spark.databricks.delta.retentionDurationCheck.enabled", false);
        for (String table : List.of("closed_measures", "closes")) {
            assertThat(warehouse.table(table).inputFiles()).hasSizeGreaterThan(1);
            DeltaTable delta = DeltaTable.forPath(
                    LocalSpark.session(), warehouse.path(table).toString());
            delta.optimize().executeCompaction();
            delta.vacuum(0);
            assertThat(warehouse.table(table).inputFiles()).hasSize(1);
        }

        assertThat(new CloseVerification(warehouse.warehouse().closes()).of(Optional.of("2025-Q4")))
                .satisfies(findings -> assertThat(findings.checked()).hasSize(1))
                .satisfies(findings -> assertThat(findings.faults()).isEmpty());
    }

    @Test
    void deltaRefusesToChangeWhatIsFrozen() {
        assertThat(catchThrowable(() -> delta("closed_measures").delete("measure = 'revenue'")))
                .hasMessageContaining("append");
        assertThat(catchThrowable(() -> delta("closes").delete())).hasMessageContaining("append");
    }

    /** Each of it in a table of its own, so that each is found by itself. */
    @Test
    void oneChangedValueOneRowMoreOrLessAndAMissingFileAreFound() throws IOException {
        tamper(
                "closed_measures",
                "update delta.`%s` set value = value + 0.01 where measure = 'revenue' and grain = 'company'"
                        + " and period = '2025-Q4'");
        tamper(
                "closed_kpi_values",
                "delete from delta.`%s` where kpi = 'cac' and grain = 'company' and period = '2025-10'");
        LocalSpark.session()
                .sql("insert into delta.`%1$s` select * from delta.`%1$s` where kpi = 'win_rate'"
                        .formatted(warehouse.path("closed_kpi_catalog")));
        LocalSpark.session()
                .sql(("insert into delta.`%1$s` select 'nobody' as close_id, * except (close_id) from delta.`%1$s`"
                                + " where measure = 'revenue'")
                        .formatted(warehouse.path("closed_rows")));
        Files.delete(
                Path.of(URI.create(warehouse.table("closed_stage_performance").inputFiles()[0])));
        tamper("closes", "update delta.`%s` set signed_by = 'bo' where entry = 1");

        List<String> faults = faults();

        assertThat(faults)
                .anyMatch(
                        fault -> fault.matches("2025-Q4 version 1: closed_measures has \\d+ rows as frozen, but not the"
                                + " same: checksum [0-9a-f]{64}, frozen [0-9a-f]{64}"))
                .anyMatch(
                        fault -> fault.matches("2025-Q4 version 1: closed_kpi_values has \\d+ rows, \\d+ were frozen"))
                .anyMatch(
                        fault -> fault.matches("2025-Q4 version 1: closed_kpi_catalog has \\d+ rows, \\d+ were frozen"))
                .anyMatch(fault -> fault.startsWith("closed_rows has rows of close nobody, which closes does not name"))
                .anyMatch(fault -> fault.startsWith("2025-Q4 version 1: closed_stage_performance cannot be read"))
                .contains("closes: entry 1 is not what was written: its checksum is another");
        assertThat(faults)
                .as("nothing is said of what nobody has touched")
                .noneMatch(fault -> fault.contains("closed_reconciliation"))
                .noneMatch(fault -> fault.startsWith("2025-Q4 version 1: closed_rows"));
    }

    @Test
    void removedEntryIsFound() {
        warehouse.closing().reopen("2025-Q4", "ann", "once more");
        tamper("closes", "delete from delta.`%s` where entry = 1");

        assertThat(faults()).anyMatch(fault -> fault.contains("closes: entry 2 stands in place of entry 1"));
    }

    @Test
    void anyoneCanComputeTheChecksumByTheDocumentedRule() throws Exception {
        Close closed = warehouse.warehouse().closes().log().closes().get(0).close();
        Matcher documented = SQL.matcher(Files.readString(Path.of("jobs/README.md")));
        assertThat(documented.find()).isTrue();
        String files = Arrays.stream(warehouse.table("closed_measures").inputFiles())
                .map(file -> "'" + Path.of(URI.create(file)) + "'")
                .collect(Collectors.joining(", ", "read_parquet([", "])"));
        String sql = documented
                .group(1)
                .replaceAll("delta_scan\\('[^']*'\\)", Matcher.quoteReplacement(files))
                .replaceAll("close_id = '[^']*'", "close_id = '" + closed.closeId() + "'");

        assertThat(checksum(sql))
                .isEqualTo(closed.digests().get("closed_measures").checksum());
    }

    private static String checksum(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            String[] parts = sql.split(";", 2);
            statement.execute(parts[0]);
            try (ResultSet result = statement.executeQuery(parts[1])) {
                assertThat(result.next()).isTrue();
                return result.getString(1);
            }
        }
    }

    private List<String> faults() {
        return new CloseVerification(warehouse.warehouse().closes())
                .of(Optional.empty())
                .faults();
    }

    private DeltaTable delta(String table) {
        return DeltaTable.forPath(LocalSpark.session(), warehouse.path(table).toString());
    }

    /** Changes rows as somebody does who knows how. */
    private void tamper(String table, String sql) {
        Path path = warehouse.path(table);
        LocalSpark.session()
                .sql("alter table delta.`%s` set tblproperties ('delta.appendOnly' = 'false')".formatted(path));
        LocalSpark.session().sql(sql.formatted(path));
    }
}
