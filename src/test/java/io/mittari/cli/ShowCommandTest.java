package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mittari.LocalSpark;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ShowCommandTest {
    @Test
    void csvHasTheExactValuesOfTheTable() throws IOException {
        Outcome outcome = show("--by", "rep", "--kpi", "win_rate", "--period", "2026-Q3", "--format", "csv");
        List<Row> published = LocalSpark.session()
                .read()
                .format("delta")
                .load(PublishedDemo.folder() + "/warehouse/kpi_values")
                .where("grain = 'rep' and kpi = 'win_rate' and period = '2026-Q3'")
                .orderBy("rep_id")
                .collectAsList();
        List<CSVRecord> records = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .get()
                .parse(new StringReader(outcome.out()))
                .getRecords();
        assertThat(records).hasSameSizeAs(published).isNotEmpty();
        for (int i = 0; i < records.size(); i++) {
            BigDecimal value = published.get(i).getAs("value");
            assertThat(records.get(i).get("rep_id")).isEqualTo(published.get(i).getAs("rep_id"));
            assertThat(records.get(i).get("rep_name")).isNotEmpty();
            assertThat(records.get(i).get("value")).isEqualTo(value == null ? "" : value.toPlainString());
        }
    }

    @Test
    void jsonHasNumbersAndPlainDates() throws IOException {
        Outcome outcome = show("--by", "segment,rep", "--kpi", "win_rate,cac", "--period", "2026", "--format", "JSON");
        JsonNode values = new ObjectMapper().readTree(outcome.out());
        assertThat(values).isNotEmpty();
        JsonNode first = values.get(0);
        assertThat(first.fieldNames())
                .toIterable()
                .startsWith(
                        "period_type",
                        "period",
                        "period_start",
                        "period_end",
                        "complete",
                        "rep_id",
                        "rep_name",
                        "segment",
                        "kpi",
                        "value");
        assertThat(first.get("period_start").asText()).isEqualTo("2026-01-01");
        assertThat(first.get("complete").isBoolean()).isTrue();
        assertThat(outcome.out()).containsPattern("\"kpi\":\"win_rate\",\"value\":\\d\\.\\d{6},");
    }

    @Test
    void membersAreATableAPeriodWithAColumnAKpi() {
        Outcome outcome = show("--by", "channel", "--kpi", "average_deal_size,win_rate", "--period", "2026-Q3,2026-Q4");
        assertThat(outcome.lines()).first().isEqualTo("2026-Q3");
        assertThat(outcome.lines())
                .contains("2026-Q4 (running)")
                .filteredOn(line -> line.startsWith("channel"))
                .hasSize(2);
        assertThat(outcome.lines()).last().asString().startsWith("As of 2026-10-20, published by run 2026-10-20-");
    }

    @Test
    void unknownKpiNamesTheNearestAndAll() {
        Outcome outcome = show("--kpi", "winrate");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults())
                .singleElement()
                .asString()
                .startsWith(
                        "There is no published KPI 'winrate' (--kpi); the nearest is win_rate. Published are total_revenue, ");
    }

    @Test
    void unknownPeriodNamesTheNearestAndTheRanges() {
        Outcome outcome = show("--period", "2026-Q5");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults())
                .singleElement()
                .asString()
                .isEqualTo("There is no published period '2026-Q5' (--period); the nearest is 2026-Q4. Published are"
                        + " 2022-01 to 2026-10, 2022-Q1 to 2026-Q4, 2022 to 2026");
    }

    @Test
    void nothingPublishedSaysWhatToDo() {
        Outcome outcome = show("-Dwarehouse.path=" + PublishedDemo.folder() + "/nowhere");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults()).singleElement().asString().contains("run `mittari run` first");
    }

    private static Outcome show(String... arguments) {
        List<String> all = new ArrayList<>(List.of("show", "--conf", PublishedDemo.configuration()));
        all.addAll(Arrays.asList(arguments));
        return Outcome.of(all.toArray(String[]::new));
    }
}
