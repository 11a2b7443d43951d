package io.mittari.report;

import static org.apache.spark.sql.functions.col;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.mittari.model.Grain;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the page's script reads: definitions, periods, and the figures of the company and of the members with the largest
 * bookings. Every figure is the exact decimal text of the table.
 */
final class PageData {
    /** Members that a page carries at most, so that it opens on a phone also where there are thousands. */
    private static final Map<Grain, Integer> LIMITS = Map.of(
            Grain.COMPANY, 1,
            Grain.SEGMENT, 30,
            Grain.TEAM, 60,
            Grain.REP, 200,
            Grain.REP_SEGMENT, 300,
            Grain.CHANNEL, 30);

    /** What the page needs of a KPI value beside the value itself, in the order of the script's arrays. */
    private static final List<String> COMPARISONS = List.of(
            "status",
            "previous_value",
            "change",
            "change_rate",
            "year_ago_value",
            "target",
            "target_status",
            "benchmark",
            "rank");

    /** Rows that a page carries at most of each part of a close. */
    private static final int CLOSE_ROWS = 200;

    private final ReportTables tables;
    private final Language language;
    private final Map<Grain, Dataset<Row>> largest = new EnumMap<>(Grain.class);

    PageData(ReportTables tables, Language language) {
        this.tables = tables;
        this.language = language;
    }

    /** The data, of maps, lists and texts. */
    Map<String, Object> read() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", tables.runId());
        data.put("asOf", tables.asOf().toString());
        tables.closed().ifPresent(closed -> data.put("close", close(new ClosePack(closed))));
        data.put("periods", tables.periods().stream().map(PageData::period).toList());
        data.put("kpis", tables.kpis().stream().map(this::kpi).toList());
        data.put("areas", areas());
        data.put(
                "multiples",
                tables.kpis().stream()
                        .map(ReportKpi::name)
                        .filter(Area::isMultiple)
                        .toList());
        data.put("comparisons", COMPARISONS);
        Map<String, Object> grains = new LinkedHashMap<>();
        Arrays.stream(Grain.values()).forEach(grain -> grains.put(grain.grainName(), grain(grain)));
        data.put("grains", grains);
        data.put("stages", stages());
        return data;
    }

    private static Map<String, Object> close(ClosePack pack) {
        return Map.of(
                "facts",
                pack.facts(),
                "isKnown",
                pack.isKnownToRun(),
                "parts",
                pack.parts().stream().map(PageData::part).toList());
    }

    private static Map<String, Object> part(ClosePack.Part part) {
        return Map.of(
                "name", part.name(),
                "columns", List.of(part.rows().columns()),
                "all", part.rows().count(),
                "rows",
                        part.rows().limit(CLOSE_ROWS).collectAsList().stream()
                                .map(row -> Stream.iterate(0, place -> place < row.size(), place -> place + 1)
                                        .map(place -> exact(row.get(place)))
                                        .toList())
                                .toList());
    }

    private Map<String, Object> areas() {
        Map<String, Object> areas = new LinkedHashMap<>();
        Arrays.stream(Area.values()).forEach(area -> areas.put(area.areaName(), area.kpis()));
        areas.put(
                "further",
                tables.kpis().stream()
                        .map(ReportKpi::name)
                        .filter(name -> !Area.isAnyAbout(name))
                        .toList());
        return areas;
    }

    private Map<String, Object> kpi(ReportKpi kpi) {
        return Map.of(
                "name", kpi.name(),
                "label", kpi.label(language),
                "description", kpi.description(language),
                "isTranslated", kpi.isDescribedIn(language),
                "formula", kpi.formula(),
                "unit", kpi.unit(),
                "better", kpi.better(),
                "isCore", kpi.isCore(),
                "inputs", kpi.inputs());
    }

    private static Map<String, Object> period(ReportPeriod period) {
        return Map.of(
                "type", period.type(),
                "name", period.name(),
                "start", period.start().toString(),
                "end", period.end().toString(),
                "complete", period.isComplete());
    }

    private Map<String, Object> grain(Grain grain) {
        Map<List<String>, Map<String, Object>> members = new LinkedHashMap<>();
        shown(grain, tables.wide(grain))
                .orderBy("period_start")
                .collectAsList()
                .forEach(row -> addFigures(members.computeIfAbsent(key(grain, row), key -> member(key)), grain, row));
        shown(grain, tables.values(grain))
                .collectAsList()
                .forEach(row -> addComparisons(members.get(key(grain, row)), row));
        return Map.of(
                "published", tables.ofPeriod(tables.wide(grain)).count(),
                "members", List.copyOf(members.values()));
    }

    private Dataset<Row> shown(Grain grain, Dataset<Row> rows) {
        if (grain == Grain.COMPANY) {
            return rows;
        }
        return rows.join(
                largest.computeIfAbsent(grain, members -> tables.largest(members, LIMITS.get(members))),
                asScala(grain.keys()).toSeq(),
                "left_semi");
    }

    private static List<String> key(Grain grain, Row row) {
        return grain.keys().stream().map(row::<String>getAs).toList();
    }

    private Map<String, Object> member(List<String> key) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("key", key);
        member.put("figures", new LinkedHashMap<String, List<String>>());
        member.put("comparisons", new LinkedHashMap<String, List<String>>());
        return member;
    }

    private void addFigures(Map<String, Object> member, Grain grain, Row row) {
        if (grain.keys().contains("rep_id")) {
            member.put("name", row.getAs("rep_name"));
            member.put("team", row.getAs("team"));
        }
        int place = tables.periods().stream().map(ReportPeriod::name).toList().indexOf(row.<String>getAs("period"));
        Map<String, List<String>> figures = texts(member, "figures");
        for (String figure : tables.figures()) {
            String value = exact(row.<Object>getAs(figure));
            if (value != null) {
                figures.computeIfAbsent(figure, name -> emptySeries()).set(place, value);
            }
        }
    }

    private List<String> emptySeries() {
        return new ArrayList<>(Arrays.asList(new String[tables.periods().size()]));
    }

    private static void addComparisons(Map<String, Object> member, Row row) {
        List<String> values = new ArrayList<>(COMPARISONS.stream()
                .map(column -> exact(row.<Object>getAs(column)))
                .toList());
        while (values.get(values.size() - 1) == null) { // the status never is
            values.remove(values.size() - 1);
        }
        texts(member, "comparisons").put(row.getAs("kpi"), values);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> texts(Map<String, Object> member, String part) {
        return (Map<String, List<String>>) member.get(part);
    }

    private List<Map<String, String>> stages() {
        List<Map<String, String>> stages = new ArrayList<>();
        for (Grain grain : List.of(Grain.COMPANY, Grain.SEGMENT, Grain.REP)) {
            Dataset<Row> rows = tables.stages().where(col("grain").equalTo(grain.grainName()));
            shown(grain, rows)
                    .orderBy("bottleneck_rank", "stage")
                    .collectAsList()
                    .forEach(row -> stages.add(stage(row)));
        }
        return stages;
    }

    private static Map<String, String> stage(Row row) {
        Map<String, String> stage = new LinkedHashMap<>();
        Stream.of(
                        "grain",
                        "rep_id",
                        "segment",
                        "stage",
                        "entered",
                        "stays_ended",
                        "average_days",
                        "median_days",
                        "p90_days",
                        "moved_on",
                        "lost",
                        "moved_on_share",
                        "bottleneck_rank")
                .forEach(column -> stage.put(column, exact(row.<Object>getAs(column))));
        return stage;
    }

    /** The value as the table has it, digit by digit. */
    private static String exact(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value == null ? null : value.toString();
    }
}
