package io.mittari.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.model.Entity;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large typed sources are read in another way than small ones; what comes out must be the same, row for row. */
class ProvenRowsTest {
    private static final int KEYS = 400;
    private static final int ROWS = 300;
    private static final List<String> LOADS = List.of("2026-04-30", "2026-05-31", "2026-06-30");

    @TempDir
    private static Path folder;

    private static Extracts carefully;
    private static Extracts proven;

    @BeforeAll
    static void read() throws IOException {
        Files.writeString(folder.resolve("mittari.conf"), configuration());
        write("fx_rates", List.of("all"), Map.of("currency", "'USD'", "valid_on", "date '2026-05-01'", "rate", "0.9"));
        write("opportunities", LOADS, opportunities());
        write("leads", LOADS, leads());
        write("stage_history", LOADS, stageHistory());
        write("timesheets", LOADS, timesheets());
        write("invoice_lines", LOADS, invoiceLines());
        write("subscriptions", List.of("all"), subscriptions());
        carefully = read(Long.MAX_VALUE);
        proven = read(0);
    }

    @Test
    void theSameRowsAreUsed() {
        for (Entity entity : carefully.entities().keySet()) {
            assertThat(texts(proven.entities().get(entity)))
                    .as(entity.entityName())
                    .hasSizeGreaterThan(0)
                    .isEqualTo(texts(carefully.entities().get(entity)));
        }
    }

    @Test
    void theSameRowsAreRejectedForTheSameReasons() {
        assertThat(texts(proven.rejectedRows())).hasSizeGreaterThan(100).isEqualTo(texts(carefully.rejectedRows()));
    }

    @Test
    void theBooksAndTheChecksAreTheSame() {
        assertThat(proven.loads()).isEqualTo(carefully.loads());
        assertThat(proven.checks()).isEqualTo(carefully.checks());
    }

    /** Without rows that take the short way, the other tests would prove nothing. */
    @Test
    void someRowsOfEverySourceAreProven() {
        SourceReading leads = SourceReading.of(
                LocalSpark.session(), settings(), settings().sources().get(Entity.LEADS), date(), 0);
        ProvenRows rows =
                leads.proven(new RowRules.ExchangeDays("EUR", Map.of())).orElseThrow();
        assertThat(rows.rows().count()).isBetween(50L, 500L);
        assertThat(rows.loads()).containsOnlyKeys(LOADS);
    }

    private static Extracts read(long smallBytes) {
        return new Lake(LocalSpark.session(), settings(), smallBytes).read(date(), Map.of());
    }

    private static Settings settings() {
        return SettingsReader.read(Optional.of(folder.resolve("mittari.conf")), Map.of());
    }

    private static LocalDate date() {
        return LocalDate.parse("2026-06-30");
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    private static String configuration() {
        StringBuilder text = new StringBuilder("""
                calendar { zone = "Europe/Helsinki", first_month = 1 }
                currency.reporting = EUR
                warehouse.path = "%1$s/warehouse"
                gates { max_rejected_share = 1 }
                sources {
                  fx_rates { path = "%1$s/fx_rates", format = parquet, mode = snapshot }
                """.formatted(folder));
        for (String source : List.of("opportunities", "leads", "stage_history", "timesheets", "invoice_lines")) {
            text.append("  %1$s { path = \"%2$s/%1$s\", format = parquet, mode = changes, version = \"changed_at\", "
                    .formatted(source, folder));
            text.append("deleted = \"gone\", where = \"kept\" }\n");
        }
        text.append("  subscriptions { path = \"%s/subscriptions\", format = parquet, mode = snapshot }\n}\n"
                .formatted(folder));
        return text.toString();
    }

    /** Writes a row a number: each column is drawn from what its SQL lists, by the number, the load and its name. */
    private static void write(String source, List<String> loads, Map<String, String> columns) {
        for (String load : loads) {
            Dataset<Row> rows = LocalSpark.session()
                    .range(0, load.equals("all") && columns.size() < 4 ? 1 : ROWS, 1, 2)
                    .toDF();
            List<Column> drawn = new ArrayList<>();
            columns.forEach((name, values) -> drawn.add(functions
                    .expr("element_at(array(%1$s), cast(1 + pmod(xxhash64(id, '%2$s'), size(array(%1$s))) as int))"
                            .formatted(values, source + name + load))
                    .as(name)));
            Path target = folder.resolve(source).resolve(load.equals("all") ? "" : "dt=" + load);
            rows.select(drawn.toArray(Column[]::new)).write().mode("overwrite").parquet(target.toString());
        }
    }

    private static Map<String, String> versioned(Map<String, String> columns) {
        Map<String, String> all = new LinkedHashMap<>(columns);
        all.put("changed_at", "timestamp '2026-04-01', timestamp '2026-05-01 10:00:00', timestamp '2026-06-02', null");
        all.put("gone", "false, false, false, false, false, false, false, true");
        all.put("kept", "true, true, true, true, true, true, true, true, true, false, null");
        return all;
    }

    private static String key(String prefix) {
        return "'%1$s' || pmod(xxhash64(id, uuid_seed), %2$d), ' %1$s' || pmod(id, %2$d), null"
                .replace("uuid_seed", "'k'")
                .formatted(prefix, KEYS);
    }

    private static Map<String, String> opportunities() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("opportunity_id", key("o"));
        columns.put("owner_id", "'r1', ' r2', 'r\\u00a03', '', null");
        columns.put("stage", "'Won', 'Työ', 'Tyo\\u0308', ' New ', 'All', null");
        columns.put("channel", "'Web', 'Partner', null, 'Web', 'Web', 'Web', 'Web', 'Web', 'Web', 'Web'");
        columns.put("status", "'Won', 'open', 'LOST', 'won ', 'lost', 'open', 'open', 'odd', null");
        columns.put("amount", "10.5, 1.23456, 99999999999999.00000, 123456789012345678.00000, -3.10000, null");
        columns.put("currency", "'EUR', 'eur', 'USD', ' usd', 'EU', 'CHF', null, 'EUR', 'EUR', 'EUR'");
        columns.put("probability", "0.5, 0.25, 1.5, 0.12345, null");
        columns.put("created_at", "timestamp '2026-04-30 22:30:00', timestamp '2026-04-01', timestamp '2026-06-15'");
        columns.put("expected_close_on", "timestamp '2026-05-31 21:30:00', timestamp '2026-05-31 20:30:00', null");
        columns.put("closed_at", "timestamp '2026-06-16', timestamp '2026-04-30 23:30:00', null");
        return versioned(columns);
    }

    private static Map<String, String> leads() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("lead_id", key("l"));
        columns.put("created_at", "timestamp '2026-04-30 22:30:00', timestamp '2026-04-01', timestamp '2026-06-15'");
        columns.put("segment", "'SMB', 'Large', 'SMB', 'SMB', 'SMB', 'SMB', 'SMB', 'SMB', 'SMB', 'SMB', 'SMB', null");
        columns.put("score", "1L, 50L, 100000000000000L, null");
        columns.put("status", "true, false, null");
        columns.put("qualified_at", "timestamp '2026-04-15', timestamp '2026-07-01', null, null");
        return versioned(columns);
    }

    private static Map<String, String> stageHistory() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("opportunity_id", key("o"));
        columns.put("stage", "'New', 'Won', null");
        columns.put("entered_at", "timestamp '2026-04-01', timestamp '2026-04-02', timestamp '2026-04-03', null");
        columns.put("amount", "5, 6, null");
        return versioned(columns);
    }

    private static Map<String, String> timesheets() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("rep_id", key("r"));
        columns.put("worked_on", "date '2026-04-01', date '2026-04-02', timestamp '2026-04-30 22:30:00'");
        columns.put("total_hours", "8.0, 7.5, 0, -1, null");
        columns.put("selling_hours", "2.0, 7.5, 8, -2");
        return versioned(columns);
    }

    private static Map<String, String> invoiceLines() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("invoice_id", key("i"));
        columns.put("line_no", "1, 2, 3, null");
        columns.put("account_id", "'a1', 'a2', '\\u00a0a3', null");
        columns.put("invoiced_on", "date '2026-04-01', date '2026-05-02'");
        columns.put("quantity", "1, 2, -1, 1000000000000000000");
        columns.put("unit_price", "9.99, 10.00001, null");
        columns.put("currency", "'EUR', 'USD', 'usd'");
        columns.put("kind", "'invoice', 'Credit_Note', null, 'refund'");
        return versioned(columns);
    }

    private static Map<String, String> subscriptions() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("subscription_id", key("s"));
        columns.put("account_id", "'a1', 'a2', null");
        columns.put("started_on", "date '2026-04-01', date '2026-05-02'");
        columns.put("ended_on", "date '2026-04-15', date '2026-07-02', null");
        columns.put("mrr", "10, 20.5, null");
        columns.put("currency", "'EUR', 'GBP', null");
        return columns;
    }
}
