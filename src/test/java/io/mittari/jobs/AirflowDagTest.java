package io.mittari.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.model.ExitCode;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.PublishedTables;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the DAGs of jobs/airflow against stubs of Airflow 2 and 3 that refuse what Airflow refuses, renders their
 * commands as Airflow does, and runs them with a launcher that does nothing but exit. {@link AirflowCommandsTest} runs
 * them with the launcher itself.
 */
class AirflowDagTest {
    private static final Path FOLDER = Path.of("jobs/airflow");
    private static final Path DRIVER = Path.of("src/test/resources/airflow/drive.py");
    private static final String NIGHT = "data_interval_end=2026-10-21T00:00:00+00:00";

    @TempDir
    private Path folder;

    private Path launcher;
    private Path dag;

    @BeforeAll
    static void needsPython() {
        Python.assumeWithJinja();
    }

    /** The DAGs as a user has set them up. */
    @BeforeEach
    void writeDags() throws IOException {
        launcher = folder.resolve("launcher");
        copy("mittari_airflow.py", "LAUNCHER", "\"" + launcher + "\"", "ENVIRONMENT", "{\"MITTARI_MEMORY\": \"3g\"}");
        dag = copy("mittari_nightly.py", "OPTIONS", "[\"--master\", \"local[2]\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void whatIsSetAtTheTopReachesAirflow(String version) throws Exception {
        assertThat(drive(version, "settings"))
                .containsExactly(
                        "schedule=0 2 * * *",
                        "catchup=False",
                        "max_active_runs=1",
                        "start_date=2026-01-01T00:00:00+02:00",
                        "retries=12",
                        "retry_delay=0:20:00",
                        "execution_timeout=6:00:00",
                        "pool=default_pool");
    }

    @ParameterizedTest
    @CsvSource({
        "in winter 02:00 is midnight UTC, data_interval_end=2026-01-15T00:00:00+00:00, 2026-01-14",
        "in summer it is 23:00 UTC of the day before, data_interval_end=2026-07-14T23:00:00+00:00, 2026-07-14",
        "before the clock goes forward, data_interval_end=2026-03-29T00:00:00+00:00, 2026-03-28",
        "a run by hand in the afternoon, data_interval_end=2026-07-15T13:00:00+00:00, 2026-07-14",
        "a run without a logical date, run_after=2026-07-14T22:30:00+00:00, 2026-07-14"
    })
    void theReportingDateIsTheDayBeforeInTheBusinessZone(String night, String variable, String date) throws Exception {
        for (String version : List.of("airflow2", "airflow3")) {
            assertThat(drive(version, "command", variable))
                    .as(night)
                    .containsExactly(
                            launcher.toString(),
                            "run",
                            "--date",
                            date,
                            "--master",
                            "local[2]",
                            "--conf",
                            "/etc/mittari/mittari.conf");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void theJobGetsItsArgumentsAndItsEnvironment(String version) throws Exception {
        launcherThat("echo \"$@ with $MITTARI_MEMORY\"");

        assertThat(drive(version, "run", NIGHT))
                .contains(
                        "log: run --date 2026-10-20 --master local[2] --conf /etc/mittari/mittari.conf with 3g",
                        "success");
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void onlyWhatARetryCanMendIsRetried(String version) throws Exception {
        for (ExitCode code : ExitCode.values()) {
            launcherThat("echo 'what is wrong' >&2; exit " + code.value());

            String outcome = switch (code) {
                case DONE -> "success";
                case USAGE, GATE -> "AirflowFailException: mittari ended with exit code " + code.value();
                case ERROR, LOCKED, INPUT -> "AirflowException: mittari ended with exit code " + code.value();
            };
            String last = last(drive(version, "run", NIGHT));
            assertThat(last).startsWith(outcome);
            assertThat(last).doesNotContain("unknown");
            if (code != ExitCode.DONE) {
                assertThat(last).endsWith(": what is wrong");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void aKilledJobIsRetriedAndAMissingLauncherIsNot(String version) throws Exception {
        assertThat(last(drive(version, "run", NIGHT))).startsWith("AirflowFailException: Cannot start " + launcher);

        launcherThat("kill -9 $$");
        assertThat(last(drive(version, "run", NIGHT))).isEqualTo("AirflowException: mittari was ended by signal 9");
    }

    @ParameterizedTest
    @CsvSource({"airflow2, true", "airflow2, trap '' TERM", "airflow3, true", "airflow3, trap '' TERM"})
    void killingTheTaskKillsAllThatTheJobHasStarted(String version, String reactionToSigterm) throws Exception {
        Path pid = folder.resolve("pid");
        launcherThat("%s; sleep 600 & echo $! > %s; echo started; wait".formatted(reactionToSigterm, pid));

        Process task = start(version, "killed", NIGHT);
        BufferedReader output = task.inputReader();
        String line = output.readLine();
        while (line != null && !line.equals("log: started")) {
            line = output.readLine();
        }
        task.toHandle().destroy(); // Process.destroy would close the output, too
        List<String> printed = output.lines().toList();

        assertThat(task.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(last(printed))
                .startsWith(
                        version.equals("airflow2") ? "RuntimeError: Task received" : "AirflowException: mittari was");
        assertThat(isRunning(Long.parseLong(Files.readString(pid).strip()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void aNightIsNewsOfEveryTableThatIsAlwaysPublished(String version) throws Exception {
        assertThat(drive(version, "assets"))
                .containsExactlyElementsOf(PublishedTables.all(List.of()).stream()
                        // The tables of closes are there once something has been closed.
                        .filter(table -> table.history() != PublishedTable.History.FROZEN)
                        .filter(table -> !CloseTables.AFTER_A_CLOSE.contains(table))
                        .map(PublishedTable::name)
                        .filter(table -> !table.startsWith("conformed/"))
                        .map(table -> "file:///data/warehouse/" + table)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void theReportWaitsForTheNight(String version) throws Exception {
        List<String> news = drive(version, "assets");
        dag = copy("mittari_report.py", "OPTIONS", "[\"--lang\", \"fi\"]");

        String schedule = drive(version, "settings").get(0);
        assertThat(news).contains(schedule.replace("schedule=", ""));
        assertThat(drive(version, "command"))
                .containsExactly(
                        launcher.toString(),
                        "report",
                        "--out",
                        "/srv/reports",
                        "--lang",
                        "fi",
                        "--conf",
                        "/etc/mittari/mittari.conf");
    }

    @ParameterizedTest
    @CsvSource({
        "1, in the first night of a quarter, data_interval_end=2026-09-30T21:00:00+00:00, 2026-Q3",
        "1, in January, run_after=2027-01-05T05:00:00+00:00, 2026-Q4",
        "4, where the fiscal year begins in April, data_interval_end=2026-04-05T05:00:00+00:00, FY2026-Q4",
        "4, a quarter later, data_interval_end=2026-07-05T05:00:00+00:00, FY2027-Q1"
    })
    void theCloseIsAskedAboutTheQuarterThatIsOver(String firstMonth, String when, String variable, String quarter)
            throws Exception {
        dag = copy("mittari_close_readiness.py", "FIRST_MONTH", firstMonth);
        for (String version : List.of("airflow2", "airflow3")) {
            assertThat(drive(version, "settings")).contains("schedule=0 7 1-10 1,4,7,10 *");
            assertThat(drive(version, "command", variable))
                    .as(when)
                    .containsExactly(
                            launcher.toString(), "close", quarter, "--check", "--conf", "/etc/mittari/mittari.conf");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void theBackfillRunsOneDayAfterTheOtherTheOldestFirst(String version) throws Exception {
        dag = copy("mittari_backfill.py", "DAYS", "[\"2026-08-31\", \"2026-09-30\"]");

        assertThat(drive(version, "settings")).contains("schedule=None", "max_active_runs=1", "retries=12");
        assertThat(drive(version, "tasks"))
                .containsExactly(
                        "run_2026-08-31 after []: ['%s', 'run', '--date', '2026-08-31', '--warehouse', '/data/backfill', '--conf', '/etc/mittari/mittari.conf']"
                                .formatted(launcher),
                        "run_2026-09-30 after ['run_2026-08-31']: ['%s', 'run', '--date', '2026-09-30', '--warehouse', '/data/backfill', '--conf', '/etc/mittari/mittari.conf']"
                                .formatted(launcher));
    }

    @ParameterizedTest
    @ValueSource(strings = {"airflow2", "airflow3"})
    void aTableThatIsNotPublishedCannotBeWaitedFor(String version) throws Exception {
        Files.writeString(dag, Files.readString(dag).replace("table(name) for", "table(name + \"s\") for"));

        Process process = start(version, "settings");
        assertThat(process.inputReader().lines().toList())
                .last()
                .asString()
                .startsWith("ValueError: Mittari publishes no table kpi_companys, but kpi_company, kpi_segment");
    }

    /** A file of jobs/airflow in the DAGs folder, with some of its settings set. */
    private Path copy(String file, String... settings) throws IOException {
        String text = Files.readString(FOLDER.resolve(file));
        for (int i = 0; i < settings.length; i += 2) {
            text = set(text, settings[i], settings[i + 1]);
        }
        return Files.writeString(folder.resolve(file), text);
    }

    private void launcherThat(String does) throws IOException {
        Files.writeString(launcher, "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> drive(String version, String... words) throws Exception {
        Process process = start(version, words);
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private Process start(String version, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Python.WITH_JINJA, DRIVER.toString(), version, dag.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Sets a constant at the top of the file. */
    private static String set(String text, String name, String value) {
        Matcher constant = Pattern.compile("(?m)^" + name + " = .*$").matcher(text);
        assertThat(constant.find()).as(name).isTrue();
        return constant.replaceFirst(Matcher.quoteReplacement(name + " = " + value));
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    /** Whether a process runs; one that has ended, but that nobody has asked about, does not. */
    private static boolean isRunning(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/stat");
        boolean isZombie = Files.exists(status) && Files.readString(status).matches("(?s)\\d+ \\(.*\\) Z .*");
        return !isZombie && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
