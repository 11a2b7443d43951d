package io.mittari.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.handwritten.WildLake;
import io.mittari.measures.Measure;
import io.mittari.measures.Unit;
import io.mittari.model.Grain;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What holds for the published tables whatever the lake. */
class PropertiesTest {
    private static final String PARTITIONS = "spark.sql.shuffle.partitions";
    private static final List<String> TABLES = Stream.concat(
                    Arrays.stream(Grain.values()).map(grain -> "kpi_" + grain.grainName()),
                    Stream.of("kpi_values", "stage_performance", "conformed/opportunities", "conformed/quotas"))
            .toList();
    private static final Set<Measure> NOT_ADDITIVE_OVER_TIME = Set.of(
            Measure.REVENUE_PREVIOUS,
            Measure.REVENUE_YEAR_AGO,
            Measure.OPEN_OPPORTUNITIES,
            Measure.OPPORTUNITIES_WORKED,
            Measure.PIPELINE,
            Measure.PIPELINE_DUE,
            Measure.OPEN_OPPORTUNITIES_END,
            Measure.PIPELINE_END,
            Measure.PIPELINE_DUE_END,
            Measure.QUOTA,
            Measure.FORECAST,
            Measure.QUOTA_REPS,
            Measure.QUOTA_REPS_ATTAINED,
            Measure.ACTIVE_REPS,
            Measure.CUSTOMERS_START,
            Measure.CUSTOMERS_END,
            Measure.CUSTOMERS_RETAINED,
            Measure.CUSTOMERS_LOST,
            Measure.LIFETIME_DAYS,
            Measure.LIFETIME_CHURN_EVENTS);

    private static Path folder;

    @BeforeContainer
    static void publishOnce() throws IOException {
        folder = Files.createTempDirectory("mittari-properties");
        Path configuration = WildLake.write(folder, 7, Set.of(), "");
        publish(configuration, folder.resolve("as-written"));
    }

    @AfterContainer
    static void clear() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void splittingRepeatingAndReorderingTheInputChangesNoFigure(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path other = Files.createTempDirectory(folder, "other");
        Path configuration = WildLake.write(other, 7, Set.of(), "");
        try (Stream<Path> files = Files.walk(other)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                scatter(file, random);
            }
        }
        String partitions = LocalSpark.session().conf().get(PARTITIONS);
        LocalSpark.session().conf().set(PARTITIONS, Integer.toString(1 + random.nextInt(5)));
        try {
            publish(configuration, other.resolve("scattered"));
        } finally {
            LocalSpark.session().conf().set(PARTITIONS, partitions);
        }

        for (String table : TABLES) {
            assertThat(rows(other.resolve("scattered"), table))
                    .as(table)
                    .isEqualTo(rows(folder.resolve("as-written"), table));
        }
    }

    @Property(tries = 1)
    void membersOfEveryGrainAddUpToTheCompany() {
        for (Grain grain : Grain.values()) {
            assertThat(sums(grain)).as(grain.grainName()).isEqualTo(sums(Grain.COMPANY));
        }
    }

    @Property(tries = 1)
    void churnIsWhatRetentionLeaves() {
        for (Grain grain : Grain.values()) {
            assertThat(table(grain)
                            .where("churn_rate <> 1 - customer_retention_rate")
                            .count())
                    .as(grain.grainName())
                    .isZero();
        }
        assertThat(table(Grain.COMPANY).where("churn_rate > 0").count()).isPositive();
    }

    @Property(tries = 1)
    void flowsOfAQuarterAndAYearAreTheSumsOfTheirMonths() {
        String flows = Arrays.stream(Measure.values())
                .filter(measure -> !NOT_ADDITIVE_OVER_TIME.contains(measure))
                .map(measure -> "sum(%1$s) as %1$s".formatted(measure.column()))
                .collect(Collectors.joining(", "));
        for (Grain grain : Grain.values()) {
            List<String> keys = Stream.concat(Stream.of("year(period_start)"), grain.keys().stream())
                    .toList();
            Dataset<Row> rows = table(grain);
            for (String unit : List.of("quarter", "year")) {
                String group = String.join(", ", keys) + (unit.equals("quarter") ? ", quarter(period_start)" : "");
                List<String> months = totals(rows.where("period_type = 'month'"), group, flows);
                assertThat(totals(rows.where("period_type = '" + unit + "'"), group, flows))
                        .as(grain + " " + unit)
                        .isEqualTo(months);
            }
        }
    }

    /** The rows without those that are all 0: a rep is a row only where something happened. */
    private static List<String> totals(Dataset<Row> rows, String group, String flows) {
        rows.createOrReplaceTempView("figures");
        return LocalSpark.session()
                .sql("select " + group + ", " + flows + " from figures group by " + group)
                .collectAsList()
                .stream()
                .map(Row::toString)
                .filter(text -> !text.matches("\\[.*?(,(0|0\\.0+|0E-\\d+))+]"))
                .sorted()
                .toList();
    }

    private static List<String> sums(Grain grain) {
        String sums = Arrays.stream(Measure.values())
                .map(measure -> measure.unit() == Unit.COUNT || measure.unit() == Unit.DAYS
                        ? "coalesce(sum(%s), 0)".formatted(measure.column())
                        : "coalesce(sum(cast(%s as decimal(34,6))), 0)".formatted(measure.column()))
                .collect(Collectors.joining(" || ' ' || "));
        return table(grain)
                .groupBy("period_type", "period")
                .agg(org.apache.spark.sql.functions.expr(sums).as("sums"))
                .selectExpr("period_type || ' ' || period || ': ' || sums")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList()
                .stream()
                .sorted()
                .toList();
    }

    /** The same rows in another order, some of them twice, in several files whose columns stand in another order. */
    private static void scatter(Path file, Random random) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String[]> rows = new ArrayList<>(
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
        rows.addAll(rows.stream().filter(row -> random.nextInt(10) == 0).toList());
        Collections.shuffle(rows, random);
        String[] header = lines.get(0).split(",", -1);
        int parts = 1 + random.nextInt(4);
        for (int part = 0; part < parts; part++) {
            List<Integer> order = new ArrayList<>();
            for (int column = 0; column < header.length; column++) {
                order.add(column);
            }
            Collections.shuffle(order, random);
            List<String> text = new ArrayList<>(List.of(line(header, order)));
            for (int row = part; row < rows.size(); row += parts) {
                text.add(line(rows.get(row), order));
            }
            Files.write(file.resolveSibling("part-" + part + ".csv"), text);
        }
        Files.delete(file);
    }

    private static String line(String[] fields, List<Integer> order) {
        return order.stream().map(column -> fields[column]).collect(Collectors.joining(","));
    }

    private static void publish(Path configuration, Path warehouse) {
        var settings = SettingsReader.read(Optional.of(configuration), Map.of("warehouse.path", warehouse.toString()));
        new NightlyRun(LocalSpark.session(), settings, Clock.systemUTC(), (step, number, of) -> {})
                .publish(WildLake.REPORTING_DATE, Order.NIGHTLY);
    }

    private static Dataset<Row> table(Grain grain) {
        return table(folder.resolve("as-written"), "kpi_" + grain.grainName());
    }

    private static Dataset<Row> table(Path warehouse, String name) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .load(warehouse.resolve(name).toString());
    }

    private static List<String> rows(Path warehouse, String table) {
        return table(warehouse, table).drop("run_id").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }
}
