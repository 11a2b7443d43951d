package io.mittari.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mittari.LocalSpark;
import io.mittari.cli.PublishedDemo;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the notebooks from top to bottom on the demo's tables. Their own cells check sums against published figures. */
class NotebookRunTest {
    private final Path warehouse = Path.of(PublishedDemo.folder(), "warehouse");
    private SparkSession shared;

    /** What a notebook sets and names is gone afterwards: it finds a session of its own. */
    @BeforeEach
    void openSession() {
        shared = LocalSpark.session();
        SparkSession.setActiveSession(shared.newSession());
    }

    @AfterEach
    void leaveSession() {
        SparkSession.setActiveSession(shared);
    }

    @Test
    void theTour() throws IOException {
        try (NotebookShell shell = new NotebookShell(warehouse)) {
            shell.run(Path.of("notebooks/tour.ipynb"));

            assertThat(shell.value("quarter")).isEqualTo("\"2026-Q3\"");
            Row published = published("kpi_rep")
                    .where("period = '2026-Q3'")
                    .orderBy(col("bookings").desc(), col("rep_id"))
                    .first();
            assertThat(shell.value("spark.table(\"converted\").agg(count(lit(1)), sum(\"in_EUR\")).first()"))
                    .isEqualTo("[%s,%s]".formatted(published.getAs("won_deals"), published.getAs("bookings")));
        }
    }

    @Test
    void theQuarterReview() throws IOException {
        try (NotebookShell shell = new NotebookShell(warehouse)) {
            List<String> values = shell.run(Path.of("notebooks/quarter_review.ipynb"));

            assertThat(values).filteredOn(NotebookRunTest::isImage).hasSize(5);
            List<Row> quarters = lastEight("complete");
            assertThat(series(shell, "targets")).isEqualTo(figures(quarters, "bookings", "quota", "forecast"));
            assertThat(series(shell, "rates"))
                    .isEqualTo(figures(
                            quarters,
                            "win_rate",
                            "lead_conversion_rate",
                            "opportunity_conversion_rate",
                            "quota_attainment_rate"));
            Row now = quarters.get(7);
            double otherSize = now.<Long>getAs("won_deals")
                    * (number(now, "average_deal_size") - number(quarters.get(6), "average_deal_size"));
            assertThat(new BigDecimal(shell.value("changes.get(7).getAs(\"by_size\")")).doubleValue())
                    .isEqualTo(otherSize, within(0.01));
        }
    }

    @Test
    void cohortsAndPipeline() throws IOException {
        try (NotebookShell shell = new NotebookShell(warehouse)) {
            List<String> values = shell.run(Path.of("notebooks/cohorts_and_pipeline.ipynb"));

            assertThat(values).filteredOn(NotebookRunTest::isImage).hasSize(6);
            List<Row> quarters = lastEight("complete");
            assertThat(series(shell, "movement")).isEqualTo(figures(quarters, "new_customers", "customers_lost"));
            assertThat(series(shell, "retention")).isEqualTo(figures(quarters, "customer_retention_rate"));
            assertThat(series(shell, "pipeline"))
                    .isEqualTo(figures(lastEight("true"), "pipeline_end", "pipeline_due_end"));
            assertThat(shell.value("conversion.getSeriesCollection().size()")).isEqualTo("5");
            assertThat(shell.value("fates.size()")).isEqualTo("8");
        }
    }

    private static boolean isImage(String value) {
        return value.startsWith("BufferedImage@");
    }

    /** Names and values of a chart's series. */
    private static String series(NotebookShell shell, String chart) {
        return shell.value(chart + ".getSeriesCollection().stream()"
                + ".map(series -> series.getName() + Arrays.toString(series.getYData())).toList()");
    }

    /** The same of published figures. */
    private static String figures(List<Row> rows, String... figures) {
        return Arrays.stream(figures)
                .map(figure -> figure
                        + Arrays.toString(rows.stream()
                                .mapToDouble(row -> number(row, figure))
                                .toArray()))
                .toList()
                .toString();
    }

    private static double number(Row row, String figure) {
        return row.<Number>getAs(figure).doubleValue();
    }

    /** The company's last eight quarters of which that is true, the oldest first. */
    private List<Row> lastEight(String condition) {
        List<Row> rows = published("kpi_company")
                .where("period_type = 'quarter'")
                .where(condition)
                .orderBy("period_start")
                .collectAsList();
        return rows.subList(rows.size() - 8, rows.size());
    }

    private Dataset<Row> published(String table) {
        return LocalSpark.session()
                .read()
                .format("delta")
                .load(warehouse.resolve(table).toString());
    }
}
