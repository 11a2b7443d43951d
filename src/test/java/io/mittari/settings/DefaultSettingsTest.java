package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.model.Entity;
import io.mittari.model.FiscalCalendar;
import io.mittari.settings.Settings.AllocateBy;
import io.mittari.settings.Settings.Customers;
import io.mittari.settings.Settings.Expenses;
import io.mittari.settings.Settings.Gates;
import io.mittari.settings.Settings.Warehouse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatTheFileLeavesOutHasItsDefault() {
        Settings settings = Deployment.of(folder, Deployment.MINIMAL).settings();

        assertThat(settings.calendar()).isEqualTo(new FiscalCalendar(ZoneId.of("UTC"), 1));
        assertThat(settings.firstPeriod()).isEmpty();
        assertThat(settings.reportingCurrency()).isEqualTo("EUR");
        assertThat(settings.warehouse())
                .isEqualTo(new Warehouse("/warehouse", Optional.empty(), new Settings.Maintenance(30, 10, 7)));
        assertThat(settings.qualifiedWhen()).isEqualTo("true");
        assertThat(settings.expenses()).isEqualTo(new Expenses(Set.of("marketing", "sales"), AllocateBy.NEW_CUSTOMERS));
        assertThat(settings.customers()).isEqualTo(new Customers(30, 365));
        assertThat(settings.sellingKinds()).containsExactlyInAnyOrder("call", "demo", "email", "meeting");
        assertThat(settings.gates()).isEqualTo(new Gates(new BigDecimal("0.05"), 10, new BigDecimal("0.5")));
        assertThat(settings.close())
                .isEqualTo(new Settings.Close(List.of(), BigDecimal.ZERO, Optional.empty(), Map.of()));
        assertThat(settings.enabledKpis()).hasSize(29);
        assertThat(settings.targets()).isEmpty();
        assertThat(settings.benchmarks()).isEmpty();
        assertThat(settings.spark()).isEmpty();
    }

    @Test
    void aSourceNeedsOnlyItsPath() {
        Settings settings =
                Deployment.minimal(folder, "calendar.zone = Europe/Helsinki").settings();

        assertThat(settings.sources())
                .containsOnlyKeys(Entity.OPPORTUNITIES)
                .containsEntry(
                        Entity.OPPORTUNITIES,
                        new Source(
                                Entity.OPPORTUNITIES,
                                "opportunities",
                                "/lake/opportunities",
                                "csv",
                                Map.of(),
                                Source.Mode.SNAPSHOT,
                                Map.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                ZoneId.of("Europe/Helsinki"),
                                0,
                                Map.of(),
                                OptionalInt.empty(),
                                folder + "/mittari.conf:3"));
    }
}
