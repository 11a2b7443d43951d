package io.mittari.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mittari.demo.Lake.CsvRow;
import io.mittari.demo.LakePlan.Format;
import io.mittari.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoLakeTest {
    private static final LakePlan DEMO = LakePlan.of(3_000, 1, Format.CSV);

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Lake lake;

    @BeforeAll
    static void writeTheDemosLake() {
        lake = Lake.write(shared.resolve("demo"), DEMO);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameBytes(Format format) {
        Lake one = Lake.write(folder.resolve("one"), LakePlan.of(300, 7, format));
        Lake two = Lake.write(folder.resolve("two"), LakePlan.of(300, 7, format));
        assertThat(two.hashes()).isEqualTo(one.hashes());
    }

    @Test
    void anotherSeedGivesOtherBytesInEveryFile() {
        Lake one = Lake.write(folder.resolve("one"), LakePlan.of(300, 7, Format.CSV));
        Lake two = Lake.write(folder.resolve("two"), LakePlan.of(300, 8, Format.CSV));
        one.hashes().forEach((file, hash) -> assertThat(two.hashes()).doesNotContainEntry(file, hash));
    }

    @Test
    void threeLeadsFourStepsAndFiveInvoiceLinesFollowFromAnOpportunity() {
        double opportunities = lake.newest("crm/opportunities", "Id").size();
        double leads = lake.newest("crm/leads", "lead_id").size();
        double steps =
                lake.newest("crm/stage_history", "OpportunityId", "CreatedDate").size();
        double won = count(opportunities(), "Status", "Won");
        double lines =
                lake.newest("finance/invoice_lines", "invoice_id", "line_no").size();
        assertThat(opportunities).isCloseTo(3_000, within(30.0));
        assertThat(leads / opportunities).isCloseTo(3, within(0.2));
        assertThat(steps / opportunities).isCloseTo(4, within(0.3));
        assertThat(lines / won).isCloseTo(5, within(0.4));
    }

    @Test
    void aThirdIsWonAndEveryFourthLeadIsConverted() {
        double won = count(opportunities(), "Status", "Won");
        double lost = count(opportunities(), "Status", "Lost");
        assertThat(won / (won + lost)).isBetween(0.28, 0.42);
        Collection<CsvRow> leads = lake.newest("crm/leads", "lead_id").values();
        assertThat(count(leads, "status", "Converted") / leads.size()).isBetween(0.20, 0.30);
    }

    @Test
    void theCompanyGrowsAndSlowsDownInSummer() {
        Map<String, Long> byYear = begun(0, 4);
        assertThat(byYear.get("2025")).isGreaterThan(byYear.get("2022"));
        Map<String, Long> byMonth = begun(5, 7);
        assertThat(byMonth.get("07")).isLessThan(byMonth.get("05")).isLessThan(byMonth.get("09"));
    }

    @Test
    void nothingLiesOutsideTheYearsOrBeyondItsLoad() {
        for (CsvRow row :
                lake.newest("crm/stage_history", "OpportunityId", "CreatedDate").values()) {
            assertThat(row.get("CreatedDate")).isGreaterThan("2022-01-01");
            assertThat("dt=" + row.get("CreatedDate").substring(0, 10)).isLessThanOrEqualTo(row.load());
        }
        assertThat(lake.newest("crm/leads", "lead_id").values())
                .filteredOn(row -> !row.get("created_at").isEmpty())
                .allSatisfy(row -> assertThat(row.get("created_at")).isBetween("2022-01-01", "2026-10-21"));
    }

    @Test
    void loadsAreMonthEndsAfterAFirstOneAndTheLastDay() {
        Set<String> loads =
                lake.rows("crm/opportunities").stream().map(CsvRow::load).collect(Collectors.toSet());
        assertThat(loads).hasSize(11).contains("dt=2025-12-31", "dt=2026-02-28", "dt=2026-09-30", "dt=2026-10-20");
        assertThat(lake.rows("crm/reps").stream().map(CsvRow::load))
                .containsOnly("dt=2025-12-31", "dt=2026-09-30", "dt=2026-10-20");
    }

    @Test
    void laterLoadsChangeAndDeleteWhatEarlierOnesSaid() {
        Map<String, List<CsvRow>> versions = lake.rows("crm/opportunities").stream()
                .filter(row -> !row.isCorrupt())
                .collect(Collectors.groupingBy(row -> row.get("Id")));
        assertThat(versions.values().stream().filter(rows -> differ(rows, "OwnerId")))
                .isNotEmpty();
        assertThat(versions.values().stream().filter(rows -> differ(rows, "StageName")))
                .isNotEmpty();
        assertThat(versions.values().stream().filter(rows -> isWonTwiceWithOtherAmounts(rows)))
                .isNotEmpty();
        assertThat(lake.rows("crm/opportunities"))
                .anyMatch(row -> row.get("IsDeleted").equals("true"));
    }

    @Test
    void customersLeaveAndSomeComeBack() {
        Map<String, List<CsvRow>> terms = lake.newest("finance/subscriptions", "subscription_id").values().stream()
                .filter(row -> !row.get("started_on").isEmpty())
                .collect(Collectors.groupingBy(row -> row.get("account_id")));
        assertThat(terms.values())
                .anyMatch(rows ->
                        rows.stream().noneMatch(row -> row.get("ended_on").isEmpty()));
        List<Long> gaps = new ArrayList<>();
        terms.values().forEach(rows -> gaps.addAll(gaps(rows)));
        assertThat(gaps).anyMatch(days -> days > 0 && days <= 30).anyMatch(days -> days > 30);
    }

    @Test
    void referencesLeadSomewhereButForTheDirtyOnes() {
        Set<String> accounts = lake.newest("crm/accounts", "Id").keySet();
        Set<String> reps = lake.newest("crm/reps", "rep_id").keySet();
        Set<String> deals = lake.newest("crm/opportunities", "Id").keySet();
        assertThat(lost("crm/opportunities", "AccountId", accounts)).isBetween(1L, 10L);
        assertThat(lost("finance/invoice_lines", "account_id", accounts)).isBetween(1L, 10L);
        assertThat(lost("crm/stage_history", "OpportunityId", deals)).isBetween(1L, 80L);
        assertThat(lost("crm/leads", "opportunity_id", deals)).isLessThan(20);
        assertThat(lost("crm/opportunities", "OwnerId", reps)).isZero();
        assertThat(lost("crm/leads", "owner_id", reps)).isZero();
        assertThat(lost("finance/expenses", "rep_id", reps)).isZero();
        assertThat(lost("finance/quotas", "rep_id", reps)).isZero();
    }

    @Test
    void moneyComesInFourCurrencies() {
        assertThat(lake.rows("finance/invoice_lines").stream().map(row -> row.get("currency")))
                .contains("EUR", "USD", "GBP", "SEK");
        assertThat(lake.rows("finance/fx_rates").stream().map(row -> row.get("currency")))
                .containsOnly("USD", "GBP", "SEK");
    }

    @Test
    void marketingIsSharedAndSomeExpensesAreNoAcquisitionCost() {
        List<CsvRow> expenses = lake.rows("finance/expenses");
        assertThat(expenses)
                .anyMatch(row -> row.get("category").equalsIgnoreCase("marketing")
                        && row.get("rep_id").isEmpty()
                        && row.get("segment").isEmpty()
                        && !row.get("channel").isEmpty());
        assertThat(expenses)
                .anyMatch(row -> row.get("category").equals("Sales")
                        && !row.get("rep_id").isEmpty());
        assertThat(expenses).anyMatch(row -> row.get("category").equals("Office"));
        assertThat(expenses).anyMatch(row -> row.get("approved").equals("false"));
    }

    @Test
    void progressEndsWithAllOpportunities() {
        List<Long> written = new ArrayList<>();
        new DemoLake(LakePlan.of(2_500, 1, Format.CSV)).write(folder, written::add);
        assertThat(written).containsExactly(1_000L, 2_000L, 2_500L);
    }

    @Test
    void anOlderGeneratedLakeGivesWay() {
        Lake.write(folder, LakePlan.of(500, 1, Format.PARQUET));
        Lake second = Lake.write(folder, LakePlan.of(10, 2, Format.CSV));
        assertThat(second.hashes().keySet()).allMatch(file -> file.endsWith(".csv"));
    }

    @Test
    void extractsOfAnotherOriginStay() throws IOException {
        Path theirs = Files.createDirectories(folder.resolve("crm")).resolve("deals.csv");
        Files.writeString(theirs, "Id");
        assertThatThrownBy(() -> Lake.write(folder, DEMO))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Cannot write a lake to " + folder)
                .hasMessageContaining("crm of another origin")
                .hasMessageContaining("--dir");
        assertThat(theirs).hasContent("Id");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Lake.write(file.resolve("lake"), DEMO))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Cannot write a lake to " + file.resolve("lake"));
    }

    @Test
    void aPlanWithoutOpportunitiesIsRefused() {
        assertThatThrownBy(() -> LakePlan.of(0, 1, Format.CSV))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Cannot generate 0 opportunities");
    }

    @Test
    void theSmallestLakeHasOneOpportunity() {
        Lake smallest = Lake.write(folder, new LakePlan(1, 1, Format.CSV, LocalDate.of(2026, 3, 31), 1));
        assertThat(smallest.newest("crm/opportunities", "Id")).hasSize(1);
    }

    private static Collection<CsvRow> opportunities() {
        return lake.newest("crm/opportunities", "Id").values();
    }

    private static double count(Collection<CsvRow> rows, String column, String value) {
        return rows.stream().filter(row -> row.get(column).equals(value)).count();
    }

    private static Map<String, Long> begun(int from, int to) {
        return opportunities().stream()
                .filter(row -> row.get("IsDeleted").equals("false"))
                .collect(Collectors.groupingBy(
                        row -> row.get("CreatedDate").substring(from, to), Collectors.counting()));
    }

    private static boolean differ(List<CsvRow> rows, String column) {
        return rows.stream()
                        .map(row -> row.get(column))
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .count()
                > 1;
    }

    private static boolean isWonTwiceWithOtherAmounts(List<CsvRow> rows) {
        List<CsvRow> won =
                rows.stream().filter(row -> row.get("Status").equals("Won")).toList();
        return won.stream().map(CsvRow::load).distinct().count() > 1 && differ(won, "Amount");
    }

    private static List<Long> gaps(List<CsvRow> terms) {
        List<CsvRow> sorted = terms.stream()
                .sorted(Comparator.comparing(row -> row.get("started_on")))
                .toList();
        List<Long> gaps = new ArrayList<>();
        for (int place = 1; place < sorted.size(); place++) {
            String end = sorted.get(place - 1).get("ended_on");
            if (!end.isEmpty()) {
                LocalDate start = LocalDate.parse(sorted.get(place).get("started_on"));
                gaps.add(start.toEpochDay() - LocalDate.parse(end).toEpochDay());
            }
        }
        return gaps;
    }

    private static long lost(String extract, String column, Set<String> known) {
        return lake.rows(extract).stream()
                .filter(row -> !row.isCorrupt() && !row.get(column).isEmpty())
                .filter(row -> !known.contains(row.get(column)))
                .count();
    }
}
