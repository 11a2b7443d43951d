package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.close.ClosableWarehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloseCommandTest {
    @TempDir
    Path folder;

    private Path configuration;

    @Test
    void quarterIsCheckedClosedListedVerifiedAndReopened() throws IOException {
        Path warehouse = folder.resolve("warehouse");
        configuration = ClosableWarehouse.copiedTo(warehouse).configuration();

        Outcome nothing = mittari("closes");
        assertThat(nothing.out()).isEqualTo("Nothing was ever closed in %s.%n".formatted(warehouse));
        assertThat(mittari("verify").exitCode()).isEqualTo(2);

        Outcome check = mittari("close", "2026-Q3", "--check");
        assertThat(check.exitCode()).isZero();
        assertThat(check.lines())
                .contains("Note: Reconciliation: bookings 1512.84, revenue 1540.50, difference 27.66, 1.8 % of the bookings;"
                        + " accounts: 2 matched, 1 only in crm, 1 only in finance")
                .last()
                .asString()
                .startsWith("2026-Q3 can be closed: figures as of 2026-10-05, run 2026-10-05-");
        Outcome running = mittari("close", "2026-Q4", "--check");
        assertThat(running.exitCode()).isEqualTo(3);
        assertThat(running.faults()).first().isEqualTo("2026-Q4 cannot be closed yet:");

        Outcome close = mittari("close", "2026-Q3", "--by", "Ann", "--note", "audited");
        assertThat(close.exitCode()).isZero();
        assertThat(close.lines())
                .anyMatch(line -> line.matches("closed_measures +[\\d,]+  [0-9a-f]{64}"))
                .anyMatch(line -> line.startsWith("Closed 2026-Q3, version 1, signed by Ann: figures as of 2026-10-05"))
                .last()
                .asString()
                .matches("Entry 1 of closes, checksum [0-9a-f]{64}");
        assertThat(mittari("close", "2026-Q3", "--by", "Ann").exitCode()).isEqualTo(3);
        assertThat(mittari("approve", "2026-Q3", "--by", "Bo").exitCode()).isEqualTo(2);
        assertThat(mittari("verify", "2026-Q3").lines())
                .singleElement()
                .asString()
                .matches("OK     2026-Q3 version 1: [\\d,]+ rows in 6 tables");

        LocalSpark.session()
                .sql("alter table delta.`%s/closed_rows` set tblproperties ('delta.appendOnly' = 'false')"
                        .formatted(warehouse));
        LocalSpark.session().sql("delete from delta.`%s/closed_rows` where measure = 'revenue'".formatted(warehouse));
        Outcome tampered = mittari("verify");
        assertThat(tampered.exitCode()).isEqualTo(3);
        assertThat(tampered.faults()).anyMatch(line -> line.startsWith("2026-Q3 version 1: closed_rows has "));

        assertThat(mittari("reopen", "2026-Q3", "--by", "Bo", "--reason", "misposted").exitCode())
                .isZero();
        assertThat(mittari("closes").lines())
                .last()
                .asString()
                .matches("2026-Q3 +1 +reopened +Ann 2026-10-21 +Bo 2026-10-21 +2026-10-05 +misposted");
    }

    private Outcome mittari(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--conf", configuration.toString()));
        return Outcome.of(arguments.toArray(String[]::new));
    }
}
