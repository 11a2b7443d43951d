package io.mittari.close;

import io.mittari.LocalSpark;
import io.mittari.nightly.Night;
import io.mittari.settings.Settings;
import io.mittari.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A warehouse with one quarter, which is over and its year with it: published once for all tests, and closed once, by
 * ann. A test that changes it has a copy of its own.
 */
public final class ClosableWarehouse {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-06T08:00:00.123456Z"), ZoneOffset.UTC);
    private static final String KPIS = "total_revenue, average_deal_size, win_rate, cac";
    private static Path published;
    private static Path closed;

    private final Path lake;
    private final Path warehouse;
    private final Map<String, String> overrides = new TreeMap<>();

    /** The warehouse in that folder, of the extracts in the other one. */
    ClosableWarehouse(Path lake, Path warehouse) {
        this.lake = lake;
        this.warehouse = warehouse;
    }

    /** A copy in that folder, where nothing was ever closed. */
    public static ClosableWarehouse copiedTo(Path folder) throws IOException {
        FileUtils.copyDirectory(published().resolve("warehouse").toFile(), folder.toFile());
        return new ClosableWarehouse(published(), folder);
    }

    /** A copy in that folder, where the quarter is closed. */
    public static ClosableWarehouse closedCopiedTo(Path folder) throws IOException {
        FileUtils.copyDirectory(closed().warehouse.toFile(), folder.toFile());
        return new ClosableWarehouse(published(), folder);
    }

    /** The one whose quarter is closed, to be read only. */
    static synchronized ClosableWarehouse closed() throws IOException {
        if (closed == null) {
            Path folder = Files.createTempDirectory("mittari-closed");
            copiedTo(folder).closing().close("2025-Q4", "ann", Optional.empty());
            closed = folder;
        }
        return new ClosableWarehouse(published(), closed);
    }

    private static synchronized Path published() throws IOException {
        if (published == null) {
            published = Files.createTempDirectory("mittari-closable");
            new ClosableWarehouse(published, published.resolve("warehouse"))
                    .night()
                    .publish("2026-01-05");
        }
        return published;
    }

    /** The folder of the extracts. */
    Path lake() {
        return lake;
    }

    /** The deployment, with the extracts as they are before the close. */
    Night night() {
        Night night = new Night(lake)
                .given("reps", """
                        rep_id, rep_name, team, segment
                        ann, Ann Ääkkönen, North, SMB
                        bo, Bo, South, Enterprise""")
                .given("accounts", """
                        account_id, account_name, segment, owner_id
                        a1, One, SMB, ann
                        a2, Two, Enterprise, bo
                        a3, Three, SMB, bo
                        a4, Four, Enterprise, ann""")
                .given("opportunities", "dt=2025-12-31/part.csv", """
                        opportunity_id, account_id, owner_id, stage, status, amount, created_at, closed_at
                        o1, a1, ann, Closed, won, 1000.00, 2025-09-01, 2025-10-10
                        o2, a2, bo, Closed, won, 500.50, 2025-10-01, 2025-11-11
                        o3, a2, bo, Closed, lost, 70.00, 2025-10-01, 2025-12-12
                        o4, a3, bo, Open, open, 30.00, 2025-12-01,
                        o5, a4, ann, Closed, won, 12.34, 2025-12-01, 2025-12-20""")
                .given("stage_history", """
                        opportunity_id, stage, entered_at
                        o1, Offer, 2025-09-02
                        o1, Closed, 2025-10-10
                        o2, Offer, 2025-10-03""")
                .given("invoice_lines", """
                        invoice_id, line_no, account_id, invoiced_on, quantity, unit_price, opportunity_id
                        i1, 1, a1, 2025-10-15, 1, 1000.00, o1
                        i2, 1, a2, 2025-12-31, 2, 250.25, o2
                        i3, 1, a3, 2025-12-29, 1, 40.00,
                        i4, 1, a3, 2026-01-02, 1, 40.00,""")
                .with("calendar.first_period", "2025-Q4")
                .with("kpis.enabled", KPIS)
                .with("warehouse.path", warehouse.toString());
        overrides.forEach(night::with);
        return night;
    }

    /** Sets a setting. */
    ClosableWarehouse with(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    Settings settings() {
        return night().settings();
    }

    /** A file with the deployment's settings. */
    public Path configuration() throws IOException {
        StringBuilder text = new StringBuilder(
                "currency.reporting = EUR\ncalendar.first_period = 2025-Q4\nkpis.enabled = [%s]\nwarehouse.path = \"%s\"\n"
                        .formatted(KPIS, warehouse));
        settings()
                .sources()
                .values()
                .forEach(source -> text.append("sources.%s.path = \"%s\"%n".formatted(source.name(), source.path())));
        return Files.writeString(warehouse.resolveSibling(warehouse.getFileName() + ".conf"), text);
    }

    Closing closing() {
        return new Closing(LocalSpark.session(), settings(), CLOCK);
    }

    Warehouse warehouse() {
        return new Warehouse(LocalSpark.session(), settings().warehouse());
    }

    Dataset<Row> table(String name) {
        return LocalSpark.session().read().format("delta").load(path(name).toString());
    }

    Path path(String table) {
        return warehouse.resolve(table);
    }
}
