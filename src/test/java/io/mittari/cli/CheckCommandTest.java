package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String CONFIGURATION = """
            currency.reporting = EUR
            warehouse.path = "FOLDER/warehouse"
            sources {
              opportunities {
                path = "FOLDER/opportunities"
                columns { opportunity_id = Id }
              }
              reps { path = "FOLDER/reps" }
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void lake() throws IOException {
        write("opportunities/dt=2026-10-19/a.csv", "Id,owner_id,status,stage,created_at\no1,ann,open,New,2026-10-01\n");
        write("opportunities/dt=2026-10-20/a.csv", "Id,owner_id,status,stage,created_at\no1,ann,open,New,2026-10-01\n");
        write("reps/reps.csv", "rep_id,rep_name\nann,Ann\n");
        write("mittari.conf", CONFIGURATION.replace("FOLDER", folder.toString()));
    }

    @Test
    void saysWhatItFoundGood() {
        Outcome outcome = check();
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.lines().stream().map(line -> line.replaceFirst("\\d+ KPIs", "n KPIs")))
                .containsExactly(
                        "OK     " + folder + "/mittari.conf",
                        "OK     formulas of n KPIs",
                        "OK     source reps: load all",
                        "OK     source opportunities: load 2026-10-20",
                        "A run for 2026-10-20 can begin.");
        assertThat(folder.resolve("warehouse")).doesNotExist();
    }

    @Test
    void unknownKeyNamesTheNearest() {
        assertFaults(
                check("-Dcalendar.timezone=UTC"),
                2,
                "-Dcalendar.timezone: calendar.timezone is no setting; the nearest is calendar.zone");
    }

    @Test
    void overrideWithoutValueIsAFault() {
        assertFaults(
                check("-Dcalendar.zone"),
                2,
                "-Dcalendar.zone: calendar.zone must be a time zone such as Europe/Helsinki or UTC, not ''");
    }

    @Test
    void missingFolderOfASourceIsAMissingInput() {
        Outcome outcome = check("-Dsources.reps.path=" + folder + "/nowhere");
        assertFaults(
                outcome,
                5,
                "There is no " + folder + "/nowhere, the path of source reps (sources.reps.path,"
                        + " -Dsources.reps.path); deliver the extract or correct the path");
        assertThat(outcome.lines()).contains("FAULT  source reps", "OK     source opportunities: load 2026-10-20");
    }

    @Test
    void sourceWithoutLoadUpToTheDateIsAMissingInput() {
        assertFaults(
                check("--date", "2026-10-18"),
                5,
                "Source opportunities has a load up to 2026-10-18 below " + folder
                        + "/opportunities (sources.opportunities.path), but found no load");
    }

    @Test
    void csvWithoutAMappedColumnIsWrongConfiguration() {
        Outcome outcome = check("-Dsources.opportunities.columns.opportunity_id=OpportunityId");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults()).singleElement().asString().contains("OpportunityId", "opportunity_id");
    }

    @Test
    void mappingThatIsNoExpressionIsWrongConfiguration() {
        assertFaults(
                check("-Dsources.opportunities.columns.opportunity_id=case when"),
                2,
                "-Dsources.opportunities.columns.opportunity_id: sources.opportunities.columns.opportunity_id"
                        + " is no SQL expression: it names its result 'when', in: case when");
    }

    @Test
    void everyFaultOfFormulasIsNamed() throws IOException {
        write("kpis.conf", """
                include "mittari.conf"
                kpis.catalog {
                  one { label = One, unit = count, better = higher, description = One, numerator = "won_dels" }
                  two { label = Two, unit = ratio, better = higher, description = Two, numerator = "won_deals >" }
                }
                """);
        Outcome outcome =
                Outcome.of("check", "--conf", folder.resolve("kpis.conf").toString());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults()).hasSize(2);
        assertThat(outcome.faults().get(0))
                .startsWith(folder + "/kpis.conf:3: KPI one uses 'won_dels', which is neither a measure nor a KPI");
        assertThat(outcome.faults().get(1))
                .startsWith(folder + "/kpis.conf:4: ")
                .contains("won_deals >");
    }

    private Outcome check(String... arguments) {
        String[] all = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        all[0] = "check";
        all[1] = "--conf";
        all[2] = folder.resolve("mittari.conf").toString();
        return Outcome.of(all);
    }

    private static void assertFaults(Outcome outcome, int exitCode, String... lines) {
        assertThat(outcome.faults()).containsExactly(lines);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
