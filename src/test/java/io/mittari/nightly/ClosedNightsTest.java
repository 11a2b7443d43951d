package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mittari.LocalSpark;
import io.mittari.close.ClosedTables;
import io.mittari.close.Closing;
import io.mittari.explain.Explainer;
import io.mittari.explain.Explanation;
import io.mittari.explain.StageExplainer;
import io.mittari.explain.Subject;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.model.QualityCheck;
import io.mittari.report.Language;
import io.mittari.report.Report;
import io.mittari.report.ReportTables;
import io.mittari.warehouse.Warehouse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights after a close: its figures stay, and what they would be today stands in restatements. */
class ClosedNightsTest {
    private static final String CLOSED = "period in ('2025-Q4', '2025-10', '2025-11', '2025-12')";
    private static final List<String> TABLES = Stream.concat(
                    Arrays.stream(Grain.values()).map(grain -> "kpi_" + grain.grainName()),
                    Stream.of("kpi_values", "stage_performance"))
            .toList();

    @TempDir
    Path folder;

    private Night night;

    @Test
    void closedFiguresStayAndWhatTheyWouldBeIsTold() throws IOException {
        night = new Night(folder)
                .with("kpis.enabled", "total_revenue, revenue_growth, win_rate, decided")
                .with("close.materiality.total_revenue.company", "99")
                .with("close.materiality.win_rate.rep", "0.9")
                .with("kpis.catalog.decided.label", "Deals decided")
                .with("kpis.catalog.decided.description", "Deals won or lost.")
                .with("kpis.catalog.decided.unit", "count")
                .with("kpis.catalog.decided.better", "higher")
                .with("kpis.catalog.decided.numerator", "won_deals + lost_deals")
                .given("reps", """
                        rep_id, rep_name, team, segment
                        ann, Ann, North, SMB
                        bo, Bo, South, Enterprise""")
                .given("fx_rates", rates("0.9"))
                .given("accounts", accounts("SMB"))
                .given("opportunities", opportunities("bo", "o3, a2, bo, Closed, lost, 70.00, 2025-10-01, 2025-12-12"))
                .given("stage_history", """
                        opportunity_id, stage, entered_at
                        o1, Offer, 2025-10-02
                        o1, Closed, 2025-10-10
                        o2, Offer, 2025-11-03""")
                .given("invoice_lines", invoices("i3, 1, a3, 2026-01-10, 1, 800.00, EUR"));
        publish("2026-02-05");
        assertThat(night.table("kpi_company").where("is_closed").count()).isZero();
        closing().close("2025-Q4", "ann", Optional.empty());
        Map<String, List<String>> closed = rows(CLOSED);

        assertThat(publish("2026-02-05").isPublished())
                .as("a close is news to the next run")
                .isTrue();
        assertThat(rows(CLOSED)).as("the figures of the closed periods").isEqualTo(closed);
        assertThat(night.rows("kpi_rep", "is_closed and period = '2025-Q4'", "rep_id", "revenue", "close_version"))
                .containsExactly("ann | 1009.00 | 1", "bo | 500.50 | 1");
        assertThat(night.rows("kpi_values", "is_closed <> (%s)".formatted(CLOSED), "kpi"))
                .isEmpty();
        assertThat(night.table("restatements").count()).isZero();
        assertThat(publish("2026-02-05").isPublished())
                .as("the same closes are no news")
                .isFalse();

        night.given(
                "invoice_lines",
                invoices("i3, 1, a3, 2026-01-10, 1, 800.00, EUR\ni4, 1, a1, 2026-02-06, 1, 20.00, EUR"));
        publish("2026-02-06");
        assertThat(rows(CLOSED)).as("a night that keeps the closed year").isEqualTo(closed);

        night.given("accounts", accounts("Small"))
                .given("fx_rates", rates("0.8"))
                .given("opportunities", opportunities("ann", ""))
                .given(
                        "invoice_lines",
                        invoices("i3, 1, a3, 2026-01-10, 1, 800.00, EUR\ni4, 1, a1, 2026-02-06, 1, 20.00, EUR\n"
                                + "late, 1, a1, 2025-12-30, 1, 100.00, EUR"));
        RunSummary restated = publish("2026-02-07");
        assertThat(rows(CLOSED)).as("late, deleted, moved and renamed rows").isEqualTo(closed);
        assertThat(restatements("grain = 'company' and period = '2025-Q4' and kind = 'measure'"))
                .containsExactly(
                        "All | All | lost_amount | 70.00 | 0.00 | -70.00",
                        "All | All | lost_deals | 1.00 | 0.00 | -1.00",
                        "All | All | opportunities_created | 3.00 | 2.00 | -1.00",
                        "All | All | opportunities_worked | 3.00 | 2.00 | -1.00",
                        "All | All | revenue | 1509.50 | 1608.50 | 99.00",
                        "All | All | units_sold | 12.00 | 13.00 | 1.00");
        assertThat(restatements("grain = 'rep' and period = '2025-Q4' and figure = 'bookings'"))
                .containsExactly(
                        "ann | All | bookings | 1000.00 | 1500.50 | 500.50",
                        "bo | All | bookings | 500.50 | 0.00 | -500.50");
        assertThat(restatements("grain = 'segment' and period = '2025-Q4' and figure = 'revenue'"))
                .containsExactly(
                        "All | SMB | revenue | 1509.50 | 1108.00 | -401.50",
                        "All | Small | revenue |  | 500.50 | 500.50");
        assertThat(restatements("grain = 'company' and period = '2025-Q4' and figure in ('win_rate', 'total_revenue')"))
                .containsExactly(
                        "All | All | total_revenue | 1509.50 | 1608.50 | 99.00",
                        "All | All | win_rate | 0.67 | 1.00 | 0.33");
        assertThat(restated.warnings())
                .filteredOn(check -> check.check().equals("restatements.2025-Q4"))
                .extracting(QualityCheck::observed)
                .as("total_revenue, and the win rate of bo, who has none any more")
                .containsExactly("2, such as total_revenue: closed 1509.500000, now 1608.500000");
        assertThat(night.rows(
                        "kpi_values",
                        "grain = 'company' and kpi = 'total_revenue' and period in ('2026-Q1', '2026-01')",
                        "period",
                        "value",
                        "previous_value",
                        "change"))
                .containsExactly(
                        "2026-01 | 800.000000 | 500.500000 | 299.500000",
                        "2026-Q1 | 820.000000 | 1509.500000 | -689.500000");
        assertThat(causes("revenue", "2025-Q4"))
                .containsExactly(
                        "invoice_lines | i0|1 | ann | SMB | exchange_rate | 9.00 | 8.00 | -1.00",
                        "invoice_lines | i2|1 | bo | SMB | moved | 500.50 |  | -500.50",
                        "invoice_lines | i2|1 | bo | Small | moved |  | 500.50 | 500.50",
                        "invoice_lines | late|1 | ann | SMB | came |  | 100.00 | 100.00");
        assertThat(causes("revenue", "2025-10"))
                .containsExactly("invoice_lines | i0|1 | ann | SMB | exchange_rate | 9.00 | 8.00 | -1.00");
        assertThat(causes("bookings", "2025-Q4"))
                .containsExactly(
                        "opportunities | o2 | ann | Enterprise | moved |  | 500.50 | 500.50",
                        "opportunities | o2 | bo | Enterprise | moved | 500.50 |  | -500.50");
        assertThat(causes("lost_amount", "2025-Q4"))
                .containsExactly("opportunities | o3 | bo | Enterprise | vanished | 70.00 |  | -70.00");
        assertThat(night.table("restatements").where("kind = 'measure'").count())
                .isGreaterThan(40);
        assertThat(unexplained())
                .as("restatements that the causes do not add up to")
                .isEmpty();
        JsonNode pack = pack();
        assertThat(companyRevenue(pack)).isEqualTo("1509.50");
        assertThat(pack.at("/close/isKnown").asBoolean()).isTrue();
        assertThat(part(pack, "restatements"))
                .contains("2025-Q4,company,All,All,All,All,measure,revenue,1509.500000,1608.500000,99.000000,false");
        assertThat(part(pack, "causes"))
                .contains(
                        "2025-Q4,revenue,came,invoice_lines,late|1,ann,North,SMB,Unassigned,null,100.000000,100.000000");
        Explanation explained = explained("total_revenue");
        assertThat(explained.value())
                .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("1509.5"));
        assertThat(explained.closed().orElseThrow().now())
                .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("1608.5"));
        List<String> rows = new ArrayList<>();
        explained
                .measures()
                .get(0)
                .largest()
                .apply(OptionalInt.empty())
                .forEachRemaining(row -> rows.add("%s %s %s %s %s %s"
                        .formatted(row.key(), row.repName(), row.segment(), row.currency(), row.rate(), row.part())));
        assertThat(rows)
                .as("the rows as they were closed")
                .containsExactly(
                        "i1|1 Ann SMB EUR 1.0000000000 1000.00",
                        "i2|1 Bo SMB EUR 1.0000000000 500.50",
                        "i0|1 Ann SMB USD 0.9000000000 9.00");
        Explanation stage = explainedStage("ann");
        assertThat(stage.value()).as("as it was closed, when o2 was bo's").contains(BigDecimal.ONE);
        assertThat(stage.closed().orElseThrow().now()).contains(BigDecimal.valueOf(2));
        assertThat(stage.measures().get(0).rowCount()).as("the rows of today").isEqualTo(2);
        Map<String, List<String>> nightly = rows("true");
        List<String> nightlyRestatements = texts(night.table("restatements").where("figure <> 'decided'"));
        List<String> nightlyCauses = texts(night.table("restatement_causes"));

        night.with("kpis.catalog.decided.numerator", "won_deals");
        assertThat(publish("2026-02-07").doubt()).isPresent();
        Map<String, List<String>> anew = rows("true");
        nightly.forEach((table, expected) -> assertThat(withoutDecided(anew.get(table)))
                .as("another formula, so everything is computed anew: " + table)
                .containsExactlyElementsOf(withoutDecided(expected)));
        assertThat(rows(CLOSED)).as("another formula").isEqualTo(closed);
        assertThat(texts(night.table("restatements").where("figure <> 'decided'")))
                .isEqualTo(nightlyRestatements);
        assertThat(texts(night.table("restatement_causes"))).isEqualTo(nightlyCauses);
        assertThat(night.rows(
                        "restatements",
                        "formula_changed and grain = 'company'",
                        "period",
                        "figure",
                        "as_closed",
                        "as_now"))
                .contains("2025-Q4 | decided | 3.000000 | 2.000000");

        closing().reopen("2025-Q4", "bo", "late invoice");
        assertThat(closing().readiness("2025-Q4").obstacles())
                .singleElement()
                .asString()
                .contains("still shows the figures of version 1");
        publish("2026-02-07");
        assertThat(night.table("kpi_values").where("is_closed").count()).isZero();
        assertThat(night.rows("kpi_company", "period = '2025-Q4'", "revenue", "closed_at"))
                .containsExactly("1608.50 | ");
        assertThat(night.table("restatements").count()).isZero();
        assertThat(night.table("restatement_causes").count()).isZero();
        assertThat(closing().readiness("2025-Q4").obstacles()).isEmpty();
        JsonNode reopened = pack();
        assertThat(companyRevenue(reopened)).as("what version 1 has frozen").isEqualTo("1509.50");
        assertThat(reopened.at("/close/facts/state").asText()).isEqualTo("reopened");
        assertThat(reopened.at("/close/isKnown").asBoolean()).isFalse();
    }

    private Explanation explained(String kpi) {
        Warehouse warehouse =
                new Warehouse(LocalSpark.session(), night.settings().warehouse());
        Subject company = Subject.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new Explainer(warehouse, warehouse.publishedRun(), night.settings(), kpi, quarter(), company).explain();
    }

    /** The stays of a rep in the stage Offer that ended in the closed quarter. */
    private Explanation explainedStage(String rep) {
        Warehouse warehouse =
                new Warehouse(LocalSpark.session(), night.settings().warehouse());
        Subject member = Subject.of(Optional.of(rep), Optional.empty(), Optional.empty(), Optional.empty());
        return new StageExplainer(
                        warehouse,
                        warehouse.publishedRun(),
                        night.settings(),
                        "stays_ended",
                        "Offer",
                        quarter(),
                        member)
                .explain();
    }

    private Period quarter() {
        return night.settings().calendar().period(PeriodType.QUARTER, LocalDate.parse("2025-10-01"));
    }

    /** What the page of a report on the last close carries. */
    private JsonNode pack() throws IOException {
        Warehouse warehouse =
                new Warehouse(LocalSpark.session(), night.settings().warehouse());
        ClosedTables closed = ClosedTables.newest(
                warehouse, warehouse.publishedRun(), night.settings().calendar(), "2025-Q4");
        Report report =
                Report.write(folder.resolve("pack"), ReportTables.closed(closed, List.of()), "EUR", Language.EN);
        String html = Files.readString(report.page());
        String begin = "<script type=\"application/json\" id=\"data\">";
        int from = html.indexOf(begin) + begin.length();
        return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    }

    private static String companyRevenue(JsonNode pack) {
        return pack.at("/grains/company/members/0/figures/revenue")
                .get(pack.get("periods").size() - 1)
                .asText();
    }

    private static List<String> part(JsonNode pack, String name) {
        List<String> rows = new ArrayList<>();
        pack.at("/close/parts").forEach(part -> {
            if (part.get("name").asText().equals(name)) {
                part.get("rows").forEach(row -> {
                    List<String> cells = new ArrayList<>();
                    row.forEach(cell -> cells.add(cell.asText()));
                    rows.add(String.join(",", cells));
                });
            }
        });
        return rows;
    }

    private List<String> causes(String measure, String period) {
        return night.rows(
                "restatement_causes",
                "measure = '%s' and period = '%s'".formatted(measure, period),
                "source",
                "row_key",
                "rep_id",
                "segment",
                "cause",
                "round(as_closed, 2)",
                "round(as_now, 2)",
                "round(difference, 2)");
    }

    /** The differences of measures, of all periods, grains and members, that the rows behind them do not add up to. */
    private List<String> unexplained() {
        Dataset<Row> restated =
                night.table("restatements").where("kind = 'measure'").as("restated");
        Column isOfMember = Stream.of("rep_id", "team", "segment", "channel")
                .map(key -> col("restated." + key).isin(lit("All"), col("cause." + key)))
                .reduce(Column::and)
                .orElseThrow();
        return Night.lines(
                restated.join(
                                night.table("restatement_causes").as("cause"),
                                col("figure")
                                        .equalTo(col("measure"))
                                        .and(col("restated.period").equalTo(col("cause.period")))
                                        .and(isOfMember),
                                "left")
                        .groupBy(
                                "grain",
                                "restated.period",
                                "restated.rep_id",
                                "restated.team",
                                "restated.segment",
                                "restated.channel",
                                "figure",
                                "restated.difference")
                        .agg(sum("cause.difference").as("explained"))
                        .where("not (difference <=> explained)"),
                "grain",
                "period",
                "rep_id",
                "team",
                "segment",
                "figure",
                "difference",
                "explained");
    }

    private RunSummary publish(String day) {
        return new NightlyRun(
                        LocalSpark.session(),
                        night.settings(),
                        Clock.systemUTC(),
                        (step, number, of) -> {},
                        SmallSizes.NONE)
                .publish(LocalDate.parse(day), Order.NIGHTLY);
    }

    private Closing closing() {
        return new Closing(LocalSpark.session(), night.settings(), Clock.systemUTC());
    }

    private List<String> restatements(String where) {
        return night.rows(
                "restatements",
                where,
                "rep_id",
                "segment",
                "figure",
                "round(as_closed, 2)",
                "round(as_now, 2)",
                "round(difference, 2)");
    }

    /** The figures, without what says who published them and whether they are closed. */
    private Map<String, List<String>> rows(String where) {
        Map<String, List<String>> rows = new TreeMap<>();
        TABLES.forEach(table -> rows.put(
                table,
                texts(night.table(table).where(where).drop("as_of", "is_closed", "closed_at", "close_version"))));
        return rows;
    }

    /** Without the rows of kpi_values about the KPI of that name, whose numerator is another now. */
    private static List<String> withoutDecided(List<String> rows) {
        return rows.stream().filter(row -> !row.contains(",decided,")).toList();
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.drop("run_id").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static String rates(String rate) {
        return """
                currency, valid_on, rate
                USD, 2025-01-01, %s""".formatted(rate);
    }

    private static String accounts(String segment) {
        return """
                account_id, account_name, segment, owner_id
                a1, One, SMB, ann
                a2, Two, Enterprise, bo
                a3, Three, %s, bo""".formatted(segment);
    }

    private static String opportunities(String owner, String more) {
        return """
                opportunity_id, account_id, owner_id, stage, status, amount, created_at, closed_at
                o1, a1, ann, Closed, won, 1000.00, 2025-10-01, 2025-10-10
                o2, a2, %s, Closed, won, 500.50, 2025-10-01, 2025-11-11
                """.formatted(owner) + more;
    }

    private static String invoices(String more) {
        return """
                invoice_id, line_no, account_id, invoiced_on, quantity, unit_price, currency
                i0, 1, a1, 2025-10-16, 10, 1.00, USD
                i1, 1, a1, 2025-10-15, 1, 1000.00, EUR
                i2, 1, a3, 2025-12-20, 1, 500.50, EUR
                """ + more;
    }
}
