package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.model.Entity;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.Grain;
import io.mittari.settings.Settings.AllocateBy;
import io.mittari.settings.Settings.Customers;
import io.mittari.settings.Settings.Expenses;
import io.mittari.settings.Settings.Gates;
import io.mittari.settings.Settings.Warehouse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplicitSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void everySettingIsRead() {
        Settings settings = Deployment.of(folder, """
                calendar { zone = "America/New_York", first_month = 7, first_period = FY2024-Q2 }
                currency.reporting = usd
                lake.path = "s3a://lake"
                warehouse { path = "s3a://warehouse/kpis", database = sales }
                maintenance { keep_days = 7, keep_runs = 3, every_runs = 2 }
                sources.leads.path = ${lake.path}/leads
                leads.qualified_when = "score > 50"
                expenses { acquisition_categories = [Marketing, " Messe "], allocate_by = revenue }
                customers { reactivation_gap_days = 0, inactive_after_days = 90 }
                activities.selling_kinds = [Call, VISIT]
                gates { max_rejected_share = 0, min_rejected_rows = 100, min_share_of_previous = 1 }
                close {
                  approvers = [Ann, "Bo Berg"], reconciliation_tolerance = 0.05, max_difference_share = 1.5
                  materiality { cac.company = 100 }
                }
                kpis {
                  enabled = [win_rate, cac]
                  targets { win_rate = 0.30 }
                  benchmarks { cac { company = 1500, rep_segment = 20.5 } }
                }
                spark.sql.shuffle.partitions = 64
                """).settings();

        assertThat(settings.calendar()).isEqualTo(new FiscalCalendar(ZoneId.of("America/New_York"), 7));
        assertThat(settings.firstPeriod()).contains(LocalDate.of(2023, 10, 1));
        assertThat(settings.reportingCurrency()).isEqualTo("USD");
        assertThat(settings.warehouse())
                .isEqualTo(
                        new Warehouse("s3a://warehouse/kpis", Optional.of("sales"), new Settings.Maintenance(7, 3, 2)));
        assertThat(settings.sources().get(Entity.LEADS).path()).isEqualTo("s3a://lake/leads");
        assertThat(settings.qualifiedWhen()).isEqualTo("score > 50");
        assertThat(settings.expenses()).isEqualTo(new Expenses(Set.of("marketing", "messe"), AllocateBy.REVENUE));
        assertThat(settings.customers()).isEqualTo(new Customers(0, 90));
        assertThat(settings.sellingKinds()).containsExactlyInAnyOrder("call", "visit");
        assertThat(settings.gates()).isEqualTo(new Gates(BigDecimal.ZERO, 100, BigDecimal.ONE));
        assertThat(settings.close())
                .isEqualTo(new Settings.Close(
                        List.of("Ann", "Bo Berg"),
                        new BigDecimal("0.05"),
                        Optional.of(new BigDecimal("1.5")),
                        Map.of("cac", Map.of(Grain.COMPANY, new BigDecimal("100")))));
        assertThat(settings.enabledKpis()).containsExactly("win_rate", "cac");
        assertThat(settings.kpis()).hasSize(29);
        assertThat(settings.targets()).containsOnlyKeys("win_rate");
        assertThat(settings.targets().get("win_rate")).hasSize(6).containsEntry(Grain.TEAM, new BigDecimal("0.30"));
        assertThat(settings.benchmarks())
                .isEqualTo(Map.of(
                        "cac",
                        Map.of(
                                Grain.COMPANY, new BigDecimal("1500"),
                                Grain.REP_SEGMENT, new BigDecimal("20.5"))));
        assertThat(settings.spark()).isEqualTo(Map.of("spark.sql.shuffle.partitions", "64"));
    }

    @Test
    void everySettingOfASourceIsRead() {
        Settings settings = Deployment.minimal(folder, """
                sources {
                  invoice_lines {
                    path = /lake/invoices
                    format = json
                    options { multiLine = true, delimiter = "\\t" }
                    mode = changes
                    columns { rep_id = SalesRep, kind = "'invoice'", quantity = 1 }
                    where = "Type <> 'draft'"
                    version = updated_at
                    deleted = "gone = 1"
                    lookups.lines { path = /lake/lines, format = json, key = id, match = "LineId", where = "not gone" }
                    zone = "Asia/Tokyo"
                    dt_offset_days = 1
                    max_age_days = 2
                  }
                }
                """).settings();

        Source lines = new Source(
                Entity.INVOICE_LINES,
                "invoice_lines.lookups.lines",
                "/lake/lines",
                "json",
                Map.of(),
                Source.Mode.SNAPSHOT,
                Map.of(),
                Optional.of("not gone"),
                Optional.empty(),
                Optional.empty(),
                ZoneId.of("Asia/Tokyo"),
                1,
                Map.of(),
                OptionalInt.empty(),
                folder + "/mittari.conf:14");
        assertThat(settings.sources().get(Entity.INVOICE_LINES))
                .isEqualTo(new Source(
                        Entity.INVOICE_LINES,
                        "invoice_lines",
                        "/lake/invoices",
                        "json",
                        Map.of("multiLine", "true", "delimiter", "\t"),
                        Source.Mode.CHANGES,
                        Map.of("rep_id", "SalesRep", "kind", "'invoice'", "quantity", "1"),
                        Optional.of("Type <> 'draft'"),
                        Optional.of("updated_at"),
                        Optional.of("gone = 1"),
                        ZoneId.of("Asia/Tokyo"),
                        1,
                        Map.of("lines", new Source.Lookup(lines, "id", "LineId")),
                        OptionalInt.of(2),
                        folder + "/mittari.conf:5"));
    }

    @Test
    void nullTakesBackWhatAnIncludedFileSays() {
        Settings settings =
                Deployment.minimal(folder, """
                        include "crm.conf"
                        sources.opportunities { where = null, columns.channel = null }
                        """).withFile("crm.conf", """
                        sources.opportunities { where = "not IsDeleted", columns { channel = Source, owner_id = OwnerId } }
                        """).settings();

        Source source = settings.sources().get(Entity.OPPORTUNITIES);
        assertThat(source.where()).isEmpty();
        assertThat(source.columns()).containsOnlyKeys("owner_id");
    }

    @Test
    void anotherWarehouseIsNotRegisteredAnywhere() {
        Settings settings =
                Deployment.minimal(folder, "warehouse.database = sales").settings();

        Settings elsewhere = settings.withWarehousePath("/tmp/elsewhere");

        assertThat(elsewhere.warehouse())
                .isEqualTo(new Warehouse(
                        "/tmp/elsewhere", Optional.empty(), settings.warehouse().maintenance()));
        assertThat(elsewhere.sources()).isEqualTo(settings.sources());
        assertThat(elsewhere.enabledKpis()).isEqualTo(settings.enabledKpis());
    }
}
