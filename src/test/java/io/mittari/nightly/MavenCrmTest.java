package io.mittari.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mittari.LocalSpark;
import io.mittari.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example deployment of a public data set reproduces the figures that others published of it. */
class MavenCrmTest {
    private static final String FILES = "MAVEN_CRM";

    @TempDir
    Path warehouse;

    @Test
    void publicDataGivesItsPublishedFigures() {
        assumeTrue(
                System.getenv(FILES) != null,
                "Skipped: the environment variable " + FILES + " names no folder with the CSV files of the data set");
        var settings = SettingsReader.read(
                Optional.of(Path.of("conf/examples/maven-crm.conf")), Map.of("warehouse.path", warehouse.toString()));

        new NightlyRun(LocalSpark.session(), settings, Clock.systemUTC(), (step, number, of) -> {})
                .publish(LocalDate.parse("2017-12-31"), Order.NIGHTLY);

        assertThat(rows(
                        "kpi_company",
                        "period = '2017'",
                        "won_deals",
                        "lost_deals",
                        "bookings",
                        "round(win_rate * 100, 2)",
                        "round(average_deal_size, 2)",
                        "round(sales_cycle_length, 2)"))
                .containsExactly("4238 | 2473 | 10005534.00 | 63.15 | 2360.91 | 51.78");
        assertThat(rows(
                        "kpi_company",
                        "period like '2017-Q%'",
                        "period",
                        "bookings",
                        "won_deals",
                        "round(win_rate * 100, 2)"))
                .containsExactly(
                        "2017-Q1 | 1134672.00 | 531 | 82.07",
                        "2017-Q2 | 3086111.00 | 1254 | 61.71",
                        "2017-Q3 | 2982255.00 | 1257 | 61.41",
                        "2017-Q4 | 2802496.00 | 1196 | 60.25");
        assertThat(rows(
                        "stage_performance",
                        "grain = 'company' and period = '2017' and stage = 'Engaging, then won'",
                        "stays_ended",
                        "round(average_days, 2)",
                        "median_days"))
                .containsExactly("4238 | 51.78 | 57.000000");
    }

    private List<String> rows(String table, String where, String... columns) {
        return Night.lines(
                LocalSpark.session()
                        .read()
                        .format("delta")
                        .load(warehouse.resolve(table).toString())
                        .where(where),
                columns);
    }
}
