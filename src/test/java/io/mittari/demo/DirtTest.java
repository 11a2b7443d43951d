package io.mittari.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.demo.Lake.CsvRow;
import io.mittari.demo.LakePlan.Format;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirtTest {
    @TempDir
    static Path folder;

    private static Lake lake;

    @BeforeAll
    static void writeTheDemosLake() {
        lake = Lake.write(folder, LakePlan.of(3_000, 5, Format.CSV));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crm/opportunities | Amount | 1.234,50",
                "crm/opportunities | CloseDate | 2026-02-30",
                "crm/opportunities | Status | Pending",
                "crm/opportunities | AccountId | A-99999999X",
                "crm/opportunities | CurrencyIsoCode | CHF",
                "crm/opportunities | ClosedAt | 1970-01-01T00:00:00Z",
                "crm/stage_history | Amount | 12 000",
                "crm/stage_history | CloseDate | 2026-02-30",
                "crm/stage_history | Probability | 110",
                "crm/stage_history | OpportunityId | O-99999999X",
                "crm/leads | qualified_at | 2025-02-30T09:00:00Z",
                "crm/leads | score | high",
                "crm/timesheets | selling_hours | -2.00",
                "crm/timesheets | selling_hours | 23.00",
                "crm/timesheets | total_hours | 7:30",
                "finance/invoice_lines | unit_price | 1.234,50",
                "finance/invoice_lines | invoiced_on | 2026-02-30",
                "finance/invoice_lines | currency | CHF",
                "finance/invoice_lines | kind | pro forma",
                "finance/invoice_lines | account_id | A-99999999X",
                "finance/expenses | amount | 1.234,50",
                "finance/expenses | incurred_on | 2026-02-30",
                "finance/expenses | currency | CHF",
                "finance/subscriptions | ended_on | 2001-01-01",
                "finance/subscriptions | mrr | 1.234,50",
                "finance/quotas | amount | -5000.00",
                "finance/quotas | period_start | 2026-02-15",
                "finance/forecasts | period_type | week",
                "finance/forecasts | amount | 120k",
                "finance/fx_rates | rate | n/a"
            })
    void wrongValuesOccur(String dirt) {
        String[] parts = dirt.split(" \\| ");
        assertThat(whole(parts[0])).anyMatch(row -> row.get(parts[1]).equals(parts[2]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crm/opportunities | OwnerId",
                "crm/opportunities | Status",
                "crm/stage_history | StageName",
                "crm/leads | created_at",
                "crm/accounts | Segment__c",
                "finance/invoice_lines | account_id",
                "finance/invoice_lines | currency",
                "finance/expenses | category",
                "finance/subscriptions | started_on",
                "finance/forecasts | rep_id"
            })
    void missingValuesOccur(String dirt) {
        String[] parts = dirt.split(" \\| ");
        assertThat(whole(parts[0]))
                .filteredOn(row -> !"true".equals(row.get("IsDeleted")))
                .anyMatch(row -> row.get(parts[1]).isEmpty());
    }

    @Test
    void wonWithoutClosingDateOccurs() {
        assertThat(whole("crm/opportunities"))
                .anyMatch(row ->
                        row.get("Status").equals("Won") && row.get("ClosedAt").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crm/opportunities",
                "crm/stage_history",
                "crm/leads",
                "crm/accounts",
                "finance/invoice_lines",
                "finance/expenses"
            })
    void rowsWithAnotherNumberOfFieldsOccur(String extract) {
        assertThat(lake.rows(extract)).anyMatch(CsvRow::isCorrupt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crm/opportunities | Id",
                "crm/stage_history | OpportunityId,CreatedDate",
                "crm/leads | lead_id",
                "crm/accounts | Id",
                "crm/timesheets | rep_id,worked_on",
                "finance/invoice_lines | invoice_id,line_no"
            })
    void identicalAndConflictingDuplicatesOccur(String dirt) {
        String[] parts = dirt.split(" \\| ");
        List<List<CsvRow>> twice = inOneLoadTwice(parts[0], parts[1].split(","));
        assertThat(twice).anyMatch(rows -> distinct(rows) == 1).anyMatch(rows -> distinct(rows) == 2);
    }

    @Test
    void aQuarterAndOneOfItsMonthsHaveAQuotaBoth() {
        Map<String, Set<String>> types = whole("finance/quotas").stream()
                .collect(Collectors.groupingBy(
                        row -> row.get("rep_id") + row.get("period_start") + row.get("segment"),
                        Collectors.mapping(row -> row.get("period_type"), Collectors.toSet())));
        assertThat(types.values()).contains(Set.of("Quarter", "month"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crm/opportunities", "crm/stage_history", "crm/leads", "crm/accounts", "crm/timesheets",
                "finance/invoice_lines", "finance/expenses", "finance/subscriptions", "finance/quotas",
                        "finance/forecasts"
            })
    void dirtStaysFarBelowTheGate(String extract) {
        Predicate<CsvRow> isDirty = row -> row.isCorrupt()
                || row.values().values().stream()
                        .anyMatch(Set.of(
                                "1.234,50",
                                "2026-02-30",
                                "Pending",
                                "CHF",
                                "12 000",
                                "high",
                                "7:30",
                                "120k",
                                "-5000.00",
                                "2026-02-15",
                                "week",
                                "2001-01-01")::contains);
        List<CsvRow> rows = lake.rows(extract);
        assertThat(rows.stream().filter(isDirty).count()).isLessThan(rows.size() / 50);
    }

    private static List<CsvRow> whole(String extract) {
        return lake.rows(extract).stream().filter(row -> !row.isCorrupt()).toList();
    }

    private static List<List<CsvRow>> inOneLoadTwice(String extract, String... key) {
        return whole(extract).stream()
                .collect(Collectors.groupingBy(row ->
                        row.load() + "|" + List.of(key).stream().map(row::get).toList()))
                .values()
                .stream()
                .filter(rows -> rows.size() == 2)
                .toList();
    }

    private static int distinct(List<CsvRow> rows) {
        return new HashSet<>(rows).size();
    }
}
