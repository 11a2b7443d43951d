package io.mittari.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.cli.Installation;
import io.mittari.demo.DemoLake;
import io.mittari.demo.LakePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the DAGs with the launcher itself, as Airflow's operator does, on a small lake: the night, then
 * the report on what it has published, and a day of a backfill.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AirflowCommandsTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void install() throws IOException {
        Python.assumeWithJinja();
        Path home = Installation.in(folder.resolve("mittari"));
        Path lake = folder.resolve("lake");
        new DemoLake(LakePlan.of(100, 1, LakePlan.Format.CSV)).write(lake, done -> {});
        copy(
                "mittari_airflow.py",
                "\"/opt/mittari/jobs/mittari\"",
                quoted(home.resolve("jobs/mittari")),
                "\"/etc/mittari/mittari.conf\"",
                quoted(lake.resolve(DemoLake.CONFIGURATION)),
                "ENVIRONMENT = {}",
                "ENVIRONMENT = {\"MITTARI_MEMORY\": \"1g\", \"MITTARI_LOG_DIR\": " + quoted(folder.resolve("log"))
                        + "}");
        copy("mittari_nightly.py");
        copy("mittari_report.py", "\"/srv/reports\"", quoted(folder.resolve("reports")));
        copy(
                "mittari_backfill.py",
                "[\"2026-07-31\", \"2026-08-31\", \"2026-09-30\"]",
                "[\"2026-09-30\"]",
                "\"/data/backfill\"",
                quoted(folder.resolve("backfill")));
    }

    @Test
    @Order(1)
    void theNightPublishesTheDayBefore() throws Exception {
        assertThat(run("airflow3", "mittari_nightly.py", "data_interval_end=2026-10-20T23:00:00+00:00"))
                .endsWith("success");
        assertThat(reportingDates(folder.resolve("lake/warehouse"))).containsExactly("2026-10-20");
    }

    @Test
    @Order(2)
    void theReportIsAboutTheNewestQuarterThatIsOver() throws Exception {
        assertThat(run("airflow2", "mittari_report.py")).endsWith("success");
        assertThat(folder.resolve("reports/mittari-2026-Q3.html")).isNotEmptyFile();
        assertThat(folder.resolve("reports/mittari-2026-Q3.xlsx")).isNotEmptyFile();
    }

    @Test
    @Order(3)
    void theBackfillPublishesAnEarlierDayElsewhere() throws Exception {
        assertThat(run("airflow3", "mittari_backfill.py")).endsWith("success");
        assertThat(reportingDates(folder.resolve("backfill"))).containsExactly("2026-09-30");
        assertThat(reportingDates(folder.resolve("lake/warehouse"))).containsExactly("2026-10-20");
    }

    private static List<String> run(String version, String dag, String... variables) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Python.WITH_JINJA,
                "src/test/resources/airflow/drive.py",
                version,
                folder.resolve(dag).toString(),
                "run"));
        words.addAll(List.of(variables));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().remove("SPARK_HOME");
        Process process = builder.start();
        return process.inputReader().lines().toList();
    }

    private static List<String> reportingDates(Path warehouse) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .load(warehouse.resolve("runs").toString())
                .selectExpr("string(reporting_date)")
                .as(Encoders.STRING())
                .collectAsList();
    }

    private static void copy(String file, String... replacements) throws IOException {
        String text = Files.readString(Path.of("jobs/airflow", file));
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Files.writeString(folder.resolve(file), text);
    }

    private static String quoted(Path path) {
        return '"' + path.toString() + '"';
    }
}
