package io.mittari.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.cli.Installation;
import io.mittari.cli.PublishedDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the DAGs on the demo's lake as Airflow's operator does, with the launcher itself. The demo is
 * published already, so the night finds that nothing has changed; the report is written anew. The backfill's command
 * is a run like the night's, which would take a minute: it is parsed only.
 */
class AirflowCommandsTest {
    /** Made once: the first run in it leaves the archive of classes that the others start with. */
    @TempDir
    private static Path installed;

    private static Path home;

    @TempDir
    private Path folder;

    @BeforeAll
    static void install() throws IOException {
        Python.assumeWithJinja();
        home = Installation.in(installed.resolve("mittari"));
    }

    @BeforeEach
    void copyDags() throws IOException {
        copy(
                "mittari_airflow.py",
                "\"/opt/mittari/jobs/mittari\"",
                quoted(home.resolve("jobs/mittari")),
                "\"/etc/mittari/mittari.conf\"",
                quoted(Path.of(PublishedDemo.configuration())),
                "ENVIRONMENT = {}",
                "ENVIRONMENT = {\"MITTARI_MEMORY\": \"1g\", \"MITTARI_LOG_DIR\": " + quoted(folder.resolve("log"))
                        + ", \"MITTARI_JAVA_OPTS\": \"-XX:TieredStopAtLevel=1\"}");
        copy("mittari_nightly.py");
        copy("mittari_report.py", "\"/srv/reports\"", quoted(folder.resolve("reports")));
        copy("mittari_backfill.py");
    }

    @Test
    void theNightIsTheJobsRunForTheDayBefore() throws Exception {
        assertThat(run("airflow3", "mittari_nightly.py", "data_interval_end=2026-10-20T23:00:00+00:00"))
                .anyMatch(line -> line.matches("log: Nothing has changed since run 2026-10-20-.*, figures as of"
                        + " 2026-10-20: it stands\\."))
                .endsWith("success");
    }

    @Test
    void anEarlierNightFailsForGoodWithWhatTheJobSaid() throws Exception {
        assertThat(run("airflow2", "mittari_nightly.py", "data_interval_end=2026-10-01T23:00:00+00:00"))
                .last()
                .asString()
                .startsWith("AirflowFailException: mittari ended with exit code 2 (wrong usage or configuration;"
                        + " nothing was touched): ")
                .contains("--restate");
    }

    @Test
    void theReportIsAboutTheNewestQuarterThatIsOver() throws Exception {
        assertThat(run("airflow2", "mittari_report.py")).endsWith("success");
        assertThat(folder.resolve("reports/mittari-2026-Q3.html")).isNotEmptyFile();
        assertThat(folder.resolve("reports/mittari-2026-Q3.xlsx")).isNotEmptyFile();
    }

    @Test
    void theLauncherUnderstandsTheBackfill() throws Exception {
        copy("mittari_backfill.py", "OPTIONS = []", "OPTIONS = [\"--help\"]");

        assertThat(run("airflow3", "mittari_backfill.py"))
                .anyMatch(line -> line.startsWith("log: Usage: mittari run"))
                .endsWith("success");
    }

    private List<String> run(String version, String dag, String... variables) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Python.WITH_JINJA,
                "src/test/resources/airflow/drive.py",
                version,
                folder.resolve(dag).toString(),
                "run"));
        words.addAll(List.of(variables));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().remove("SPARK_HOME");
        return builder.start().inputReader().lines().toList();
    }

    private void copy(String file, String... replacements) throws IOException {
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
