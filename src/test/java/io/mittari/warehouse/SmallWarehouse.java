package io.mittari.warehouse;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;

import io.mittari.LocalSpark;
import io.mittari.model.FiscalCalendar;
import io.mittari.settings.Settings;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A warehouse of two small tables, figures and deals, and the nights that publish them. */
final class SmallWarehouse {
    static final PublishedTable FIGURES = PublishedTable.replaced(
            "figures",
            "Figures by month.",
            List.of(
                    PublishedColumn.text("period", "Month.").notNull(),
                    PublishedColumn.date("period_start", "First day.").notNull(),
                    PublishedColumn.date("as_of", "Reporting date.").notNull(),
                    PublishedColumn.text("run_id", "Run.").notNull(),
                    PublishedColumn.count("deals", "Deals.")),
            List.of("period"));

    static final PublishedTable DEALS = PublishedTable.replaced(
            "state/deals",
            "Deals.",
            List.of(
                    PublishedColumn.text("deal", "Deal.").notNull(),
                    PublishedColumn.text("stage", "Stage.").notNull(),
                    PublishedColumn.count("amount", "Amount.")),
            List.of("deal"));

    private final Path folder;
    private final Warehouse warehouse;

    SmallWarehouse(Path folder, Settings.Maintenance maintenance) {
        this.folder = folder;
        this.warehouse = new Warehouse(
                LocalSpark.session(), new Settings.Warehouse(folder.toString(), Optional.empty(), maintenance));
    }

    Warehouse warehouse() {
        return warehouse;
    }

    /** Publishes as of a day, which is over as soon as it is published. */
    void publish(String run, LocalDate day, Consumer<Publication> tables) {
        publish(run, day, 1, tables);
    }

    /** Publishes in a fiscal calendar whose years begin in that month. */
    void publish(String run, LocalDate day, int firstMonth, Consumer<Publication> tables) {
        FiscalCalendar calendar = new FiscalCalendar(ZoneOffset.UTC, firstMonth);
        try (WarehouseLock lock = warehouse.lock(run);
                Publication publication =
                        warehouse.begin(lock, warehouse.newestRun(), new ReportingDay(day, calendar))) {
            tables.accept(publication);
            Instant evening = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            publication.commit(new RunDetails(
                    day, evening, evening, "1", "fingerprint", Map.of("leads", List.of("all")), Map.of()));
        }
    }

    Dataset<Row> table(PublishedTable table) {
        return LocalSpark.session().read().format("delta").load(path(table));
    }

    Dataset<Row> version(PublishedTable table, long version) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .option("versionAsOf", version)
                .load(path(table));
    }

    String path(PublishedTable table) {
        return folder.resolve(table.name()).toString();
    }

    /** The files that hold the rows. */
    List<String> files(PublishedTable table) {
        return List.copyOf(new TreeSet<>(table(table)
                .select(col("_metadata.file_path"))
                .as(Encoders.STRING())
                .collectAsList()));
    }

    /** Rows without a stamp, written as {@code 2026-06=4}: month and deals. */
    static Dataset<Row> figures(String... months) {
        List<Row> rows = Arrays.stream(months)
                .map(month -> month.split("=", -1))
                .map(parts -> RowFactory.create(parts[0], Date.valueOf(parts[0] + "-01"), Long.valueOf(parts[1])))
                .toList();
        StructType schema = new StructType()
                .add("period", DataTypes.StringType)
                .add("period_start", DataTypes.DateType)
                .add("deals", DataTypes.LongType);
        return LocalSpark.session().createDataFrame(rows, schema);
    }

    /** Rows written as {@code d1=open=4}: deal, stage and amount. */
    static Dataset<Row> deals(String... deals) {
        List<Row> rows = Arrays.stream(deals)
                .map(deal -> deal.split("=", -1))
                .map(parts -> RowFactory.create(parts[0], parts[1], Long.valueOf(parts[2])))
                .toList();
        return LocalSpark.session().createDataFrame(rows, DEALS.schema());
    }

    /** Rows that name deals, written as their names. */
    static Dataset<Row> dealsNamed(String... deals) {
        return deals(Arrays.stream(deals).map(deal -> deal + "=x=0").toArray(String[]::new))
                .select("deal");
    }

    /** Rows as text, a line a row, sorted. */
    static List<String> lines(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(i -> String.valueOf(row.get(i)))
                        .collect(joining(" | ")))
                .sorted()
                .toList();
    }
}
