package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Looks at reports in a real browser. */
class ReportPageTest {
    private static final List<String> AREAS = List.of("revenue", "conversion", "pipeline", "customers", "team");
    private static final String VISIBLE = "section:not([hidden]) ";

    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start().orElseGet(() -> {
            String reason = "The page of a report is not looked at: there is no chromium, or no chromedriver, in PATH.";
            System.out.println(reason);
            return abort(reason);
        });
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingIsComplainedOfAndNothingLeavesThePage() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).allMatch(address -> address.matches("(file|data|about):.*"));
    }

    @Test
    void theOverviewShowsThePublishedValuesOfTheCore() {
        browser.open(PublishedReports.demo());
        Map<String, Row> published = published("grain = 'company'");
        List<WebElement> cards = browser.all("#overview .card");
        assertThat(cards).hasSize(7);
        for (WebElement card : cards) {
            Row row = published.get(card.getDomAttribute("data-kpi"));
            WebElement value = browser.find("#overview .card[data-kpi=%s] .value".formatted(row.<String>getAs("kpi")));
            assertThat(value.getDomAttribute("data-exact")).isEqualTo(exact(row, "value"));
        }
        assertThat(browser.all("#overview .card .spark svg path")).hasSizeGreaterThanOrEqualTo(7);
        assertThat(card("win_rate").getText())
                .contains("40.6%", "vs 2026-Q2", "35.0%", "above target", "Benchmark", "not set");
    }

    @Test
    void everyAreaDrawsItsChartsOrSaysWhyNot() {
        browser.open(PublishedReports.demo());
        for (String area : AREAS) {
            browser.section(area);
            assertThat(browser.all(VISIBLE + "figure"))
                    .as(area)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(figure -> assertThat(drawn(figure)).isPositive());
            assertThat(browser.all(VISIBLE + "figure .empty")).isEmpty();
        }
        browser.open(PublishedReports.hostile());
        browser.section("customers");
        assertThat(browser.all(VISIBLE + "figure .empty"))
                .isNotEmpty()
                .allSatisfy(empty -> assertThat(empty.getText())
                        .isEqualTo("No chart: The extract that this needs is not connected."));
        assertThat(browser.find(VISIBLE + "tr[data-kpi=churn_rate]").getText()).contains("no source");
    }

    @Test
    void aClickInALegendHidesASeriesAndShowsItAgain() {
        browser.open(PublishedReports.demo());
        browser.section("pipeline");
        WebElement figure = browser.find(VISIBLE + "figure[data-chart=forecast]");
        WebElement quota = figure.findElement(By.cssSelector(".legend li:last-child button"));
        int all = drawn(figure);
        quota.click();
        browser.await(() -> drawn(figure) < all);
        assertThat(quota.getDomAttribute("aria-pressed")).isEqualTo("false");
        quota.click();
        browser.await(() -> drawn(figure) == all);
        assertThat(quota.getDomAttribute("aria-pressed")).isEqualTo("true");
    }

    @Test
    void filtersShowTheFiguresOfSegmentAndRep() {
        browser.open(PublishedReports.demo());
        browser.choose("segment", "SMB");
        assertCardsShow(published("grain = 'segment' and segment = 'SMB'"));
        String rep = PublishedReports.table("kpi_rep_segment")
                .where("period = '2026-Q3' and segment = 'SMB' and won_deals > 0")
                .orderBy("rep_id")
                .first()
                .getAs("rep_id");
        String name = PublishedReports.table("kpi_rep")
                .where("period = '2026-Q3' and rep_id = '%s'".formatted(rep))
                .first()
                .getAs("rep_name");
        browser.choose("rep", name);
        assertCardsShow(published("grain = 'rep_segment' and segment = 'SMB' and rep_id = '%s'".formatted(rep)));
        assertThat(browser.find("#scope").getText()).contains("SMB · " + name);
        browser.section("team");
        assertThat(browser.all(VISIBLE + "tr[data-rep]")).hasSize(1);
        browser.find("#reset").click();
        browser.section("overview");
        assertCardsShow(published("grain = 'company'"));
    }

    @Test
    void repsAreSortedByWhatIsClicked() {
        browser.open(PublishedReports.demo());
        browser.section("team");
        assertThat(column(2)).isSortedAccordingTo(Comparator.reverseOrder());
        browser.all(VISIBLE + ".reps th button").get(3).click();
        browser.all(VISIBLE + ".reps th button").get(3).click();
        List<BigDecimal> attainments = column(4);
        assertThat(attainments).hasSizeGreaterThan(5).isSorted();
    }

    @Test
    void aFigureLeadsToItsDefinition() {
        browser.open(PublishedReports.demo());
        browser.follow("#overview .card[data-kpi=win_rate] h3 a", "definitions");
        assertThat(browser.find("#def-win_rate").isDisplayed()).isTrue();
        assertThat(browser.find("#def-win_rate").getText())
                .contains("Open ones do not count", "win_rate = won_deals / (won_deals + lost_deals)");
        assertThat(browser.all("#overview .card")).noneMatch(WebElement::isDisplayed);
    }

    @Test
    void finnishHasFinnishLabelsNumbersAndDates() {
        browser.open(PublishedReports.finnishMonth());
        assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("fi");
        assertThat(browser.find("#meta").getText()).contains("1.9.2026 – 30.9.2026", "Tilanne 20.10.2026");
        assertThat(browser.all("nav a").stream().map(WebElement::getText))
                .containsExactly(
                        "Yhteenveto",
                        "Liikevaihto",
                        "Konversio",
                        "Myyntiputki",
                        "Asiakkaat",
                        "Myyntitiimi",
                        "Määritelmät");
        assertThat(card("win_rate").getText()).contains("Voittoprosentti", "Tavoite", "35,0 %", "%-yks.");
        assertThat(card("average_deal_size")
                        .findElement(By.cssSelector(".value"))
                        .getText())
                .matches("[1-9]\\d{0,2}(\\h\\d{3})*(,\\d\\d)?\\h€");
        browser.section("definitions");
        assertThat(browser.find("#def-win_rate").getText()).contains("Voitetut kaupat kaudella ratkenneista");
    }

    @Test
    void namesAreTextAndARunningPeriodSaysSo() {
        browser.open(PublishedReports.hostile());
        assertThat(browser.title()).isEqualTo("Sales figures 2026-Q4");
        assertThat(browser.find("h1").getText()).contains("2026-Q4", "running");
        assertThat(browser.find("#scope").getText()).startsWith("The period is not over");
        assertThat(card("lead_conversion_rate").getText())
                .contains("no source", "The extract that this needs is not connected.");
        browser.section("team");
        assertThat(browser.all(VISIBLE + "tr[data-rep]").stream().map(WebElement::getText))
                .anySatisfy(text -> assertThat(text).startsWith(PublishedReports.MARKUP));
        assertThat(browser.all("main b").stream().map(WebElement::getText)).doesNotContain("Bo");
        browser.choose("rep", PublishedReports.MARKUP);
        assertThat(browser.find("#scope").getText()).contains(PublishedReports.MARKUP);
    }

    @Test
    void thePageSaysWhereItHasNotAllMembers() {
        browser.open(PublishedReports.hostile());
        assertThat(browser.find("#limits").getText())
                .isEqualTo("Channels: the page has the 30 of 32 with the largest bookings in the period; the workbook"
                        + " has all.");
        browser.open(PublishedReports.demo());
        assertThat(browser.find("#limits").getText()).isEmpty();
    }

    @Test
    void aPhoneNeedsNoScrollingSidewaysAndNothingRunsIntoItsNeighbour() {
        browser.open(PublishedReports.demo());
        browser.resize(390);
        for (String area : AREAS) {
            browser.section(area);
            assertThat(browser.evaluate("document.documentElement.scrollWidth"))
                    .as(area)
                    .isEqualTo(390L);
            assertThat(
                            browser.evaluate(
                                    "[...document.querySelectorAll('section:not([hidden]) .panel td')]"
                                            + ".filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent).join()"))
                    .as(area)
                    .isEqualTo("");
        }
    }

    @Test
    void theDarkThemeIsFollowed() {
        browser.open(PublishedReports.demo());
        Function<String, Object> background = theme -> {
            browser.theme(theme);
            return browser.evaluate("getComputedStyle(document.body).backgroundColor");
        };
        assertThat(background.apply("light")).isEqualTo("rgb(245, 246, 244)");
        assertThat(background.apply("dark")).isEqualTo("rgb(16, 21, 25)");
    }

    @Test
    void paperHasEverySectionOnWhite() {
        browser.open(PublishedReports.demo());
        browser.theme("dark");
        browser.evaluate("window.addEventListener('beforeprint', () => window.printed = "
                + "[getComputedStyle(document.body).backgroundColor, "
                + "...[...document.querySelectorAll('section')].map(s => s.offsetHeight > 0 && "
                + "[...s.querySelectorAll('.chart, .spark')].every(c => c.querySelector('svg path')))].join())");
        byte[] pdf = Base64.getDecoder().decode(browser.print());
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(browser.evaluate("window.printed"))
                .isEqualTo("rgb(255, 255, 255),true,true,true,true,true,true,true");
        assertThat(browser.all("section").stream().filter(WebElement::isDisplayed))
                .hasSize(1);
    }

    private static void assertCardsShow(Map<String, Row> published) {
        List<WebElement> cards = browser.all("#overview .card");
        assertThat(cards).hasSize(7);
        for (WebElement card : cards) {
            Row row = published.get(card.getDomAttribute("data-kpi"));
            WebElement value = card.findElement(By.cssSelector(".value"));
            assertThat(value.getDomAttribute("data-exact")).isEqualTo(exact(row, "value"));
            assertThat(value.getDomAttribute("data-status")).isEqualTo(row.getAs("status"));
        }
    }

    private static Map<String, Row> published(String condition) {
        return PublishedReports.table("kpi_values")
                .where("period = '2026-Q3' and " + condition)
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getAs("kpi"), row -> row));
    }

    private static String exact(Row row, String column) {
        BigDecimal value = row.getAs(column);
        return value == null ? null : value.toPlainString();
    }

    private static WebElement card(String kpi) {
        return browser.find("#overview .card[data-kpi=%s]".formatted(kpi));
    }

    /** How many shapes a figure's chart is made of. */
    private static int drawn(WebElement figure) {
        return figure.findElements(By.cssSelector(".chart svg path")).size();
    }

    /** The numbers in a column of the reps' table, the first column being 1. */
    private static List<BigDecimal> column(int place) {
        return browser.all(VISIBLE + ".reps tbody td:nth-child(%d)".formatted(place)).stream()
                .map(cell -> cell.getDomAttribute("data-exact"))
                .filter(exact -> exact != null)
                .map(BigDecimal::new)
                .toList();
    }
}
