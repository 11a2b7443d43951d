package io.mittari.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples by which people explain the KPIs, from extract files to published tables: a segment an example. */
class WorkedExamplesTest {
    private static final String[] SEGMENTS = {
        "packages",
        "growth",
        "deal size",
        "conversion",
        "cycle",
        "velocity",
        "forecast",
        "cac",
        "cltv",
        "churn",
        "productivity"
    };

    private static Night night;

    @BeforeAll
    static void run(@TempDir Path folder) {
        night = new Night(folder)
                .given("accounts", accounts())
                .given("reps", reps())
                .given("leads", leads())
                .given("opportunities", opportunities())
                .given("forecasts", """
                        rep_id, period_type, period_start, submitted_at, amount, segment
                        f1, quarter, 2026-04-01, 2026-03-20, 900000, forecast""")
                .given(
                        "quotas",
                        "rep_id,period_type,period_start,amount\n" + lines(20, i -> "q%d,quarter,2026-04-01,1000"))
                .given("invoice_lines", """
                        invoice_id, line_no, account_id, invoiced_on, quantity, unit_price
                        p1, 1, packages-1, 2026-05-05, 100, 10000
                        g1, 1, growth-1, 2026-03-31, 1, 800000
                        g2, 1, growth-1, 2026-04-01, 1, 1000000
                        c1, 1, cltv-5, 2025-07-01, 1, 5000
                        r1, 1, productivity-1, 2026-06-30, 1, 1000000""")
                .given("expenses", """
                        expense_id, incurred_on, category, amount, segment
                        e1, 2026-04-10, Marketing, 60000, cac
                        e2, 2026-06-10, sales, 40000, cac
                        e3, 2026-06-10, travel, 5000, cac""")
                .given("subscriptions", subscriptions())
                .given("timesheets", """
                        rep_id, worked_on, total_hours, selling_hours
                        t1, 2026-06-01, 8, 6
                        t1, 2026-06-02, 32, 24""");
        night.publish("2026-06-30");
    }

    @Test
    void hundredPackagesSoldAtTenThousandEachAreAMillion() {
        assertThat(quarter("packages", "total_revenue")).isEqualTo("1000000.000000");
    }

    @Test
    void fromEightHundredThousandToAMillionIsAQuarterMore() {
        assertThat(quarter("growth", "revenue_growth")).isEqualTo("0.250000");
    }

    @Test
    void fiftyDealsWorthHalfAMillionAreTenThousandEach() {
        assertThat(quarter("deal size", "average_deal_size")).isEqualTo("10000.000000");
    }

    @Test
    void twoHundredOfAThousandLeadsOfAMonthConvert() {
        assertThat(figure("month", "2026-06", "leads", "lead_conversion_rate")).isEqualTo("0.200000");
    }

    @Test
    void aQuarterOfAHundredOpportunitiesWorkedIsWon() {
        assertThat(quarter("conversion", "opportunity_conversion_rate")).isEqualTo("0.250000");
    }

    @Test
    void tenDealsThatTookTwoHundredDaysTookTwentyEach() {
        assertThat(quarter("cycle", "sales_cycle_length")).isEqualTo("20.000000");
    }

    @Test
    void aHundredAndFiftyOfFiveHundredLeadsQualify() {
        assertThat(quarter("qualified", "qualified_leads")).isEqualTo("150");
    }

    @Test
    void pipelineVelocityIsTwentyThousandPerDay() {
        assertThat(quarter("velocity", "pipeline_velocity")).isEqualTo("20000.000000");
    }

    @Test
    void nineHundredThousandForecastOfAMillionIsNinetyPercentAccurate() {
        assertThat(quarter("forecast", "forecast_accuracy")).isEqualTo("0.900000");
    }

    @Test
    void aHundredThousandForFiftyCustomersAreTwoThousandEach() {
        assertThat(quarter("cac", "cac")).isEqualTo("2000.000000");
    }

    @Test
    void fiveThousandAYearForThreeYearsAreFifteenThousand() {
        assertThat(figure("year", "2025", "cltv", "cltv")).isEqualTo("15000.000000");
    }

    @Test
    void thirtyOfFiveHundredCustomersAreLostAndTwentyComeInTheirPlace() {
        assertThat(quarter("churn", "churn_rate")).isEqualTo("0.060000");
        assertThat(quarter("churn", "net_churn_rate")).isEqualTo("0.020000");
    }

    @Test
    void fifteenOfTwentyRepsReachTheirQuota() {
        assertThat(quarter("quota", "quota_attainment_rate")).isEqualTo("0.750000");
    }

    @Test
    void aMillionFromTwentyRepsIsFiftyThousandEach() {
        assertThat(quarter("productivity", "rep_productivity")).isEqualTo("50000.000000");
    }

    @Test
    void thirtyOfFortyHoursAreSpentSelling() {
        assertThat(quarter("time", "time_spent_selling")).isEqualTo("0.750000");
    }

    private static String quarter(String segment, String figure) {
        return figure("quarter", "2026-Q2", segment, figure);
    }

    private static String figure(String type, String period, String segment, String figure) {
        String where = "period_type = '%s' and period = '%s' and segment = '%s'".formatted(type, period, segment);
        return String.join("\n", night.rows("kpi_segment", where, figure));
    }

    private static String accounts() {
        return "account_id,segment\n"
                + IntStream.range(0, SEGMENTS.length)
                        .mapToObj(i -> lines(520, account -> SEGMENTS[i] + "-%d," + SEGMENTS[i]))
                        .collect(Collectors.joining());
    }

    private static String reps() {
        return "rep_id,rep_name,segment\n" + lines(20, i -> "q%d,q%d,quota") + lines(20, i -> "r%d,r%d,productivity")
                + "t1,t1,time\nf1,f1,forecast\n";
    }

    private static String leads() {
        return "lead_id,created_at,segment,qualified_at,converted_at\n"
                + lines(1_000, i -> "l%d,2026-06-15,leads,," + (i <= 200 ? "2026-06-20" : ""))
                + lines(500, i -> "m%d,2026-05-15,qualified," + (i <= 150 ? "2026-05-20" : "") + ",")
                + lines(200, i -> "v%d,2026-05-15,velocity,2026-05-20,");
    }

    private static String opportunities() {
        return "opportunity_id,account_id,owner_id,stage,status,amount,created_at,closed_at\n"
                + lines(50, i -> "d%d,deal size-1,,Closed,won," + (i <= 25 ? 5_000 : 15_000) + ",2026-04-02,2026-05-02")
                + lines(
                        100,
                        i -> "w%d,conversion-1,,Stage,"
                                + (i <= 25 ? "won,1,2026-03-01,2026-04-05" : "open,1,2026-04-05,"))
                + lines(
                        10,
                        i -> "c%d,cycle-1,,Closed,won,1,2026-05-01,"
                                + LocalDate.of(2026, 5, 1).plusDays(i <= 5 ? 10 : 30))
                + lines(
                        4,
                        i -> "v%d,velocity-1,,Stage,"
                                + (i == 1 ? "won,10000,2026-05-01,2026-05-26" : "open,1,2026-05-01,"))
                + "f1,forecast-1,,Closed,won,1000000,2026-04-02,2026-05-02\n"
                + lines(20, i -> "q%d,,q%d,Closed,won," + (i <= 15 ? 1_000 : 999) + ",2026-04-02,2026-05-02");
    }

    /** Of cltv four accounts were customers for 4,017 days together, and a fifth is one since the day before 2025. */
    private static String subscriptions() {
        LocalDate first = LocalDate.of(2020, 1, 1);
        return "subscription_id,account_id,started_on,ended_on\n"
                + lines(50, i -> "a%d,cac-%d,2026-05-01,")
                + lines(4, i -> "b%d,cltv-%d," + first + "," + first.plusDays(i == 4 ? 1_005 : 1_004))
                + "b5,cltv-5,2024-12-31,\n"
                + lines(500, i -> "c%d,churn-%d,2026-03-31," + (i <= 30 ? "2026-06-01" : ""))
                + IntStream.rangeClosed(501, 520)
                        .mapToObj(i -> "c%d,churn-%d,2026-04-01,\n".formatted(i, i))
                        .collect(Collectors.joining());
    }

    /** Lines 1 to {@code count}, their number in place of each %d. */
    private static String lines(int count, IntFunction<String> line) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> line.apply(i).replace("%d", Integer.toString(i)) + "\n")
                .collect(Collectors.joining());
    }
}
