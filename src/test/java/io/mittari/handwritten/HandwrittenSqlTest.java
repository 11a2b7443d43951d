package io.mittari.handwritten;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.demo.DemoLake;
import io.mittari.demo.LakePlan;
import io.mittari.model.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every measure, KPI, comparison and rank of the job against SQL that was written without it. */
class HandwrittenSqlTest {
    @TempDir
    Path folder;

    @Test
    void everyFigureOfAGeneratedLakeIsWhatHandWrittenSqlSays() throws IOException {
        LakePlan plan = LakePlan.of(1_000, 1, LakePlan.Format.CSV);
        new DemoLake(plan).write(folder, written -> {});
        deleteTwice("O-000000500", plan.lastDay());
        PublishedFigures figures =
                PublishedFigures.of(folder.resolve(DemoLake.CONFIGURATION), Map.of(), plan.lastDay());
        assertThat(figures.differences()).isEmpty();
        assertThat(figures.differencesFromExtracts()).isEmpty();
    }

    @Test
    void aFiscalYearFromAprilInTokyoSharesExpensesByRevenue() {
        String settings = """
                calendar { zone = "Asia/Tokyo", first_month = 4 }
                expenses.allocate_by = revenue
                kpis.targets { win_rate = 0.5, revenue_growth { company = 0.1, rep = -0.25 } }
                kpis.benchmarks { churn_rate = 0.3 }
                leads.qualified_when = "score >= 40 and status <> 'Junk'"
                """;
        assertThat(differences(2, Set.of(), settings)).isEmpty();
    }

    @Test
    void withoutSubscriptionsAndTimesheetsInvoicesAndActivitiesCount() {
        String settings = """
                calendar { zone = "America/New_York", first_period = 2025-08 }
                expenses.allocate_by = qualified_leads
                customers { inactive_after_days = 60, reactivation_gap_days = 5 }
                """;
        assertThat(differences(3, EnumSet.of(Entity.SUBSCRIPTIONS, Entity.TIMESHEETS), settings))
                .isEmpty();
    }

    @Test
    void withoutRepsAndAccountsAnyIdCounts() {
        Set<Entity> without = EnumSet.of(Entity.REPS, Entity.ACCOUNTS, Entity.STAGE_HISTORY, Entity.LEADS);
        assertThat(differences(4, without, "expenses.allocate_by = none")).isEmpty();
    }

    @Test
    void withoutDealsAndInvoicesTheRestIsThere() {
        Set<Entity> without = EnumSet.of(
                Entity.OPPORTUNITIES, Entity.INVOICE_LINES, Entity.FORECASTS, Entity.TIMESHEETS, Entity.ACTIVITIES);
        assertThat(differences(5, without, "")).isEmpty();
    }

    /** Adds two markers that differ in an amount: both say that the opportunity is gone, and nothing else counts. */
    private void deleteTwice(String opportunity, LocalDate day) throws IOException {
        Path load = folder.resolve("crm/opportunities/dt=" + day);
        Path extract;
        try (Stream<Path> files = Files.list(load)) {
            extract = files.findFirst().orElseThrow();
        }
        String header = Files.readAllLines(extract).get(0);
        String marker = Stream.of(header.split(","))
                .map(column -> switch (column) {
                    case "Id" -> opportunity;
                    case "IsDeleted" -> "true";
                    case "SystemModstamp" -> day + "T12:00:00Z";
                    case "Amount" -> "%s";
                    default -> "";
                })
                .collect(Collectors.joining(","));
        Files.write(load.resolve("markers.csv"), List.of(header, marker.formatted(""), marker.formatted("999.00")));
    }

    private List<String> differences(long seed, Set<Entity> without, String settings) {
        Path configuration = WildLake.write(folder, seed, without, settings);
        return PublishedFigures.of(configuration, Map.of(), WildLake.REPORTING_DATE)
                .differences();
    }
}
