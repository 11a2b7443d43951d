package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mittari.model.Entity;
import io.mittari.model.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
    @TempDir
    private Path folder;

    @Test
    void theCommandLineCountsBeforeTheEnvironmentAndThatBeforeTheFile() {
        Settings settings = Deployment.minimal(folder, "calendar { first_month = 2, zone = Asia/Tokyo }")
                .withVariable("CONFIG_FORCE_calendar_first___month", "3")
                .withVariable("CONFIG_FORCE_warehouse_path", "/of/the/environment")
                .withOverride("calendar.first_month", "4")
                .settings();

        assertThat(settings.calendar().firstMonth()).isEqualTo(4);
        assertThat(settings.warehouse().path()).isEqualTo("/of/the/environment");
        assertThat(settings.calendar().zone()).hasToString("Asia/Tokyo");
    }

    @Test
    void aListIsWrittenWithCommasOnTheCommandLine() {
        Settings settings = Deployment.of(folder, Deployment.MINIMAL)
                .withOverride("kpis.enabled", "cac, win_rate")
                .settings();

        assertThat(settings.enabledKpis()).containsExactly("win_rate", "cac");
    }

    @Test
    void noFileIsNeededWhereTheCommandLineSaysAll() {
        Settings settings = SettingsReader.read(
                Optional.empty(),
                Map.of(
                        "currency.reporting", "EUR",
                        "warehouse.path", "/warehouse",
                        "sources.leads.path", "file:///lake/leads"));

        assertThat(settings.sources().get(Entity.LEADS).path()).isEqualTo("file:///lake/leads");
    }

    @Test
    void aSubstitutionTakesASettingOrElseAnEnvironmentVariable() {
        Settings settings = Deployment.minimal(folder, """
                        lake.path = /lake
                        sources.leads.path = ${lake.path}/leads
                        sources.reps.path = ${HR_EXPORT}/reps
                        warehouse.path = ${?WAREHOUSE}
                        currency.reporting = ${?CURRENCY}
                        """)
                .withVariable("HR_EXPORT", "/hr")
                .withVariable("WAREHOUSE", "/of/the/environment")
                .withOverride("lake.path", "/of/the/command/line")
                .settings();

        assertThat(settings.sources().get(Entity.LEADS).path()).isEqualTo("/of/the/command/line/leads");
        assertThat(settings.sources().get(Entity.REPS).path()).isEqualTo("/hr/reps");
        assertThat(settings.warehouse().path()).isEqualTo("/of/the/environment");
        assertThat(settings.reportingCurrency()).isEqualTo("EUR");
    }

    @Test
    void aFaultInASubstitutedValueIsNamedWhereItIsWritten() {
        assertThat(Deployment.minimal(folder, """
                        sources.leads.path = /lake/leads
                        sources.leads.mode = ${?MODE}
                        calendar.zonne = ${lake.path}x
                        lake.path = /lake
                        """).withVariable("MODE", "full").faults())
                .containsExactly(
                        "mittari.conf:5: sources.leads.mode must be one of snapshot, changes, not 'full'",
                        "mittari.conf:6: calendar.zonne is no setting; the nearest is calendar.zone");
    }

    @Test
    void aSubstitutionThatLeadsNowhereIsNamed() {
        assertThat(Deployment.minimal(folder, "sources.leads.path = ${lake.path}/leads")
                        .faults())
                .containsExactly("mittari.conf:4: Cannot read the configuration: Could not resolve substitution to a"
                        + " value: ${lake.path} (no such setting and no such environment variable;"
                        + " ${?NAME} is for what may be missing)");
    }

    @Test
    void aFileThatIsNoHoconIsNamedWithItsLine() {
        assertThat(Deployment.minimal(folder, "calendar { zone = \n\n").faults())
                .singleElement()
                .asString()
                .startsWith("mittari.conf:6: Cannot read the configuration: ");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> SettingsReader.read(Optional.of(Path.of("no/mittari.conf")), Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessage("no/mittari.conf: Cannot read the configuration: there is no such file");
    }

    @Test
    void anIncludedFileIsNamedForItsFaults() {
        assertThat(Deployment.minimal(folder, "include \"crm.conf\"")
                        .withFile("crm.conf", "\nsources.opportunities.columns.owner = OwnerId\n")
                        .faults())
                .containsExactly("crm.conf:2: sources.opportunities.columns.owner is no setting;"
                        + " the nearest is sources.opportunities.columns.owner_id");
    }

    @Test
    void anIncludedFileThatIsNotThereIsAnError() {
        String message = "crn.conf: Cannot include it: there is no such file;"
                + " a relative name is looked for beside the file that includes it";

        assertThat(Deployment.minimal(folder, "include \"crn.conf\"").faults()).containsExactly(message);
        assertThat(Deployment.minimal(folder, "include file(\"crn.conf\")").faults())
                .containsExactly(message);
    }

    @Test
    void aVariableThatSetsAnUnknownKeyIsAnError() {
        assertThat(Deployment.of(folder, Deployment.MINIMAL)
                        .withVariable("CONFIG_FORCE_warehouse_pathh", "/x")
                        .faults())
                .containsExactly("environment variable CONFIG_FORCE_warehouse_pathh: warehouse.pathh is no setting;"
                        + " the nearest is warehouse.path");
    }

    @Test
    void anOptionWhoseKeyIsNoneIsAnError() {
        assertThat(Deployment.of(folder, Deployment.MINIMAL)
                        .withOverride("a..b", "1")
                        .faults())
                .containsExactly("-Da..b: Cannot set 'a..b': it is no key, such as warehouse.path");
    }
}
