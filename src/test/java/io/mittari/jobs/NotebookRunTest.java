package io.mittari.jobs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.cli.PublishedDemo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
            assertThat(shell.value("spark.table(\"converted\").count()")).isNotEqualTo("0");
        }
    }

    @Test
    void theQuarterReview() throws IOException {
        try (NotebookShell shell = new NotebookShell(warehouse)) {
            List<String> values = shell.run(Path.of("notebooks/quarter_review.ipynb"));

            assertThat(values).filteredOn(NotebookRunTest::isImage).hasSize(4);
            assertThat(shell.value("targets.getSeriesMap().get(\"bookings\").getYData()"))
                    .isEqualTo(published("bookings"));
            assertThat(shell.value("rates.getSeriesMap().get(\"win_rate\").getYData()"))
                    .isEqualTo(published("win_rate"));
            assertThat(shell.value("byNumber.add(bySize).compareTo(bookingsNow.subtract(bookingsBefore))"))
                    .isEqualTo("0");
        }
    }

    @Test
    void cohortsAndPipeline() throws IOException {
        try (NotebookShell shell = new NotebookShell(warehouse)) {
            List<String> values = shell.run(Path.of("notebooks/cohorts_and_pipeline.ipynb"));

            assertThat(values).filteredOn(NotebookRunTest::isImage).hasSize(6);
            assertThat(shell.value("movement.getSeriesMap().get(\"customers_lost\").getYData()"))
                    .isEqualTo(published("customers_lost"));
            assertThat(shell.value("conversion.getSeriesMap().size()")).isEqualTo("5");
            assertThat(shell.value("fates.size()")).isEqualTo("8");
        }
    }

    private static boolean isImage(String value) {
        return value.startsWith("BufferedImage@");
    }

    /** A figure of the last eight quarters that are over, the oldest first, as a list is printed. */
    private String published(String figure) {
        List<Row> rows = LocalSpark.session()
                .read()
                .format("delta")
                .load(warehouse.resolve("kpi_company").toString())
                .where("period_type = 'quarter' and complete")
                .orderBy("period_start")
                .collectAsList();
        return rows.subList(rows.size() - 8, rows.size()).stream()
                .map(row -> String.valueOf(row.<Object>getAs(figure)))
                .collect(joining(", ", "[", "]"));
    }
}
