package io.mittari.cli;

import io.mittari.model.Grain;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Figures for a person: of the company a KPI a line, of members a table a period and a member a line. */
record FiguresTable(ShownFigures figures, String currency) {
    void print(PrintWriter out) {
        if (figures.grain() == Grain.COMPANY) {
            out.print(company());
        } else {
            figures.periods().forEach(period -> out.printf("%s%n%n%s%n", period.header(), members(period)));
        }
        figures.rows().stream()
                .findFirst()
                .ifPresent(
                        row -> out.printf("As of %s, published by run %s.%n", row.getAs("as_of"), row.getAs("run_id")));
        if (figures.rows().stream().anyMatch(row -> row.getAs("value") == null)) {
            out.println("Where there is no value (-), the status in kpi_values says why.");
        }
    }

    private TextTable company() {
        Map<String, List<Row>> byKpi =
                figures.rows().stream().collect(Collectors.groupingBy(row -> row.<String>getAs("kpi")));
        List<String> headers = new ArrayList<>(List.of("KPI"));
        figures.periods().forEach(period -> headers.add(period.header()));
        headers.add("target");
        TextTable table = new TextTable(headers, 1);
        figures.kpis().forEach(kpi -> table.add(line(kpi, byKpi.get(kpi.name()))));
        return table;
    }

    private List<String> line(ShownKpi kpi, List<Row> ofPeriods) {
        BigDecimal target = ofPeriods.get(ofPeriods.size() - 1).getAs("target");
        Stream<String> values = ofPeriods.stream().map(row -> kpi.text(row.getAs("value")));
        return Stream.of(Stream.of(kpi.header(currency)), values, Stream.of(kpi.target(target)))
                .flatMap(cells -> cells)
                .toList();
    }

    private TextTable members(ShownPeriod period) {
        List<String> headers = new ArrayList<>(figures.members());
        figures.kpis().forEach(kpi -> headers.add(kpi.header(currency)));
        TextTable table = new TextTable(headers, figures.members().size());
        figures.rows().stream()
                .filter(row -> row.getAs("period").equals(period.name()))
                .collect(Collectors.groupingBy(this::member, LinkedHashMap::new, Collectors.toList()))
                .forEach((member, rows) -> table.add(line(member, rows)));
        return table;
    }

    private List<String> line(List<String> member, List<Row> rows) {
        Map<String, Row> byKpi = rows.stream().collect(Collectors.toMap(row -> row.getAs("kpi"), row -> row));
        Stream<String> values = figures.kpis().stream()
                .map(kpi -> kpi.text(byKpi.get(kpi.name()).getAs("value")));
        return Stream.concat(member.stream(), values).toList();
    }

    private List<String> member(Row row) {
        return figures.members().stream()
                .map(column -> row.isNullAt(row.fieldIndex(column)) ? "" : row.<String>getAs(column))
                .toList();
    }
}
