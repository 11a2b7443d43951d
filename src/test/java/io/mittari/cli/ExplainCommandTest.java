package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mittari.LocalSpark;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
    @Test
    void allRowsInCsvAddUpToThePublishedMeasure() throws IOException {
        Outcome outcome = explain(example(2));
        BigDecimal published =
                published("kpi_rep", "rep_id = 'R-0005' and period = '2025'").getAs("bookings");
        List<CSVRecord> records = records(outcome);
        List<BigDecimal> parts = records.stream()
                .filter(line -> line.get("kind").equals("row"))
                .map(line -> new BigDecimal(line.get("value")))
                .toList();
        assertThat(parts).hasSizeGreaterThan(1);
        assertThat(parts.stream().reduce(BigDecimal::add)).contains(published);
        assertThat(records)
                .filteredOn(line -> line.get("kind").equals("measure"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.get("value")).isEqualTo(published.toPlainString());
                    assertThat(line.get("note")).isEqualTo(parts.size() + " rows");
                });
        assertThat(records)
                .filteredOn(line -> line.get("kind").equals("rejected"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.get("name")).isEqualTo("opportunities");
                    assertThat(line.get("value"))
                            .isEqualTo(table("source_loads")
                                    .where("source = 'opportunities'")
                                    .selectExpr("cast(sum(rows_rejected) as string)")
                                    .first()
                                    .getString(0));
                });
        assertThat(records).filteredOn(line -> line.get("kind").equals("row")).allSatisfy(line -> {
            assertThat(line.get("entity")).isEqualTo("opportunities");
            assertThat(line.get("rep_id")).isEqualTo("R-0005");
            assertThat(converted(line)).isEqualTo(line.get("value"));
        });
    }

    @Test
    void aChangeInJsonIsThePublishedOneAndItsPartsAddUpToIt() throws IOException {
        Outcome outcome = explain(example(1), "--format", "json");
        JsonNode json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(outcome.out());
        Row published = published(
                "kpi_values",
                "grain = 'segment' and segment = 'SMB' and period = '2026-Q3' and kpi = 'pipeline_velocity'");
        JsonNode change = json.get("change");
        assertThat(json.get("value").decimalValue()).isEqualByComparingTo(published.<BigDecimal>getAs("value"));
        assertThat(change.get("previous_value").decimalValue())
                .isEqualByComparingTo(published.<BigDecimal>getAs("previous_value"));
        assertThat(change.get("change").decimalValue()).isEqualByComparingTo(published.<BigDecimal>getAs("change"));
        assertThat(change.get("parts").findValuesAsText("part"))
                .containsExactly(
                        "qualified_leads", "opportunity_conversion_rate", "average_deal_size", "sales_cycle_length");
        assertThat(StreamSupport.stream(change.get("parts").spliterator(), false)
                        .map(part -> part.get("effect").decimalValue())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(published.<BigDecimal>getAs("change"));
        assertThat(change.get("members").findValuesAsText("kind")).isNotEmpty().containsOnly("rep");
        assertThat(json.get("measures"))
                .allSatisfy(measure -> assertThat(measure.get("rows").size())
                        .isEqualTo(Math.min(10, measure.get("row_count").asInt())));
    }

    @Test
    void aTableHasTheFormulaTwiceAndTheLargestRows() {
        Outcome outcome = explain("cac", "--period", "2026-10", "--channel", "Event", "--rows", "2", "--change");
        Row published = published("kpi_channel", "channel = 'Event' and period = '2026-10'");
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.lines())
                .startsWith("Customer acquisition cost (CAC) of channel Event in 2026-10 (running)")
                .contains(
                        "cac = acquisition_cost / new_customers",
                        "    = %s / %s"
                                .formatted(published.getAs("acquisition_cost"), published.getAs("new_customers")),
                        "The rows add up to every measure as it is published.")
                .anyMatch(line -> line.startsWith("Change since 2026-09: ")
                        || line.startsWith("There is no change to take apart: "));
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void aFigureOfAStageInATableHasTheLongestStays() {
        Outcome outcome = explain(example(3), "--rows", "2");
        Row published =
                published("stage_performance", "grain = 'company' and stage = 'Proposal' and period = '2026-Q3'");
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.lines())
                .startsWith("median_days of stage Proposal in 2026-Q3")
                .contains(
                        "median_days = percentile(days, 0.5)",
                        "            = "
                                + published
                                        .<BigDecimal>getAs("median_days")
                                        .stripTrailingZeros()
                                        .toPlainString(),
                        "Calendar days of the stays that ended in the period. %s rows, of which the 2 largest are:"
                                .formatted(published.<Long>getAs("stays_ended")),
                        "The rows come to the value as it is published.")
                .filteredOn(line -> line.startsWith("stage_history"))
                .hasSize(2);
    }

    /** Stays that lasted 0 days are rows as well. */
    @Test
    void theRowsOfAStagesRankAreTheStaysOfAllStages() throws IOException {
        Outcome outcome = explain(
                "bottleneck_rank",
                "--period",
                "2026-Q3",
                "--stage",
                "Negotiation",
                "--segment",
                "SMB",
                "--rows",
                "all",
                "--format",
                "csv");
        List<CSVRecord> records = records(outcome);
        List<Row> stages = table("stage_performance")
                .where("grain = 'segment' and segment = 'SMB' and period = '2026-Q3' and stays_ended > 0")
                .collectAsList();
        assertThat(stages).hasSizeGreaterThan(2).allSatisfy(stage -> {
            List<BigDecimal> days = records.stream()
                    .filter(line -> line.get("kind").equals("row"))
                    .filter(line -> line.get("name").equals("days (%s)".formatted(stage.<String>getAs("stage"))))
                    .peek(line -> assertThat(line.get("value")).isEqualTo(line.get("days")))
                    .map(line -> new BigDecimal(line.get("days")))
                    .sorted()
                    .toList();
            assertThat(days).hasSize(stage.<Long>getAs("stays_ended").intValue());
            assertThat(days.get((days.size() - 1) / 2).add(days.get(days.size() / 2)))
                    .isEqualByComparingTo(stage.<BigDecimal>getAs("median_days").multiply(BigDecimal.valueOf(2)));
        });
        assertThat(records)
                .filteredOn(line -> line.get("name").equals("bottleneck_rank"))
                .singleElement()
                .satisfies(line -> assertThat(line.get("value"))
                        .isEqualTo(stages.stream()
                                .filter(stage -> stage.getAs("stage").equals("Negotiation"))
                                .map(stage ->
                                        stage.<Integer>getAs("bottleneck_rank").toString())
                                .collect(Collectors.joining())));
    }

    @Test
    void rowsThatDoNotAddUpAreAnErrorThatNamesTheMeasure() {
        Outcome outcome = explain("qualified_leads", "--period", "2026-Q3", "-Dleads.qualified_when=false");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.faults())
                .singleElement()
                .asString()
                .startsWith(
                        "The rows behind qualified_leads of the company in 2026-Q3 add up to 0, but run 2026-10-20-")
                .endsWith(" The settings are not those of that run: run `mittari run` first");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            winrate --period 2026-Q3                              | There is no published KPI or measure 'winrate' (KPI); the nearest is win_rate. Published are total_revenue,
            win_rate --period 2026-Q5                             | There is no published period '2026-Q5' (--period); the nearest is 2026-Q4. Published are 2022-01
            win_rate --period 2026-Q3 --rep R-00055               | There is no published rep 'R-00055' (--rep); the nearest is R-0005
            win_rate --period 2026-Q3 --rep R-0005 --segment SMBB | There is no published segment 'SMBB' (--segment); the nearest is SMB
            mediandays --period 2026-Q3 --stage Proposal          | stage_performance has no figure 'mediandays' (KPI); the nearest is median_days. It has entered,
            median_days --period 2026-Q3                          | median_days is a figure of stage_performance: say of which stage, with --stage
            median_days --period 2026-Q3 --stage Proposals        | There is no published stage 'Proposals' (--stage); the nearest is Proposal. Published are Closed
            lost --period 2026-Q3 --stage Proposal --channel Event | The figures of a stage are published for the company, and by rep, team or segment
            lost --period 2026-Q3 --stage Proposal --change       | A change is taken apart by the formula of a KPI, and a figure of a stage has none: leave --change out
            quota_attainment --period 2026-Q3 --channel Event     | quota_attainment means nothing per channel, because these have no channel: quota. Leave --channel out
            """)
    void whatIsNotPublishedIsAFaultThatNamesWhatIs(String arguments, String beginning) {
        Outcome outcome = explain(arguments.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults()).singleElement().asString().startsWith(beginning);
    }

    private static String converted(CSVRecord line) {
        return new BigDecimal(line.get("amount"))
                .multiply(new BigDecimal(line.get("rate")))
                .setScale(2, java.math.RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static List<CSVRecord> records(Outcome outcome) throws IOException {
        assertThat(outcome.faults()).isEmpty();
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .get()
                .parse(new StringReader(outcome.out()))
                .getRecords();
    }

    private static Row published(String table, String where) {
        return table(table).where(where).first();
    }

    private static Dataset<Row> table(String name) {
        return LocalSpark.session().read().format("delta").load(PublishedDemo.folder() + "/warehouse/" + name);
    }

    /** One of the help's. */
    private static String[] example(int place) {
        return HelpExamples.of("explain")
                .get(place)
                .replaceFirst("explain ", "")
                .split(" ");
    }

    private static Outcome explain(String[] example, String... more) {
        return explain(
                Stream.concat(Arrays.stream(example), Arrays.stream(more)).toArray(String[]::new));
    }

    private static Outcome explain(String... arguments) {
        List<String> all = new ArrayList<>(List.of("explain", "--conf", PublishedDemo.configuration()));
        all.addAll(Arrays.asList(arguments));
        return Outcome.of(all.toArray(String[]::new));
    }
}
