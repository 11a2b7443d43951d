package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpiCatalogTest {
    private static final String LOSS_RATE = """
            kpis.catalog.loss_rate {
              label = "Loss rate", unit = ratio, better = lower, description = "Deals lost."
              numerator = "lost_deals", denominator = "won_deals + lost_deals"
            }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            total_revenue                | money          | higher | revenue |
            average_price                | money          | higher | revenue | units_sold
            revenue_growth               | ratio          | higher | revenue - revenue_previous | revenue_previous
            revenue_growth_yoy           | ratio          | higher | revenue - revenue_year_ago | revenue_year_ago
            average_deal_size            | money          | higher | bookings | won_deals
            lead_conversion_rate         | ratio          | higher | leads_converted | leads_created
            opportunity_conversion_rate  | ratio          | higher | won_deals | opportunities_worked
            win_rate                     | ratio          | higher | won_deals | won_deals + lost_deals
            win_rate_by_value            | ratio          | higher | bookings | bookings + lost_amount
            sales_cycle_length           | days           | lower  | sales_cycle_days | won_deals
            qualified_leads              | count          | higher | qualified_leads |
            pipeline_velocity            | money per day  | higher | qualified_leads * opportunity_conversion_rate * average_deal_size | sales_cycle_length
            pipeline_coverage            | ratio          | higher | pipeline_due | quota
            pipeline_coverage_remaining  | ratio          | higher | pipeline_due_end | quota - bookings
            forecast_accuracy            | ratio          | higher | bookings - abs(bookings - forecast) | bookings
            forecast_bias                | ratio          | lower  | forecast - bookings | bookings
            cac                          | money          | lower  | acquisition_cost | new_customers
            acquisition_roi              | ratio          | higher | bookings - acquisition_cost | acquisition_cost
            average_revenue_per_customer | money per year | higher | revenue * fiscal_year_days * 2 | period_days * (customers_start + customers_end)
            average_customer_lifetime    | years          | higher | lifetime_days | lifetime_churn_events * 365.25
            cltv                         | money          | higher | average_revenue_per_customer * average_customer_lifetime |
            ltv_to_cac                   | ratio          | higher | cltv | cac
            churn_rate                   | ratio          | lower  | customers_lost | customers_start
            net_churn_rate               | ratio          | lower  | customers_start - customers_end | customers_start
            customer_retention_rate      | ratio          | higher | customers_retained | customers_start
            quota_attainment_rate        | ratio          | higher | quota_reps_attained | quota_reps
            quota_attainment             | ratio          | higher | bookings | quota
            rep_productivity             | money          | higher | revenue | active_reps
            time_spent_selling           | ratio          | higher | selling_minutes | total_minutes
            """)
    void aBuiltInKpiIsDefinedAsPublished(
            String name, String unit, String better, String numerator, String denominator) {
        KpiDefinition kpi = kpi(Deployment.of(folder, Deployment.MINIMAL).settings(), name);

        assertThat(kpi.unit()).isEqualTo(unit);
        assertThat(Section.choiceName(kpi.better())).isEqualTo(better);
        assertThat(kpi.numerator()).isEqualTo(numerator);
        assertThat(kpi.denominator()).isEqualTo(Optional.ofNullable(denominator));
        assertThat(kpi.description()).endsWith(".");
        assertThat(kpi.labelFi()).isNotEqualTo(kpi.label());
        assertThat(kpi.origin()).startsWith("kpis.conf:");
    }

    @Test
    void theCatalogHasItsOrderAndTheCoreSeven() {
        Settings settings = Deployment.of(folder, Deployment.MINIMAL).settings();

        assertThat(settings.enabledKpis())
                .containsExactlyElementsOf(
                        settings.kpis().stream().map(KpiDefinition::name).toList())
                .hasSize(29)
                .startsWith("total_revenue", "average_price", "revenue_growth", "revenue_growth_yoy")
                .containsSubsequence("win_rate", "cac", "churn_rate")
                .endsWith("rep_productivity", "time_spent_selling");
        assertThat(settings.kpis().stream().filter(KpiDefinition::core).map(KpiDefinition::name))
                .containsExactlyInAnyOrder(
                        "lead_conversion_rate",
                        "average_deal_size",
                        "win_rate",
                        "quota_attainment_rate",
                        "revenue_growth",
                        "pipeline_coverage",
                        "customer_retention_rate");
    }

    @Test
    void labelsAreInEnglishAndFinnish() {
        KpiDefinition kpi = kpi(Deployment.of(folder, Deployment.MINIMAL).settings(), "average_deal_size");

        assertThat(kpi.label()).isEqualTo("Average deal size");
        assertThat(kpi.labelFi()).isEqualTo("Kaupan keskimääräinen koko");
    }

    @Test
    void aDeploymentAddsKpisAtTheEnd() {
        Settings settings = Deployment.minimal(folder, LOSS_RATE + "kpis.targets.loss_rate = 0.5\n")
                .settings();

        assertThat(settings.enabledKpis()).hasSize(30).endsWith("loss_rate");
        assertThat(kpi(settings, "loss_rate"))
                .isEqualTo(new KpiDefinition(
                        "loss_rate",
                        "Loss rate",
                        "Loss rate",
                        "Deals lost.",
                        "ratio",
                        KpiDefinition.Better.LOWER,
                        false,
                        "lost_deals",
                        Optional.of("won_deals + lost_deals"),
                        folder + "/mittari.conf:4"));
        assertThat(settings.targets()).containsOnlyKeys("loss_rate");
    }

    @Test
    void enabledKpisKeepTheOrderOfTheCatalogAndTheOthersCanBeReferredTo() {
        Settings settings = Deployment.minimal(folder, LOSS_RATE + "kpis.enabled = [loss_rate, ltv_to_cac, win_rate]\n")
                .settings();

        assertThat(settings.enabledKpis()).containsExactly("win_rate", "ltv_to_cac", "loss_rate");
        assertThat(settings.kpis()).extracting(KpiDefinition::name).contains("cltv", "cac");
    }

    @Test
    void aBuiltInNameCannotBeTaken() {
        assertThat(Deployment.minimal(folder, "kpis.catalog.win_rate { label = Mine }")
                        .faults())
                .containsExactly("mittari.conf:4: kpis.catalog.win_rate is a built-in KPI: give your own another name");
    }

    @Test
    void aKpiOfTheDeploymentIsCheckedWhole() {
        List<String> faults = Deployment.minimal(folder, """
                        kpis.catalog {
                          Mine { label = Mine }
                          mine {
                            unit = euro
                            better = up
                            core = maybe
                            numerater = "won_deals"
                          }
                          ours = "won_deals"
                        }
                        """).faults();

        assertThat(faults)
                .containsExactly(
                        "mittari.conf:5: kpis.catalog.Mine must be a name of lower-case letters, digits and _",
                        "mittari.conf:6: kpis.catalog.mine.label must be set: what people call the KPI",
                        "mittari.conf:6: kpis.catalog.mine.description must be set:"
                                + " what the KPI says and what a reader could mistake",
                        "mittari.conf:6: kpis.catalog.mine.numerator must be set: an expression over measures and KPIs",
                        "mittari.conf:7: kpis.catalog.mine.unit must be one of ratio, money, count, days, years,"
                                + " money per day, money per year, not 'euro'",
                        "mittari.conf:8: kpis.catalog.mine.better must be one of higher, lower, not 'up'",
                        "mittari.conf:9: kpis.catalog.mine.core must be true or false, not 'maybe'",
                        "mittari.conf:10: kpis.catalog.mine.numerater is no setting;"
                                + " the nearest is kpis.catalog.mine.numerator",
                        "mittari.conf:12: kpis.catalog.ours must be a section: ours { ... }");
    }

    private static KpiDefinition kpi(Settings settings, String name) {
        return settings.kpis().stream()
                .filter(kpi -> kpi.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
