package io.mittari.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A part of the report, and the KPIs that it is about. */
enum Area {
    REVENUE(
            "total_revenue",
            "revenue_growth",
            "revenue_growth_yoy",
            "average_deal_size",
            "average_price",
            "average_revenue_per_customer"),
    CONVERSION(
            "lead_conversion_rate",
            "qualified_leads",
            "opportunity_conversion_rate",
            "win_rate",
            "win_rate_by_value",
            "sales_cycle_length"),
    PIPELINE(
            "pipeline_coverage",
            "pipeline_coverage_remaining",
            "pipeline_velocity",
            "forecast_accuracy",
            "forecast_bias"),
    CUSTOMERS(
            "customer_retention_rate",
            "churn_rate",
            "net_churn_rate",
            "average_customer_lifetime",
            "cltv",
            "cac",
            "ltv_to_cac",
            "acquisition_roi"),
    TEAM("quota_attainment_rate", "quota_attainment", "rep_productivity", "time_spent_selling");

    /** Ratios that people tell as a multiple: 3.5 times the quota, not 350 percent of it. */
    private static final Set<String> MULTIPLES =
            Set.of("pipeline_coverage", "pipeline_coverage_remaining", "ltv_to_cac");

    private final List<String> kpis;

    Area(String... kpis) {
        this.kpis = List.of(kpis);
    }

    /** The name in the page's links and in the keys of texts. */
    String areaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its KPIs, whether published or not, in the order in which they are shown. */
    List<String> kpis() {
        return kpis;
    }

    /** Whether an area shows the KPI; those that a deployment has added belong to none. */
    static boolean isAnyAbout(String kpi) {
        return Arrays.stream(values()).anyMatch(area -> area.kpis.contains(kpi));
    }

    /** Whether the KPI is a ratio that people tell as a multiple. */
    static boolean isMultiple(String kpi) {
        return MULTIPLES.contains(kpi);
    }
}
