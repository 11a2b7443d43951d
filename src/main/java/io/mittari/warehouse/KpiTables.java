package io.mittari.warehouse;

import static io.mittari.warehouse.PublishedColumn.count;
import static io.mittari.warehouse.PublishedColumn.date;
import static io.mittari.warehouse.PublishedColumn.flag;
import static io.mittari.warehouse.PublishedColumn.kpi;
import static io.mittari.warehouse.PublishedColumn.rank;
import static io.mittari.warehouse.PublishedColumn.share;
import static io.mittari.warehouse.PublishedColumn.text;
import static io.mittari.warehouse.PublishedColumn.texts;
import static io.mittari.warehouse.PublishedColumn.timestamp;

import io.mittari.model.Grain;
import io.mittari.model.PeriodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/** The declarations of the tables that hold figures. */
public final class KpiTables {
    /** Whether the figures are those of a close; see {@link CloseTables}. */
    public static final List<PublishedColumn> CLOSING = List.of(
            flag("is_closed", "Whether the period is closed: its figures are then those that the close has frozen.")
                    .notNull(),
            timestamp("closed_at", "When the period was closed; null of an open one."),
            rank("close_version", "Version of the close, as in closes; null of an open period."));

    /** The data dictionary: a row a KPI. */
    public static final PublishedTable KPI_CATALOG = PublishedTable.replaced(
            "kpi_catalog",
            "The data dictionary: one row per KPI, what it means and how it is computed.",
            List.of(
                    text("kpi", "Name of the KPI: its column in the kpi_ tables, its kpi in kpi_values.")
                            .notNull(),
                    text("label", "English label.").notNull(),
                    text("label_fi", "Finnish label.").notNull(),
                    text("description", "What the KPI says, and what a reader could mistake.")
                            .notNull(),
                    text("formula", "The formula over measures and other KPIs.").notNull(),
                    text("unit", "Unit: ratio, money, count, days, years, money per day, money per year.")
                            .notNull(),
                    text("better", "Whether higher or lower values are better.")
                            .notNull()
                            .oneOf(List.of("higher", "lower")),
                    flag("core", "Whether it belongs to the core that a team watches first.")
                            .notNull(),
                    texts("inputs", "Names of the measures and KPIs in the formula.")
                            .notNull(),
                    runId()),
            List.of("kpi"));

    /** Every KPI value of every member, long: what dashboards and comparisons read. */
    public static final PublishedTable KPI_VALUES = kpiValues();

    /** Where deals get stuck: stays per stage. */
    public static final PublishedTable STAGE_PERFORMANCE = stagePerformance();

    private KpiTables() {}

    /**
     * The wide table of a grain, such as {@code kpi_rep}: a row per period and member.
     *
     * @param figures the columns of the measures and KPIs, in the order in which they are published
     */
    public static PublishedTable wide(Grain grain, List<PublishedColumn> figures) {
        List<PublishedColumn> columns = new ArrayList<>(List.of(periodType(), period()));
        grain.keys().forEach(key -> columns.add(member(key)));
        if (grain.keys().contains("rep_id")) {
            columns.add(text("rep_name", "Name of the rep."));
            columns.add(text("team", "Team of the rep, or Unassigned."));
        }
        columns.addAll(periodFacts());
        columns.addAll(figures);
        columns.addAll(CLOSING);
        List<String> key = new ArrayList<>(List.of("period_type", "period"));
        key.addAll(grain.keys());
        String members = grain.keys().isEmpty() ? "of the whole company" : "per " + String.join(" and ", grain.keys());
        String description = "Every measure and KPI " + members + ", one row per period, one column per figure.";
        return PublishedTable.replaced("kpi_" + grain.grainName(), description, columns, key)
                .withCheck("period_ends", "period_start <= period_end");
    }

    private static PublishedTable kpiValues() {
        List<PublishedColumn> columns = new ArrayList<>();
        columns.add(grain(Arrays.asList(Grain.values())));
        columns.addAll(List.of(periodType(), period(), member("rep_id"), member("team"), member("segment")));
        columns.add(member("channel"));
        columns.add(text("kpi", "Name of the KPI, as in kpi_catalog.").notNull());
        columns.addAll(periodFacts());
        columns.addAll(List.of(
                kpi("value", "The KPI's value in its unit; null where status is not ok."),
                text("unit", "Unit of the value, as in kpi_catalog.").notNull(),
                exact("numerator", "Numerator of the value where it is one fraction: sum it before dividing."),
                exact("denominator", "Denominator of the value where it is one fraction: sum it before dividing."),
                text("status", "ok, or why there is no value: no_denominator, no_source, not_applicable.")
                        .notNull()
                        .oneOf(List.of("ok", "no_denominator", "no_source", "not_applicable")),
                kpi("previous_value", "Value published for the period before, in full."),
                kpi("change", "value - previous_value, in the KPI's unit."),
                kpi("change_rate", "change / |previous_value|; null where that is 0."),
                kpi("year_ago_value", "Value published for the same period a year before, in full."),
                kpi("target", "Target from the settings, in the KPI's unit."),
                text("target_status", "Whether the value is above, on or below the target.")
                        .oneOf(List.of("above", "on", "below")),
                kpi("benchmark", "Benchmark from the settings, in the KPI's unit."),
                rank("rank", "1 = best by the KPI's better among the members of grain and period; ties share it."),
                share("percentile", "(n - rank) / (n - 1) of n ranked members: 1 = best; null for n = 1.")));
        columns.addAll(CLOSING);
        List<String> key = List.of("grain", "period_type", "period", "rep_id", "team", "segment", "channel", "kpi");
        return PublishedTable.replaced(
                        "kpi_values", "One KPI value of one member in one period, with its comparisons.", columns, key)
                .withCheck("period_ends", "period_start <= period_end")
                .withCheck("value_has_status", "(status = 'ok') = (value is not null)");
    }

    private static PublishedTable stagePerformance() {
        List<PublishedColumn> columns = new ArrayList<>();
        columns.add(grain(Grain.OF_STAGES));
        columns.addAll(List.of(periodType(), period(), member("rep_id"), member("team"), member("segment")));
        columns.add(text("stage", "Stage as the CRM names it.").notNull());
        columns.addAll(periodFacts());
        columns.addAll(List.of(
                count("entered", "Distinct opportunities that entered the stage in the period.")
                        .notNull(),
                count("stays_ended", "Stays in the stage that ended in the period.")
                        .notNull(),
                kpi("average_days", "Mean length of the ended stays, in calendar days."),
                kpi("median_days", "Median length of the ended stays, interpolated, in calendar days."),
                kpi("p90_days", "90th percentile of the ended stays' length, interpolated, in calendar days."),
                count("moved_on", "Ended stays that led to another stage or a won deal.")
                        .notNull(),
                count("lost", "Ended stays that ended with a lost deal.").notNull(),
                share("moved_on_share", "moved_on / stays_ended; null where no stay ended."),
                rank("bottleneck_rank", "1 = longest median among the stages of grain, member and period.")));
        columns.addAll(CLOSING);
        List<String> key = List.of("grain", "period_type", "period", "rep_id", "team", "segment", "stage");
        return PublishedTable.replaced(
                        "stage_performance", "How long deals stay in a stage, and where they get stuck.", columns, key)
                .withCheck("period_ends", "period_start <= period_end")
                .withCheck("every_stay_ends_one_way", "moved_on + lost = stays_ended");
    }

    private static PublishedColumn grain(List<Grain> grains) {
        List<String> names = grains.stream().map(Grain::grainName).toList();
        return text("grain", "What the row is about: " + String.join(", ", names) + ".")
                .notNull()
                .oneOf(names);
    }

    private static PublishedColumn periodType() {
        List<String> names =
                Arrays.stream(PeriodType.values()).map(PeriodType::typeName).toList();
        return text("period_type", "Length of the fiscal period: month, quarter or year.")
                .notNull()
                .oneOf(names);
    }

    private static PublishedColumn period() {
        return text("period", "Name of the fiscal period, such as 2026-07, 2026-Q3, 2026 or FY2026-M01.")
                .notNull();
    }

    private static PublishedColumn member(String key) {
        return switch (key) {
            case "rep_id" ->
                text(key, "Rep: an id, or Unassigned; All where the row is about all reps.")
                        .notNull();
            case "team" ->
                text(key, "Team of the rep, or Unassigned; All where the row is about all teams.")
                        .notNull();
            case "segment" ->
                text(key, "Segment, or Unassigned; All where the row is about all segments.")
                        .notNull();
            case "channel" ->
                text(key, "Channel, or Unassigned; All where the row is about all channels.")
                        .notNull();
            default -> throw new IllegalArgumentException("Cannot declare the member column " + key);
        };
    }

    private static List<PublishedColumn> periodFacts() {
        return List.of(
                date("period_start", "First day of the period.").notNull(),
                date("period_end", "Last day of the period.").notNull(),
                flag("complete", "Whether the period had ended by as_of; otherwise the figures are to date.")
                        .notNull(),
                date("as_of", "Reporting date of the run: what was known by the end of this day.")
                        .notNull(),
                runId());
    }

    private static PublishedColumn runId() {
        return text("run_id", "Run that published the row, as in runs.").notNull();
    }

    private static PublishedColumn exact(String name, String comment) {
        return PublishedColumn.of(name, DataTypes.createDecimalType(38, 6), comment);
    }
}
