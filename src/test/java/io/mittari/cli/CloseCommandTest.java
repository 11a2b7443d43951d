package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mittari.LocalSpark;
import io.mittari.close.ClosableWarehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;
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

        Outcome check = mittari("close", "2025-Q4", "--check");
        assertThat(check.exitCode()).isZero();
        assertThat(check.lines())
                .contains(
                        "Note: Reconciliation: bookings 1512.84, revenue 1540.50, difference 27.66, 1.8 % of the bookings;"
                                + " accounts: 2 matched, 1 only in crm, 1 only in finance")
                .last()
                .asString()
                .startsWith("2025-Q4 can be closed: figures as of 2026-01-05, run 2026-01-05-");
        Outcome running = mittari("close", "2026-Q1", "--check");
        assertThat(running.exitCode()).isEqualTo(3);
        assertThat(running.faults()).first().isEqualTo("2026-Q1 cannot be closed yet:");

        Outcome close = mittari("close", "2025-Q4", "--by", "Ann", "--note", "audited");
        assertThat(close.exitCode()).isZero();
        assertThat(close.lines())
                .anyMatch(line -> line.matches("closed_measures +[\\d,]+  [0-9a-f]{64}"))
                .anyMatch(line -> line.startsWith("Closed 2025-Q4, version 1, signed by Ann: figures as of 2026-01-05"))
                .last()
                .asString()
                .matches("Entry 1 of closes, checksum [0-9a-f]{64}");
        assertThat(mittari("close", "2025-Q4", "--by", "Ann").exitCode()).isEqualTo(3);
        assertThat(mittari("close", "2025-Q4", "--check").lines()).containsExactly("2025-Q4 is closed, version 1.");
        assertThat(mittari("approve", "2025-Q4", "--by", "Bo").exitCode()).isEqualTo(2);
        assertThat(mittari("verify", "2025-Q4").lines())
                .singleElement()
                .asString()
                .matches("OK     2025-Q4 version 1: [\\d,]+ rows in 6 tables");

        LocalSpark.session()
                .sql("alter table delta.`%s/closed_rows` set tblproperties ('delta.appendOnly' = 'false')"
                        .formatted(warehouse));
        LocalSpark.session().sql("delete from delta.`%s/closed_rows` where measure = 'revenue'".formatted(warehouse));
        Outcome tampered = mittari("verify");
        assertThat(tampered.exitCode()).isEqualTo(3);
        assertThat(tampered.faults()).anyMatch(line -> line.startsWith("2025-Q4 version 1: closed_rows has "));

        assertThat(mittari("reopen", "2025-Q4", "--by", "Bo", "--reason", "misposted")
                        .exitCode())
                .isZero();
        assertThat(mittari("closes").lines())
                .last()
                .asString()
                .matches("2025-Q4 +1 +reopened +Ann 2026-10-21 +Bo 2026-10-21 +2026-01-05 +misposted");
    }

    @Test
    void reportOnACloseHasWhatWasFrozenAndWhoSigned() throws IOException {
        configuration =
                ClosableWarehouse.closedCopiedTo(folder.resolve("warehouse")).configuration();
        String out = folder.resolve("pack").toString();
        assertThat(mittari("report", "--closed", "2026-Q1", "--out", out).faults())
                .first()
                .isEqualTo("'2026-Q1' was never closed (--closed); `mittari closes` lists what was");
        assertThat(mittari("report", "--closed", "2025-Q4", "--period", "2025-Q4")
                        .exitCode())
                .isEqualTo(2);

        assertThat(mittari("report", "--closed", "2025-Q4", "--out", out).lines())
                .containsExactly(
                        "Page:      " + out + "/mittari-2025-Q4-closed-v1.html",
                        "Workbook:  " + out + "/mittari-2025-Q4-closed-v1.xlsx");

        try (Workbook workbook = WorkbookFactory.create(
                Path.of(out, "mittari-2025-Q4-closed-v1.xlsx").toFile(), null, true)) {
            assertThat(texts(workbook.getSheet("Signatures")))
                    .contains("close", "ann", "2026-01-06T08:00:00.123456Z", "State of the close", "closed");
            assertThat(texts(workbook.getSheet("Checksums"))).contains("closed_measures", "closed_reconciliation");
            assertThat(texts(workbook.getSheet("Reconciliation")))
                    .containsSubsequence("company", "different", "1512.84", "1540.5", "27.66")
                    .containsSubsequence("account", "a3", "only_in_finance", "0.0", "40.0", "40.0");
            assertThat(workbook.getSheet("Restatements"))
                    .as("no run has published since the close")
                    .isNull();
        }
        Optional<Browser> chromium = Browser.start();
        assumeTrue(chromium.isPresent(), "no browser to look at the page with");
        try (Browser browser = chromium.orElseThrow()) {
            browser.open(Path.of(out, "mittari-2025-Q4-closed-v1.html"));
            browser.section("close");
            assertThat(browser.find("#close .facts").getText()).contains("closed", "2026-01-05");
            assertThat(browser.find("#close [data-part=signatures]").getText()).contains("ann");
            assertThat(browser.all("#close [data-part=checksums] tbody tr")).hasSize(6);
            assertThat(browser.find("#close [data-part=reconciliation] td[data-exact='27.66']")
                            .getText())
                    .isEqualTo("27.66");
            assertThat(browser.find("#close > .note").getText()).startsWith("The newest run does not show this close");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static List<String> texts(Sheet sheet) {
        List<String> texts = new ArrayList<>();
        sheet.forEach(row -> row.forEach(cell -> texts.add(
                cell.getCellType() == CellType.NUMERIC
                        ? Double.toString(cell.getNumericCellValue())
                        : cell.getStringCellValue())));
        return texts;
    }

    private Outcome mittari(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--conf", configuration.toString()));
        return Outcome.of(arguments.toArray(String[]::new));
    }
}
