package io.mittari.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mittari.measures.Measure;
import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.model.Grain;
import io.mittari.nightly.Night;
import io.mittari.warehouse.CloseEvent;
import io.mittari.warehouse.ClosedPeriod;
import io.mittari.warehouse.WarehouseLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingTest {
    private static final String PERIODS = "period in ('2025-Q4', '2025-10', '2025-11', '2025-12')";

    @TempDir
    Path folder;

    @Test
    void everyFigureOfTheQuarterAndItsMonthsIsFrozen() throws IOException {
        ClosableWarehouse warehouse = ClosableWarehouse.closed();
        CloseEvent closed = newest(warehouse).closed();

        assertThat(closed.entry()).isEqualTo(1);
        assertThat(closed.close().version()).isEqualTo(1);
        assertThat(closed.close().run().configurationFingerprint())
                .isEqualTo(warehouse.settings().fingerprint());
        for (Grain grain : Grain.values()) {
            long members =
                    warehouse.table("kpi_" + grain.grainName()).where(PERIODS).count();
            assertThat(warehouse
                            .table("closed_measures")
                            .where("grain = '" + grain.grainName() + "'")
                            .count())
                    .as(grain.grainName())
                    .isEqualTo(members * Measure.values().length);
        }
        assertThat(Night.lines(
                        warehouse
                                .table("closed_measures")
                                .where("grain = 'rep' and period = '2025-Q4' and measure in ('revenue', 'quota')"),
                        "rep_id",
                        "team",
                        "rep_name",
                        "rep_team",
                        "measure",
                        "value"))
                .containsExactly(
                        "ann | All | Ann Ääkkönen | North | quota | ",
                        "ann | All | Ann Ääkkönen | North | revenue | 1000.000000",
                        "bo | All | Bo | South | quota | ",
                        "bo | All | Bo | South | revenue | 540.500000");
        for (String table : List.of("kpi_values", "stage_performance")) {
            String[] columns =
                    warehouse.table("closed_" + table).drop("close_id").columns();
            assertThat(Night.lines(warehouse.table("closed_" + table), columns))
                    .as(table)
                    .isNotEmpty()
                    .isEqualTo(Night.lines(warehouse.table(table).where(PERIODS), columns));
        }
        assertThat(Night.lines(warehouse.table("closed_kpi_catalog").where("kpi = 'win_rate'"), "formula", "inputs"))
                .containsExactly("won_deals / (won_deals + lost_deals) | won_deals,lost_deals");
    }

    @Test
    void bookingsAndRevenueAreReconciledToTheCent() throws IOException {
        assertThat(Night.lines(
                        ClosableWarehouse.closed().table("closed_reconciliation"),
                        "grain",
                        "account_id",
                        "rep_id",
                        "segment",
                        "status",
                        "bookings",
                        "revenue",
                        "difference"))
                .containsExactly(
                        "account | a1 | All | All | matched | 1000.00 | 1000.00 | 0.00",
                        "account | a2 | All | All | matched | 500.50 | 500.50 | 0.00",
                        "account | a3 | All | All | only_in_finance | 0.00 | 40.00 | 40.00",
                        "account | a4 | All | All | only_in_crm | 12.34 | 0.00 | -12.34",
                        "company | All | All | All | different | 1512.84 | 1540.50 | 27.66",
                        "rep | All | ann | All | different | 1012.34 | 1000.00 | -12.34",
                        "rep | All | bo | All | different | 500.50 | 540.50 | 40.00",
                        "segment | All | All | Enterprise | different | 512.84 | 500.50 | -12.34",
                        "segment | All | All | SMB | different | 1000.00 | 1040.00 | 40.00");
    }

    @Test
    void everyMeasureIsTheSumOfTheRowsBehindIt() throws IOException {
        Dataset<Row> sums = ClosableWarehouse.closed()
                .table("closed_rows")
                .groupBy("period", "measure", "rep_id", "segment")
                .agg(functions.sum("value").cast("decimal(38,6)").as("value"));
        Dataset<Row> measures =
                ClosableWarehouse.closed().table("closed_measures").where("grain = 'rep_segment' and value <> 0");

        String[] columns = {"period", "measure", "rep_id", "segment", "value"};
        assertThat(Night.lines(sums.where("value <> 0"), columns))
                .hasSizeGreaterThan(40)
                .isEqualTo(Night.lines(measures, columns));
    }

    @Test
    void differenceBeyondTheToleranceStandsInTheWay() throws IOException {
        ClosableWarehouse warehouse = ClosableWarehouse.copiedTo(folder)
                .with("close.max_difference_share", "0.01")
                .with("close.reconciliation_tolerance", "12.34");

        assertThat(refusal(() -> close(warehouse, "2025-Q4")))
                .hasMessageContaining(
                        "Bookings and revenue of 2025-Q4 differ by more than close.max_difference_share, 0.01:"
                                + " bookings 1512.84, revenue 1540.50, difference 27.66, 1.8 % of the bookings; accounts: 3"
                                + " matched, 1 only in finance");
        assertThat(warehouse.path("closes")).doesNotExist();
        warehouse.with("close.max_difference_share", "0.02");
        assertThat(warehouse.closing().readiness("2025-Q4").obstacles()).isEmpty();
    }

    @Test
    void allObstaclesAreListed() throws IOException {
        ClosableWarehouse warehouse = ClosableWarehouse.copiedTo(folder);

        assertThat(obstacles(warehouse, "2026-Q1"))
                .contains(
                        "2026-Q1 ends on 2026-03-31, and the newest run has figures as of 2026-01-05: run `mittari run` for"
                                + " a later day")
                .anyMatch(obstacle -> obstacle.startsWith("Source opportunities has data up to 2025-12-31 only"));
        assertThat(obstacles(warehouse, "2025"))
                .containsExactly("2025-Q4 is not closed: close the quarters of 2025 first");
        warehouse.with("sources.opportunities.dt_offset_days", "1");
        assertThat(obstacles(warehouse, "2025-Q4"))
                .hasSize(2)
                .anyMatch(obstacle -> obstacle.startsWith("The settings are not those of run"))
                .anyMatch(obstacle -> obstacle.startsWith(
                        "Source opportunities has data up to 2025-12-30 only, 2025-Q4 ends on 2025-12-31"));
    }

    @Test
    void whatIsNoPublishedQuarterOrYearIsWrongUsage() throws IOException {
        ClosableWarehouse warehouse = ClosableWarehouse.copiedTo(folder);

        assertThat(refusal(() -> close(warehouse, "2025-10")).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refusal(() -> close(warehouse, "2025-10")))
                .hasMessageContaining("give one of 2025, 2025-Q4, 2026-Q1, 2026");
        assertThat(refusal(() -> close(warehouse, " "))).hasMessageContaining("is no published quarter or year");
        assertThat(refusal(() -> warehouse.closing().close("2025-Q4", " ", Optional.empty())))
                .hasMessageContaining("--by");
    }

    @Test
    void yearIsClosedAfterItsQuartersAndReopenedBeforeThem() throws IOException {
        ClosableWarehouse warehouse = ClosableWarehouse.closedCopiedTo(folder);
        CloseEvent year = close(warehouse, "2025");

        assertThat(warehouse
                        .table("closed_measures")
                        .where("close_id = '" + year.close().closeId() + "'")
                        .select("period")
                        .distinct()
                        .collectAsList())
                .containsExactly(RowFactory.create("2025"));
        assertThat(refusal(() -> warehouse.closing().reopen("2025-Q4", "ann", "late invoice")))
                .hasMessageContaining("its year 2025 is closed, too. Reopen 2025 first");
        warehouse.closing().reopen("2025", "ann", "late invoice");
        warehouse.closing().reopen("2025-Q4", "ann", "late invoice");
    }

    @Test
    void secondCloseMakesVersionTwoThatTwoPeopleSignWhereThereAreApprovers() throws IOException {
        ClosableWarehouse warehouse = ClosableWarehouse.closedCopiedTo(folder).with("close.approvers", "Ann, Carla");
        Closing closing = warehouse.closing();
        assertThat(newest(warehouse).state())
                .as("closed before there were approvers")
                .isEqualTo(ClosedPeriod.State.CLOSED);
        assertThat(obstacles(warehouse, "2025-Q4"))
                .singleElement()
                .asString()
                .startsWith("2025-Q4 is closed already, version 1, closed");

        closing.reopen("2025-Q4", "bo", "misposted");
        assertThat(refusal(() -> closing.reopen("2025-Q4", "bo", "again")))
                .hasMessageContaining("2025-Q4 is not closed: its version 1 was reopened by bo");
        assertThat(refusal(() -> closing.close("2025-Q4", "BO", Optional.empty())))
                .hasMessageContaining("bo has reopened it, and must not close it");
        CloseEvent second = close(warehouse, "2025-Q4");

        assertThat(second.close().version()).isEqualTo(2);
        List<ClosedPeriod> closes = warehouse.warehouse().closes().log().closes();
        assertThat(second.close().digests()).isEqualTo(closes.get(0).close().digests());
        assertThat(warehouse
                        .table("closed_measures")
                        .groupBy("close_id")
                        .count()
                        .collectAsList())
                .as("version 1 stays readable")
                .hasSize(2);
        assertThat(closes)
                .extracting(ClosedPeriod::state)
                .containsExactly(ClosedPeriod.State.REOPENED, ClosedPeriod.State.AWAITING_APPROVAL);
        assertThat(closes.get(0).reopened().orElseThrow().note()).contains("misposted");

        assertThat(refusal(() -> closing.approve("2025-Q4", "ANN", Optional.empty())))
                .hasMessageContaining("ANN has closed it");
        assertThat(refusal(() -> closing.approve("2025-Q4", "bo", Optional.empty())))
                .hasMessageContaining("bo is none of close.approvers, which are Ann, Carla");
        closing.approve("2025-Q4", "Carla", Optional.of("seen"));
        assertThat(newest(warehouse).state()).isEqualTo(ClosedPeriod.State.CLOSED);
        assertThat(refusal(() -> closing.approve("2025-Q4", "Carla", Optional.empty()))
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void closeWaitsForNobody() throws IOException {
        ClosableWarehouse warehouse = ClosableWarehouse.closedCopiedTo(folder);
        try (WarehouseLock lock = warehouse.warehouse().lock("another close")) {
            Failure failure = refusal(() -> close(warehouse, "2025"));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.LOCKED);
            assertThat(failure).hasMessageContaining(lock.runId());
        }
        warehouse.closing().reopen("2025-Q4", "bo", "the lock is free again");
    }

    private static List<String> obstacles(ClosableWarehouse warehouse, String period) {
        return warehouse.closing().readiness(period).obstacles();
    }

    private static ClosedPeriod newest(ClosableWarehouse warehouse) {
        return warehouse.warehouse().closes().log().newest("2025-Q4").orElseThrow();
    }

    private static CloseEvent close(ClosableWarehouse warehouse, String period) {
        return warehouse.closing().close(period, "ann", Optional.empty());
    }

    private static Failure refusal(ThrowingCallable call) {
        Failure failure = catchThrowableOfType(Failure.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
