package io.mittari.demo;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.mittari.LocalSpark;
import io.mittari.demo.LakePlan.Format;
import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void theFoldersNameIsQuoted() {
        Path odd = folder.resolve("it's a \"lake\" {1}");
        Config configuration = ConfigFactory.parseString(DemoConfiguration.text(LakePlan.of(1, 1, Format.CSV), odd))
                .resolve();
        assertThat(configuration.getString("lake.path")).isEqualTo(odd.toString());
        assertThat(configuration.getString("warehouse.path"))
                .isEqualTo(odd.resolve("warehouse").toString());
        assertThat(configuration.getString("sources.leads.path")).isEqualTo(odd + "/crm/leads");
    }

    @ParameterizedTest
    @EnumSource
    void everySourceGivesEveryCanonicalColumn(Format format) {
        Lake.write(folder, LakePlan.of(400, 3, format));
        Config configuration =
                ConfigFactory.parseFile(folder.resolve("mittari.conf").toFile()).resolve();
        Config sources = configuration.getConfig("sources");
        for (String name : sources.root().keySet()) {
            Entity entity = Entity.named(name).orElseThrow();
            Config source = sources.getConfig(name);
            Dataset<Row> extract = read(source);
            Column[] columns = entity.columns().stream()
                    .map(column -> expr(expression(source, column)).as(column.name()))
                    .toArray(Column[]::new);
            Dataset<Row> canonical = extract.where(kept(source)).select(columns);
            assertThat(canonical.columns()).as(name).hasSameSizeAs(columns);
            if (source.hasPath("columns")) {
                assertThat(canonical.takeAsList(5)).as(name).isNotEmpty();
            }
        }
        assertThat(sources.root().keySet()).hasSize(Entity.values().length - 1).doesNotContain("activities");
    }

    @Test
    void parquetColumnsHaveTypes() {
        Lake.write(folder, LakePlan.of(400, 3, Format.PARQUET));
        Map<String, String> types = new TreeMap<>();
        for (String extract : List.of("crm/opportunities/dt=2026-10-20", "finance/fx_rates")) {
            LocalSpark.session()
                    .read()
                    .parquet(folder.resolve(extract).toString())
                    .schema()
                    .toList()
                    .foreach(field -> types.put(field.name(), field.dataType().simpleString()));
        }
        assertThat(types)
                .containsEntry("Id", "string")
                .containsEntry("Amount", "decimal(18,2)")
                .containsEntry("CloseDate", "date")
                .containsEntry("IsDeleted", "boolean")
                .containsEntry("SystemModstamp", "timestamp")
                .containsEntry("rate", "decimal(18,6)");
    }

    @Test
    void parquetAndCsvSayTheSameWhereNothingIsDirty() {
        Lake csv = Lake.write(folder.resolve("csv"), LakePlan.of(400, 3, Format.CSV));
        Path parquet = Lake.write(folder.resolve("parquet"), LakePlan.of(400, 3, Format.PARQUET))
                .folder();
        List<String> reps = LocalSpark.session()
                .read()
                .parquet(parquet.resolve("crm/reps").toString())
                .selectExpr("concat_ws('|', rep_id, rep_name, coalesce(manager_id, ''), hired_on,"
                        + " coalesce(string(left_on), ''))")
                .as(Encoders.STRING())
                .collectAsList();
        assertThat(csv.rows("crm/reps").stream()
                        .map(row -> String.join(
                                "|",
                                List.of(
                                        row.get("rep_id"),
                                        row.get("rep_name"),
                                        row.get("manager_id"),
                                        row.get("hired_on"),
                                        row.get("left_on")))))
                .containsExactlyInAnyOrderElementsOf(reps);
    }

    /** The newest load. */
    private static Dataset<Row> read(Config source) {
        Path extract = Path.of(source.getString("path"));
        Path newest = extract.resolve("dt=2026-10-20");
        return LocalSpark.session()
                .read()
                .option("header", true)
                .format(source.getString("format"))
                .load((Files.exists(newest) ? newest : extract).toString());
    }

    private static String expression(Config source, CanonicalColumn column) {
        String path = "columns." + column.name();
        return source.hasPath(path) ? source.getString(path) : column.name();
    }

    /** What is neither filtered nor deleted. */
    private static String kept(Config source) {
        String where = source.hasPath("where") ? source.getString("where") : "true";
        return source.hasPath("deleted") ? where + " and not (" + source.getString("deleted") + ")" : where;
    }
}
