package io.mittari.handwritten;

import io.mittari.LocalSpark;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import io.mittari.nightly.NightlyRun;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the nightly job published for a deployment, held against the hand-written SQL.
 *
 * @param settings the deployment
 * @param reportingDate D
 */
record PublishedFigures(Settings settings, LocalDate reportingDate) {
    private static final Pattern ADDED = Pattern.compile("^\\{\"add\":\\{\"path\":\"([^\"]+)\"");
    private static final List<String> MEMBER = List.of("rep_id", "team", "segment", "channel");
    private static final List<String> MEASURES = List.of(
            "revenue",
            "revenue_previous",
            "revenue_year_ago",
            "units_sold",
            "leads_created",
            "leads_converted",
            "qualified_leads",
            "opportunities_created",
            "open_opportunities",
            "opportunities_worked",
            "won_deals",
            "lost_deals",
            "bookings",
            "lost_amount",
            "sales_cycle_days",
            "pipeline",
            "pipeline_due",
            "open_opportunities_end",
            "pipeline_end",
            "pipeline_due_end",
            "quota",
            "forecast",
            "quota_reps",
            "quota_reps_attained",
            "active_reps",
            "acquisition_cost",
            "selling_minutes",
            "total_minutes",
            "customers_start",
            "customers_end",
            "customers_retained",
            "customers_lost",
            "new_customers",
            "customer_days",
            "churn_events",
            "lifetime_days",
            "lifetime_churn_events");
    private static final List<String> KPIS = List.of(
            "total_revenue",
            "average_price",
            "revenue_growth",
            "revenue_growth_yoy",
            "average_deal_size",
            "lead_conversion_rate",
            "opportunity_conversion_rate",
            "win_rate",
            "win_rate_by_value",
            "sales_cycle_length",
            "pipeline_velocity",
            "pipeline_coverage",
            "pipeline_coverage_remaining",
            "forecast_accuracy",
            "forecast_bias",
            "cac",
            "acquisition_roi",
            "average_revenue_per_customer",
            "average_customer_lifetime",
            "cltv",
            "ltv_to_cac",
            "churn_rate",
            "net_churn_rate",
            "customer_retention_rate",
            "quota_attainment_rate",
            "quota_attainment",
            "rep_productivity",
            "time_spent_selling");

    /** Runs the nightly job on a deployment. */
    static PublishedFigures of(Path configuration, Map<String, String> overrides, LocalDate reportingDate) {
        Settings settings = SettingsReader.read(Optional.of(configuration), overrides);
        new NightlyRun(LocalSpark.session(), settings, Clock.systemUTC(), (name, number, of) -> {})
                .publish(reportingDate);
        return new PublishedFigures(settings, reportingDate);
    }

    /** All differences, table by table; empty where every figure agrees. */
    List<String> differences() {
        try (HandwrittenSql sql = new HandwrittenSql(settings)) {
            for (Entity entity : Entity.values()) {
                boolean isThere = settings.sources().containsKey(entity);
                sql.load(entity, isThere ? files("conformed/" + entity.entityName()) : List.of());
            }
            sql.compute(reportingDate);
            List<String> differences = new ArrayList<>();
            for (Grain grain : Grain.values()) {
                differences.addAll(labelled("kpi_" + grain.grainName(), wide(sql, grain)));
            }
            differences.addAll(labelled("kpi_values", values(sql)));
            differences.addAll(labelled("stage_performance", stages(sql)));
            return differences;
        }
    }

    private List<String> wide(HandwrittenSql sql, Grain grain) {
        String kpis = KPIS.stream()
                .map(kpi -> "first(value) FILTER (kpi = '%s') AS %1$s".formatted(kpi))
                .collect(Collectors.joining(", "));
        String expected =
                """
                SELECT * FROM (FROM published_measures WHERE grain = '%s')
                JOIN (SELECT period_type, period, period_start, period_end, complete FROM periods)
                    USING (period_type, period)
                JOIN (
                    SELECT period_type, period, rep_id, team, segment, channel, %s
                    FROM kpi_values WHERE grain = '%1$s' GROUP BY ALL)
                    USING (period_type, period, rep_id, team, segment, channel)
                """
                        .formatted(grain.grainName(), kpis);
        List<String> key = Stream.concat(Stream.of("period_type", "period"), grain.keys().stream()).toList();
        List<String> columns = Stream.of(List.of("period_start", "period_end", "complete"), MEASURES, KPIS)
                .flatMap(List::stream)
                .toList();
        return comparison(sql, expected, "kpi_" + grain.grainName(), key).differences(columns);
    }

    private List<String> values(HandwrittenSql sql) {
        List<String> key = Stream.of(List.of("grain", "period_type", "period"), MEMBER, List.of("kpi"))
                .flatMap(List::stream)
                .toList();
        Comparison comparison = comparison(sql, "FROM kpi_values", "kpi_values", key);
        List<String> differences = new ArrayList<>(comparison.differences(List.of(
                "value", "status", "previous_value", "change", "change_rate", "year_ago_value", "rank", "percentile")));
        differences.addAll(comparison.differencesOfFractions());
        return differences;
    }

    private List<String> stages(HandwrittenSql sql) {
        List<String> key = List.of("grain", "period_type", "period", "rep_id", "team", "segment", "stage");
        return comparison(sql, "FROM stage_performance", "stage_performance", key)
                .differences(List.of(
                        "entered",
                        "stays_ended",
                        "average_days",
                        "median_days",
                        "p90_days",
                        "moved_on",
                        "lost",
                        "moved_on_share",
                        "bottleneck_rank"));
    }

    private Comparison comparison(HandwrittenSql sql, String expected, String table, List<String> key) {
        sql.loadPublished(table, files(table), expected);
        return new Comparison(sql.connection(), expected, "FROM published." + table, key);
    }

    /** The parquet files of a published table, which was written once: what its log adds. */
    private List<String> files(String table) {
        Path folder = Path.of(settings.warehouse().path(), table);
        try (Stream<Path> log = Files.list(folder.resolve("_delta_log"))) {
            return log.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(PublishedFigures::lines)
                    .map(ADDED::matcher)
                    .filter(Matcher::find)
                    .map(added -> folder.resolve(added.group(1)).toString())
                    .toList();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static List<String> labelled(String table, List<String> differences) {
        return differences.stream().map(line -> table + " | " + line).toList();
    }
}
