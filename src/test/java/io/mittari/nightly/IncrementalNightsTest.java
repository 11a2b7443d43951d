package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.handwritten.WildHistory;
import io.mittari.model.Entity;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A night that computes what has changed publishes the very tables of a run that computes everything: one to which
 * nothing is small, after others that read small sources as a whole.
 */
class IncrementalNightsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"2, 2, ''", "5, 1, 'SUBSCRIPTIONS TIMESHEETS'"})
    void nightsPublishWhatFullRunsPublish(long seed, int nights, String absent) throws IOException {
        Set<Entity> without = EnumSet.noneOf(Entity.class);
        Stream.of(absent.split(" ")).filter(name -> !name.isEmpty()).forEach(name -> without.add(Entity.valueOf(name)));
        WildHistory history = new WildHistory(folder, seed, without);
        publish(history, "nightly", Order.NIGHTLY, SmallSizes.USUAL);
        // A copy of the folder is a warehouse.
        FileUtils.copyDirectory(
                folder.resolve("nightly").toFile(), folder.resolve("full").toFile());
        StringBuilder events = new StringBuilder("history %d".formatted(seed));
        for (int night = 1; night < nights; night++) {
            events.append(", ").append(history.goOn());
            publish(history, "nightly", Order.NIGHTLY, SmallSizes.USUAL);
        }
        events.append(", ").append(history.goOn());
        RunSummary nightly = publish(history, "nightly", Order.NIGHTLY, SmallSizes.NONE);
        RunSummary full = publish(history, "full", new Order(true, false), SmallSizes.USUAL);
        for (String table : tables("full")) {
            assertThat(rows("nightly", table)).as(table + " in " + events).isEqualTo(rows("full", table));
        }
        if (nightly.isPublished()) {
            assertThat(nightly.checks()).as("%s", events).containsExactlyInAnyOrderElementsOf(full.checks());
            assertThat(full.loads()).as("%s", events).containsAll(nightly.loads());
            assertThat(ofRun("nightly", "quality_checks", nightly))
                    .as("%s", events)
                    .isEqualTo(ofRun("full", "quality_checks", full));
            Set<String> read = new TreeSet<>();
            nightly.loads().forEach(load -> read.add(load.source().entityName() + load.load()));
            Dataset<Row> rejected = table("full", "rejected_rows")
                    .where("run_id = '" + full.runId() + "'")
                    .where(concat(col("source"), col("load")).isin(read.toArray()));
            assertThat(ofRun("nightly", "rejected_rows", nightly))
                    .as("%s", events)
                    .isEqualTo(texts(rejected.drop("run_id")));
        }
    }

    private RunSummary publish(WildHistory history, String warehouse, Order order, SmallSizes small)
            throws IOException {
        Settings settings = SettingsReader.read(
                Optional.of(history.configuration()),
                Map.of("warehouse.path", folder.resolve(warehouse).toString()));
        return new NightlyRun(LocalSpark.session(), settings, Clock.systemUTC(), (step, number, of) -> {}, small)
                .publish(history.reportingDate(), order);
    }

    /** The tables that a run replaces. */
    private List<String> tables(String warehouse) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(warehouse))) {
            return files.filter(file -> file.endsWith("_delta_log"))
                    .map(file -> folder.resolve(warehouse)
                            .relativize(file.getParent())
                            .toString())
                    .filter(name -> name.startsWith("kpi_")
                            || name.startsWith("conformed/")
                            || name.equals("stage_performance")
                            || name.equals("state/stays"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> rows(String warehouse, String table) {
        return texts(table(warehouse, table).drop("run_id"));
    }

    private List<String> ofRun(String warehouse, String table, RunSummary run) {
        return texts(
                table(warehouse, table).where("run_id = '" + run.runId() + "'").drop("run_id"));
    }

    private Dataset<Row> table(String warehouse, String table) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve(warehouse).resolve(table).toString());
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
