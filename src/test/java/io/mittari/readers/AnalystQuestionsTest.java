package io.mittari.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.jdk.javaapi.CollectionConverters;

/** The ten questions of jobs/README.md, as they stand there, on the demo's tables: in Spark and in DuckDB. */
class AnalystQuestionsTest {
    private static final String LAST_QUARTER =
            "(select max(period) from kpi_company where period_type = 'quarter' and complete)";
    private static final String RUNNING_QUARTER = "(select max(period) from kpi_company where period_type = 'quarter')";

    /** The one expression that is Spark's, and what jobs/README.md says to write instead. */
    private static final Map.Entry<String, String> LOCAL_DAY = Map.entry(
            "to_date(from_utc_timestamp(o.closed_at, 'Europe/Helsinki'))",
            "cast(o.closed_at at time zone 'Europe/Helsinki' as date)");

    static Stream<String> questions() {
        return AnalystQuestions.all().keySet().stream();
    }

    @Test
    void thereAreTen() {
        assertThat(questions()).hasSize(10);
        assertThat(AnalystQuestions.readme())
                .contains("`" + LOCAL_DAY.getKey() + "`", "`" + LOCAL_DAY.getValue() + "`");
    }

    @Test
    void duckDbGivesSparksAnswers() throws Exception {
        try (DuckDbTables duckDb = new DuckDbTables()) {
            for (String question : AnalystQuestions.all().keySet()) {
                assertThat(answers(duckDb, question))
                        .as(question)
                        .isEqualTo(AnalystQuestions.answers(question).stream()
                                .map(AnalystQuestionsTest::values)
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void everyQuestionHasAnAnswer(String question) {
        assertThat(AnalystQuestions.answers(question))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(IntStream.range(0, row.size())
                                .filter(row::isNullAt)
                                .count())
                        .isLessThan((row.size() + 1) / 2));
    }

    @Test
    void theScorecardIsThePublishedOne() {
        List<Row> rows = AnalystQuestions.answers("core KPIs");

        assertThat(rows).extracting(row -> row.getString(0)).hasSize(7).contains("Win rate");
        assertThat(decimal(row(rows, "label", "Win rate"), "value")).isEqualTo(company("win_rate", LAST_QUARTER));
    }

    @Test
    void theQuotasOfTheRepsAddUpToTheCompanys() {
        List<Row> rows = AnalystQuestions.answers("quota of the running quarter");

        assertThat(sum(rows, "quota")).isEqualTo(company("quota", RUNNING_QUARTER));
        assertThat(rows)
                .allSatisfy(row -> assertThat(decimal(row, "quota_attainment"))
                        .isEqualTo(decimal(row, "bookings").divide(decimal(row, "quota"), 6, RoundingMode.HALF_UP)));
    }

    @Test
    void theWonDealsOfTheSegmentsAddUpToTheCompanys() {
        List<Row> rows = AnalystQuestions.answers("Which segments");

        assertThat(sum(rows, "won_deals")).isEqualByComparingTo(company("won_deals", LAST_QUARTER));
        assertThat(rows)
                .extracting(row -> decimal(row, "change_in_a_year"))
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    void theFirstBottleneckHasTheLongestMedian() {
        List<Row> rows = AnalystQuestions.answers("get stuck");

        assertThat(rows).hasSizeGreaterThan(2);
        assertThat(rows.get(0).<Integer>getAs("bottleneck_rank")).isEqualTo(1);
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.<BigDecimal>getAs("median_days") == null
                                || decimal(row, "median_days").compareTo(decimal(rows.get(0), "median_days")) <= 0)
                        .isTrue());
    }

    @Test
    void theAccuracyOfAForecastFollowsFromTheFigures() {
        List<Row> rows = AnalystQuestions.answers("forecasts of the last eight");

        assertThat(rows)
                .hasSize(8)
                .allSatisfy(row -> assertThat(decimal(row, "forecast_accuracy"))
                        .isEqualTo(decimal(row, "bookings")
                                .subtract(decimal(row, "difference").abs())
                                .divide(decimal(row, "bookings"), 6, RoundingMode.HALF_UP)));
    }

    @Test
    void thePipelinesOfTheTeamsAddUpToTheCompanys() {
        List<Row> rows = AnalystQuestions.answers("enough in its pipeline");

        assertThat(sum(rows, "pipeline_due_end")).isEqualTo(company("pipeline_due_end", RUNNING_QUARTER));
        assertThat(sum(rows, "still_to_win"))
                .isEqualTo(company("quota", RUNNING_QUARTER).subtract(company("bookings", RUNNING_QUARTER)));
    }

    @Test
    void theRevenueOfAllCustomersIsThePublishedRevenue() {
        List<Row> rows = AnalystQuestions.answers("largest customers");

        assertThat(rows).hasSize(10);
        assertThat(decimal(rows.get(0), "revenue_of_all")).isEqualTo(company("revenue", LAST_QUARTER));
        assertThat(decimal(rows.get(9), "percent_with_those_above"))
                .isEqualTo(BigDecimal.valueOf(100)
                        .multiply(sum(rows, "revenue"))
                        .divide(company("revenue", LAST_QUARTER), 1, RoundingMode.HALF_UP));
    }

    @Test
    void theCostsOfTheChannelsAddUpToTheCompanys() {
        List<Row> rows = AnalystQuestions.answers("Which channels");

        assertThat(sum(rows, "acquisition_cost")).isEqualTo(company("acquisition_cost", LAST_QUARTER));
        assertThat(sum(rows, "new_customers")).isEqualByComparingTo(company("new_customers", LAST_QUARTER));
    }

    @Test
    void theDealsOfARepAddUpToTheRepsBookings() {
        List<Row> rows = AnalystQuestions.answers("best rep");

        assertThat(sum(rows, "booked")).isPositive().isEqualTo(decimal(rows.get(0), "published_bookings"));
    }

    @Test
    void theRejectedRowsAreThoseOfTheBalance() {
        Row rejected = AnalystQuestions.session()
                .sql("select sum(rows_rejected) from source_loads where run_id in (select run_id from kpi_company)")
                .first();

        assertThat(sum(AnalystQuestions.answers("reject"), "row_count"))
                .isEqualTo(BigDecimal.valueOf(rejected.getLong(0)));
    }

    private static List<List<String>> answers(DuckDbTables duckDb, String question) throws SQLException {
        String sql = AnalystQuestions.all().get(question).replace(LOCAL_DAY.getKey(), LOCAL_DAY.getValue());
        return duckDb.rows(sql).stream()
                .map(row -> row.stream().map(AnalystQuestionsTest::text).toList())
                .toList();
    }

    private static List<String> values(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(text(row.get(i)));
        }
        return values;
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return value instanceof scala.collection.Seq<?> list
                ? CollectionConverters.asJava(list).toString()
                : String.valueOf(value);
    }

    private static Row row(List<Row> rows, String column, String value) {
        return rows.stream()
                .filter(row -> row.getAs(column).equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal sum(List<Row> rows, String column) {
        return rows.stream().map(row -> decimal(row, column)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal decimal(Row row, String column) {
        return new BigDecimal(row.getAs(column).toString());
    }

    /** A figure of the company in the quarter that the SQL names. */
    private static BigDecimal company(String figure, String period) {
        Row row = AnalystQuestions.session()
                .sql("select %s from kpi_company where period = %s".formatted(figure, period))
                .first();
        return new BigDecimal(row.get(0).toString());
    }
}
