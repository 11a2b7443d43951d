package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void deployment() throws IOException {
        write("lake/dt=2026-09-29/opportunities.csv", """
                opportunity_id,owner_id,status,stage,created_at,closed_at,amount
                o1,ann,won,Won,2026-09-01,2026-09-20,100
                o2,ann,lost,Lost,2026-09-01,2026-09-21,50
                o3,ann,open,New,2026-09-01,,1e3
                """);
        write("mittari.conf", """
                currency.reporting = EUR
                warehouse.path = "FOLDER/warehouse"
                sources.opportunities.path = "FOLDER/lake"
                """.replace("FOLDER", folder.toString()));
    }

    @Test
    void publishesYesterdayAndSumsUpAndRefusesAnOlderDate() {
        List<String> examples = HelpExamples.of("run");
        Outcome outcome = example(examples.get(0));
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        List<String> lines = outcome.lines().stream()
                .map(line -> line.replaceAll(" +", " ").replaceFirst("T\\d{6}Z-\\w+", ""))
                .toList();
        assertThat(lines)
                .contains(
                        "source loads read used superseded deleted filtered rejected",
                        "opportunities 1 3 2 0 0 0 1",
                        "Published 2026-10-20-20261021, figures as of 2026-10-20, in 0:00.",
                        "Tables: " + folder + "/warehouse",
                        "The table rejected_rows says of every rejected row what is wrong with it.");
        assertThat(lines)
                .contains("Warning: The newest load of source opportunities is at most 3 days older than 2026-10-20:"
                        + " found 21 days, of 2026-09-29");

        Outcome older = run("--date", "2026-09-30");
        assertThat(older.exitCode()).isEqualTo(2);
        assertThat(older.faults()).singleElement().asString().contains("2026-09-30", "--restate", "--warehouse");

        Outcome again = example(examples.get(1));
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("Nothing has changed since run 2026-10-20-");

        Outcome elsewhere = example(examples.get(2));
        assertThat(elsewhere.exitCode()).isZero();
        assertThat(folder.resolve("tmp/as-of-september/runs")).isDirectory();
    }

    @Test
    void failedGatesAreALineEach() {
        Outcome outcome = run("-Dgates.min_rejected_rows=0", "-Dgates.max_rejected_share=0.1");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.faults())
                .singleElement()
                .asString()
                .contains("Nothing was published", "opportunities", "gates.max_rejected_share");
    }

    @Test
    void aWarehouseOutOfReachIsAnError() {
        Outcome outcome = run("--warehouse", "nosuchscheme://host/warehouse");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.faults()).singleElement().asString().contains("nosuchscheme://host/warehouse");
    }

    private Outcome example(String example) {
        return HelpExamples.outcome(example, folder.resolve("mittari.conf").toString(), folder);
    }

    private Outcome run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "run";
        all[1] = "--conf";
        all[2] = folder.resolve("mittari.conf").toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Outcome.of(all);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
