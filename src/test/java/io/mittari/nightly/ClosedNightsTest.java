package io.mittari.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.close.Closing;
import io.mittari.model.Grain;
import io.mittari.model.QualityCheck;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
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
    void closedFiguresStayAndWhatTheyWouldBeIsTold() {
        night = new Night(folder)
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
        publish("2026-02-05", false);
        assertThat(night.table("kpi_company").where("is_closed").count()).isZero();
        closing().close("2025-Q4", "ann", Optional.empty());
        Map<String, List<String>> closed = rows(CLOSED);

        assertThat(publish("2026-02-05", false).isPublished())
                .as("a close is news to the next run")
                .isTrue();
        assertThat(rows(CLOSED)).as("the figures of the closed periods").isEqualTo(closed);
        assertThat(night.rows("kpi_rep", "is_closed and period = '2025-Q4'", "rep_id", "revenue", "close_version"))
                .containsExactly("ann | 1009.00 | 1", "bo | 500.50 | 1");
        assertThat(night.rows("kpi_values", "is_closed <> (%s)".formatted(CLOSED), "kpi"))
                .isEmpty();
        assertThat(night.table("restatements").count()).isZero();
        assertThat(publish("2026-02-05", false).isPublished())
                .as("the same closes are no news")
                .isFalse();

        night.given("invoice_lines", invoices("i3, 1, a3, 2026-01-10, 1, 800.00, EUR\ni4, 1, a1, 2026-02-06, 1, 20.00, EUR"));
        publish("2026-02-06", false);
        assertThat(rows(CLOSED)).as("a night that keeps the closed year").isEqualTo(closed);
        assertSameAsFull("2026-02-06");

        night.given("accounts", accounts("Small"))
                .given("fx_rates", rates("0.8"))
                .given("opportunities", opportunities("ann", ""))
                .given(
                        "invoice_lines",
                        invoices("i3, 1, a3, 2026-01-10, 1, 800.00, EUR\ni4, 1, a1, 2026-02-06, 1, 20.00, EUR\n"
                                + "late, 1, a1, 2025-12-30, 1, 100.00, EUR"));
        RunSummary restated = publish("2026-02-07", false);
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
                .containsExactly("All | SMB | revenue | 1509.50 | 1108.00 | -401.50", "All | Small | revenue |  | 500.50 | 500.50");
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
        assertThat(causes("revenue"))
                .containsExactly(
                        "invoice_lines | i0|1 | ann | SMB | exchange_rate | 9.00 | 8.00 | -1.00 | -0.010101",
                        "invoice_lines | i2|1 | bo | SMB | moved | 500.50 |  | -500.50 | -5.055556",
                        "invoice_lines | i2|1 | bo | Small | moved |  | 500.50 | 500.50 | 5.055556",
                        "invoice_lines | late|1 | ann | SMB | came |  | 100.00 | 100.00 | 1.010101");
        assertThat(causes("bookings"))
                .containsExactly(
                        "opportunities | o2 | ann | Enterprise | moved |  | 500.50 | 500.50 | ",
                        "opportunities | o2 | bo | Enterprise | moved | 500.50 |  | -500.50 | ");
        assertThat(causes("lost_amount"))
                .containsExactly("opportunities | o3 | bo | Enterprise | vanished | 70.00 |  | -70.00 | 1.000000");
        assertThat(unexplained()).as("restatements that the causes do not add up to").isEmpty();
        assertSameAsFull("2026-02-07");

        night.with("kpis.catalog.decided.numerator", "won_deals");
        publish("2026-02-07", false);
        assertThat(rows(CLOSED)).as("another formula").isEqualTo(closed);
        assertThat(night.rows(
                        "restatements",
                        "formula_changed and grain = 'company'",
                        "period",
                        "figure",
                        "as_closed",
                        "as_now"))
                .contains("2025-Q4 | decided | 3.000000 | 2.000000");

        closing().reopen("2025-Q4", "bo", "late invoice");
        publish("2026-02-07", false);
        assertThat(night.table("kpi_values").where("is_closed").count()).isZero();
        assertThat(night.rows("kpi_company", "period = '2025-Q4'", "revenue", "closed_at"))
                .containsExactly("1608.50 | ");
        assertThat(night.table("restatements").count()).isZero();
        closing().close("2025-Q4", "ann", Optional.empty());
    }

    private void assertSameAsFull(String day) {
        Map<String, List<String>> nightly = rows("true");
        List<String> restatements = texts(night.table("restatements"));
        List<String> causes = texts(night.table("restatement_causes"));
        publish(day, true);
        assertThat(nightly).as("the night of " + day).isEqualTo(rows("true"));
        assertThat(restatements).as("the night of " + day).isEqualTo(texts(night.table("restatements")));
        assertThat(causes).as("the night of " + day).isEqualTo(texts(night.table("restatement_causes")));
    }

    private List<String> causes(String measure) {
        return night.rows(
                "restatement_causes",
                "measure = '" + measure + "'",
                "source",
                "row_key",
                "rep_id",
                "segment",
                "cause",
                "round(as_closed, 2)",
                "round(as_now, 2)",
                "round(difference, 2)",
                "share");
    }

    /** The differences of reps in the quarter, less what the rows behind them differ by. */
    private List<String> unexplained() {
        Dataset<Row> causes = night.table("restatement_causes")
                .groupBy("measure", "rep_id")
                .agg(functions.sum("difference").as("explained"))
                .withColumnRenamed("measure", "figure");
        return Night.lines(
                night.table("restatements")
                        .where("kind = 'measure' and grain = 'rep' and period = '2025-Q4'")
                        .join(causes, new String[] {"figure", "rep_id"}, "left")
                        .where("not (difference <=> explained)"),
                "figure",
                "rep_id",
                "difference",
                "explained");
    }

    private RunSummary publish(String day, boolean isFull) {
        return new NightlyRun(LocalSpark.session(), night.settings(), Clock.systemUTC(), (step, number, of) -> {}, 0)
                .publish(LocalDate.parse(day), new Order(isFull, false));
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
