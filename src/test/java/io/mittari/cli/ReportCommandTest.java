package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mittari.measures.Measure;
import io.mittari.model.Grain;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportCommandTest {
    private static final String TREND = "period_type = 'quarter' and period between '2024-Q3' and '2026-Q3'";

    /** Of stage_performance: whose stage, and the figures in the order of the workbook. */
    private static final List<String> STAGES = List.of(
            "grain",
            "segment",
            "rep_id",
            "stage",
            "entered",
            "stays_ended",
            "average_days",
            "median_days",
            "p90_days",
            "moved_on",
            "lost",
            "moved_on_share",
            "bottleneck_rank");

    private static final Map<String, String> LABELS = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void writesAPageAndAWorkbookOnTheNewestQuarterThatIsOverAndNothingElse() throws IOException {
        Path page = PublishedReports.demo();
        try (Stream<Path> files = Files.list(page.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("mittari-2026-Q3.html", "mittari-2026-Q3.xlsx");
        }
        assertThat(Files.size(page)).isBetween(1_000_000L, 3_000_000L);
    }

    @ParameterizedTest
    @EnumSource(Grain.class)
    void thePageCarriesTheExactValuesOfTheTables(Grain grain) throws IOException {
        JsonNode data = data(PublishedReports.demo());
        List<String> periods = texts(data.get("periods"), "name");
        Map<String, JsonNode> members = new HashMap<>();
        data.at("/grains/" + grain.grainName() + "/members")
                .forEach(member -> members.put(member.get("key").toString(), member));
        List<Row> published =
                PublishedReports.table("kpi_" + grain.grainName()).where(TREND).collectAsList();
        int compared = 0;
        for (Row row : published) {
            JsonNode member = members.get(key(grain, row));
            if (member == null) { // not there in the report's own period
                continue;
            }
            int place = periods.indexOf(row.<String>getAs("period"));
            for (String figure : figures(row)) {
                assertThat(member.at("/figures/" + figure + "/" + place).asText(null))
                        .as("%s of %s in %s", figure, key(grain, row), row.<String>getAs("period"))
                        .isEqualTo(exact(row.getAs(figure)));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(9 * 60);
        long ofPeriod = published.stream()
                .filter(row -> row.getAs("period").equals("2026-Q3"))
                .count();
        assertThat(members).hasSize((int) ofPeriod);
    }

    @ParameterizedTest
    @EnumSource(Grain.class)
    void thePageCarriesWhatValuesAreComparedWith(Grain grain) throws IOException {
        JsonNode data = data(PublishedReports.demo());
        List<String> columns = texts(data.get("comparisons"), "");
        Map<String, JsonNode> members = new HashMap<>();
        data.at("/grains/" + grain.grainName() + "/members")
                .forEach(member -> members.put(member.get("key").toString(), member));
        List<Row> published = PublishedReports.table("kpi_values")
                .where("period = '2026-Q3' and grain = '%s'".formatted(grain.grainName()))
                .collectAsList();
        assertThat(published).hasSize(members.size() * data.get("kpis").size());
        for (Row row : published) {
            JsonNode values = members.get(key(grain, row)).at("/comparisons/" + row.getAs("kpi"));
            for (int i = 0; i < columns.size(); i++) {
                assertThat(values.path(i).asText(null)).isEqualTo(exact(row.getAs(columns.get(i))));
            }
        }
    }

    @Test
    void pageAndWorkbookHaveTheStagesOfTheTable() throws IOException {
        List<Row> published = PublishedReports.table("stage_performance")
                .where("period = '2026-Q3'")
                .orderBy("grain", "segment", "team", "rep_id", "bottleneck_rank", "stage")
                .collectAsList();
        List<List<String>> onThePage = new ArrayList<>();
        data(PublishedReports.demo())
                .get("stages")
                .forEach(stage -> onThePage.add(STAGES.stream()
                        .map(column -> stage.path(column).asText(null))
                        .toList()));
        assertThat(onThePage)
                .containsExactlyInAnyOrderElementsOf(published.stream()
                        .filter(row -> !row.getAs("grain").equals("team"))
                        .map(row -> STAGES.stream()
                                .map(column -> exact(row.getAs(column)))
                                .toList())
                        .toList());
        try (Workbook workbook = workbook(PublishedReports.demo())) {
            Sheet sheet = workbook.getSheet("Stages");
            assertThat(sheet.getLastRowNum()).isEqualTo(published.size());
            for (int i = 0; i < published.size(); i++) {
                Row row = published.get(i);
                org.apache.poi.ss.usermodel.Row line = sheet.getRow(i + 1);
                assertThat(line.getCell(4).getStringCellValue()).isEqualTo(row.getAs("stage"));
                for (int column = 4; column < STAGES.size(); column++) {
                    assertThat(number(line.getCell(column + 1))).isEqualTo(stripped(row.getAs(STAGES.get(column))));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Grain.class)
    void aSheetOfTheWorkbookHasEveryRowAndTheTablesNumbers(Grain grain) throws IOException {
        List<String> sheets = List.of("Company", "Segments", "Teams", "Reps", "Reps and segments", "Channels");
        List<Row> published = PublishedReports.table("kpi_" + grain.grainName())
                .where(TREND)
                .orderBy("period_start", grain.keys().toArray(String[]::new))
                .collectAsList();
        try (Workbook workbook = workbook(PublishedReports.demo())) {
            Sheet sheet = workbook.getSheet(sheets.get(grain.ordinal()));
            assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
            assertThat(sheet.getPaneInformation().getHorizontalSplitPosition()).isEqualTo((short) 2);
            assertThat(sheet.getLastRowNum() + 1).isEqualTo(published.size() + 2);
            Map<String, Integer> columns = headers(sheet);
            Map<String, Integer> figures = new HashMap<>();
            labels().forEach((figure, label) -> figures.put(
                    figure,
                    columns.entrySet().stream()
                            .filter(column -> column.getKey().equals(label)
                                    || column.getKey().startsWith(label + " ("))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("There is no column " + label))
                            .getValue()));
            assertThat(figures.values()).doesNotHaveDuplicates();
            for (int i = 0; i < published.size(); i++) {
                Row row = published.get(i);
                org.apache.poi.ss.usermodel.Row line = sheet.getRow(i + 2);
                assertThat(line.getCell(0).getStringCellValue()).isEqualTo(row.getAs("period"));
                for (String figure : figures(row)) {
                    assertThat(number(line.getCell(figures.get(figure))))
                            .as(figure)
                            .isEqualTo(stripped(row.getAs(figure)));
                }
            }
            Cell formula = sheet.getRow(0).getCell(columns.get("Win rate"));
            assertThat(formula.getStringCellValue()).isEqualTo("won_deals / (won_deals + lost_deals)");
            Cell share = sheet.getRow(2).getCell(columns.get("Win rate"));
            assertThat(share.getCellStyle().getDataFormatString()).isEqualTo("0.0%");
            assertThat(DateUtil.isCellDateFormatted(sheet.getRow(2).getCell(columns.get("From"))))
                    .isTrue();
        }
    }

    @Test
    void aPageHasTheMembersWithTheLargestBookingsAndTheWorkbookAll() throws IOException {
        JsonNode channels = data(PublishedReports.hostile()).at("/grains/channel");
        List<String> smaller =
                IntStream.rangeClosed(1, 30).mapToObj("c%02d"::formatted).toList();
        assertThat(channels.get("published").asInt()).isEqualTo(32);
        List<String> onThePage = new ArrayList<>();
        channels.get("members")
                .forEach(channel -> onThePage.add(channel.at("/key/0").asText()));
        assertThat(onThePage).hasSize(30).contains("Unassigned", "c31").containsAll(smaller.subList(0, 28));
        try (Workbook workbook = workbook(PublishedReports.hostile())) {
            List<String> inTheWorkbook = new ArrayList<>();
            workbook.getSheet("Channels").forEach(line -> {
                if (line.getCell(0).getStringCellValue().equals("2026-Q4")) {
                    inTheWorkbook.add(line.getCell(1).getStringCellValue());
                }
            });
            assertThat(inTheWorkbook).hasSize(32).contains("Unassigned", "c31").containsAll(smaller);
        }
    }

    @Test
    void theScorecardSaysWhyAValueIsMissing() throws IOException {
        try (Workbook workbook = workbook(PublishedReports.hostile())) {
            Sheet sheet = workbook.getSheet("Scorecard");
            assertThat(sheet.getRow(0).getCell(0).getStringCellValue()).isEqualTo("2026-Q4 (running)");
            Map<String, String> states = new TreeMap<>();
            Map<String, Integer> columns = headers(sheet);
            for (int i = 2; i <= sheet.getLastRowNum(); i++) {
                states.put(
                        sheet.getRow(i).getCell(0).getStringCellValue(),
                        sheet.getRow(i).getCell(columns.get("Status")).getStringCellValue());
            }
            assertThat(states).containsEntry("Win rate", "ok").containsEntry("Lead conversion rate", "no source");
        }
    }

    @Test
    void textThatLooksLikeAFormulaStaysText() throws IOException {
        try (Workbook workbook = workbook(PublishedReports.hostile())) {
            Map<String, Cell> texts = new HashMap<>();
            for (Sheet sheet : workbook) {
                sheet.forEach(line -> line.forEach(cell -> {
                    assertThat(cell.getCellType()).isNotEqualTo(CellType.FORMULA);
                    if (cell.getCellType() == CellType.STRING) {
                        texts.put(cell.getStringCellValue(), cell);
                    }
                }));
            }
            for (String text : List.of(PublishedReports.FORMULA, "+358", "@home")) {
                assertThat(texts).containsKey(text);
                assertThat(texts.get(text).getCellStyle().getQuotePrefixed())
                        .as(text)
                        .isTrue();
            }
            assertThat(texts.get(PublishedReports.MARKUP).getCellStyle().getQuotePrefixed())
                    .isFalse();
        }
    }

    @Test
    void aMonthIsComparedWithTheYearBeforeIt() throws IOException {
        JsonNode data = data(PublishedReports.finnishMonth());
        assertThat(texts(data.get("periods"), "name"))
                .hasSize(13)
                .startsWith("2025-09")
                .endsWith("2026-09");
    }

    @Test
    void anUnknownPeriodNamesTheNearest() {
        Outcome outcome = report("--period", "2026-Q7");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults())
                .singleElement()
                .asString()
                .startsWith("There is no published period '2026-Q7' (--period); the nearest is 2026-Q4.");
    }

    @Test
    void nothingPublishedSaysWhatToDo() {
        Outcome outcome = report("-Dwarehouse.path=" + folder + "/nowhere");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults()).singleElement().asString().contains("run `mittari run` first");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
        Files.writeString(folder.resolve("out"), "a file");
        Outcome outcome = report();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.faults())
                .singleElement()
                .asString()
                .startsWith("Cannot write the report to " + folder.resolve("out") + " (--out): ")
                .endsWith("Give a folder that can be written to");
    }

    private Outcome report(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                "report",
                "--conf",
                PublishedDemo.configuration(),
                "--out",
                folder.resolve("out").toString()));
        words.addAll(List.of(arguments));
        return Outcome.of(words.toArray(String[]::new));
    }

    /** The measures and KPIs of a wide table's row. */
    private static List<String> figures(Row row) throws IOException {
        return Arrays.stream(row.schema().fieldNames())
                .filter(labels()::containsKey)
                .toList();
    }

    /** What measures and KPIs are called, by their names in the tables. */
    private static Map<String, String> labels() throws IOException {
        if (LABELS.isEmpty()) {
            Properties texts = new Properties();
            texts.load(new StringReader(
                    Files.readString(Path.of("src/main/resources/io/mittari/report/texts_en.properties"))));
            Arrays.stream(Measure.values())
                    .forEach(measure -> LABELS.put(measure.column(), texts.getProperty("measure." + measure.column())));
            PublishedReports.table("kpi_catalog")
                    .collectAsList()
                    .forEach(kpi -> LABELS.put(kpi.getAs("kpi"), kpi.getAs("label")));
        }
        return LABELS;
    }

    /** The data in a page, as its script reads it. */
    private static JsonNode data(Path page) throws IOException {
        String html = Files.readString(page);
        String begin = "<script type=\"application/json\" id=\"data\">";
        int from = html.indexOf(begin) + begin.length();
        return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    }

    private static Workbook workbook(Path page) throws IOException {
        return WorkbookFactory.create(PublishedReports.workbook(page).toFile(), null, true);
    }

    private static Map<String, Integer> headers(Sheet sheet) {
        Map<String, Integer> columns = new HashMap<>();
        sheet.getRow(1).forEach(cell -> columns.put(cell.getStringCellValue(), cell.getColumnIndex()));
        return columns;
    }

    private static String number(Cell cell) {
        return cell.getCellType() == CellType.BLANK ? null : stripped(BigDecimal.valueOf(cell.getNumericCellValue()));
    }

    private static String stripped(Object value) {
        return value == null
                ? null
                : new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }

    private static String exact(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value == null ? null : value.toString();
    }

    private static String key(Grain grain, Row row) throws IOException {
        return new ObjectMapper()
                .writeValueAsString(
                        grain.keys().stream().map(row::<String>getAs).toList());
    }

    private static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add((field.isEmpty() ? element : element.get(field)).asText()));
        return texts;
    }
}
