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
import org.apache.spark.sql.functions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingTest {
    private static final String PERIODS = "period in ('2026-Q3', '2026-07', '2026-08', '2026-09')";

    @TempDir
    Path folder;

    private ClosableWarehouse warehouse;

    @BeforeEach
    void publish() throws IOException {
        warehouse = ClosableWarehouse.copiedTo(folder);
    }

    @Test
    void everyFigureOfTheQuarterAndItsMonthsIsFrozen() {
        CloseEvent closed = close("2026-Q3");

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
                                .where("grain = 'rep' and period = '2026-Q3' and measure in ('revenue', 'quota')"),
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
    void bookingsAndRevenueAreReconciledToTheCent() {
        close("2026-Q3");

        assertThat(Night.lines(
                        warehouse.table("closed_reconciliation"),
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
    void differenceBeyondTheToleranceStandsInTheWay() {
        warehouse.with("close.max_difference_share", "0.01").with("close.reconciliation_tolerance", "12.34");

        assertThat(refusal(() -> close("2026-Q3")))
                .hasMessageContaining("Bookings and revenue of 2026-Q3 differ by more than close.max_difference_share, 0.01:"
                        + " bookings 1512.84, revenue 1540.50, difference 27.66, 1.8 % of the bookings; accounts: 3"
                        + " matched, 1 only in finance");
        warehouse.with("close.max_difference_share", "0.02");
        assertThat(warehouse.closing().readiness("2026-Q3").obstacles()).isEmpty();
    }

    @Test
    void everyMeasureIsTheSumOfTheRowsBehindIt() {
        close("2026-Q3");
        Dataset<Row> sums = warehouse
                .table("closed_rows")
                .groupBy("measure", "rep_id", "segment")
                .agg(functions.sum("value").as("rows"));
        Dataset<Row> measures = warehouse
                .table("closed_measures")
                .where("grain = 'rep_segment' and period = '2026-Q3' and value <> 0")
                .select("measure", "rep_id", "segment", "value");

        assertThat(measures.count()).isGreaterThan(10);
        assertThat(Night.lines(sums.where("rows <> 0"), "measure", "rep_id", "segment", "cast(rows as decimal(38,6))"))
                .isEqualTo(Night.lines(measures, "measure", "rep_id", "segment", "value"));
    }

    @Test
    void allObstaclesAreListedAndNothingIsWritten() {
        Failure running = refusal(() -> close("2026-Q4"));
        Failure year = refusal(() -> close("2026"));
        Failure otherSettings = refusal(() -> warehouse
                .with("leads.qualified_when", "score > 5")
                .closing()
                .close("2026-Q3", "ann", Optional.empty()));

        assertThat(running.exitCode()).isEqualTo(ExitCode.GATE);
        assertThat(running)
                .hasMessageContaining("2026-Q4 ends on 2026-12-31, and the newest run has figures as of 2026-10-05")
                .hasMessageContaining("Source opportunities has data up to 2026-09-30 only");
        assertThat(year).hasMessageContaining("2026-Q2 is not closed").hasMessageContaining("2026-Q3 is not closed");
        assertThat(otherSettings).hasMessageContaining("The settings are not those of run");
        assertThat(warehouse.path("closes")).doesNotExist();
    }

    @Test
    void sourceWithoutDataUpToThePeriodsEndStandsInTheWay() {
        warehouse.with("sources.opportunities.dt_offset_days", "1").night().publish("2026-10-05");

        assertThat(refusal(() -> close("2026-Q3")))
                .hasMessageContaining(
                        "Source opportunities has data up to 2026-09-29 only, 2026-Q3 ends on 2026-09-30");
    }

    @Test
    void whatIsNoPublishedQuarterOrYearIsWrongUsage() {
        assertThat(refusal(() -> close("2026-07")).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refusal(() -> close("2026-07"))).hasMessageContaining("give one of 2026, 2026-Q2, 2026-Q3, 2026-Q4");
        assertThat(refusal(() -> close(" "))).hasMessageContaining("is no published quarter or year");
        assertThat(refusal(() -> warehouse.closing().close("2026-Q3", " ", Optional.empty())))
                .hasMessageContaining("--by");
    }

    @Test
    void secondCloseMakesVersionTwoAndVersionOneStaysReadable() {
        CloseEvent first = close("2026-Q3");
        assertThat(refusal(() -> close("2026-Q3")))
                .hasMessageContaining("2026-Q3 is closed already, version 1, closed");

        warehouse.closing().reopen("2026-Q3", "bo", "misposted");
        assertThat(refusal(() -> warehouse.closing().reopen("2026-Q3", "bo", "again")))
                .hasMessageContaining("2026-Q3 is not closed: its version 1 was reopened by bo");
        CloseEvent second = close("2026-Q3");

        assertThat(second.close().version()).isEqualTo(2);
        assertThat(second.close().digests()).isEqualTo(first.close().digests());
        assertThat(warehouse
                        .table("closed_measures")
                        .groupBy("close_id")
                        .count()
                        .collectAsList())
                .hasSize(2);
        List<ClosedPeriod> closes = warehouse.warehouse().closes().log().closes();
        assertThat(closes)
                .extracting(ClosedPeriod::state)
                .containsExactly(ClosedPeriod.State.REOPENED, ClosedPeriod.State.CLOSED);
        assertThat(closes.get(0).reopened().orElseThrow().note()).contains("misposted");
    }

    @Test
    void yearIsClosedAfterItsQuartersAndReopenedBeforeThem() {
        warehouse.with("calendar.first_period", "2026-Q4").with("gates.min_share_of_previous", "0");
        warehouse.night().given("opportunities", "dt=2026-12-31/part.csv", """
                        opportunity_id, account_id, owner_id, stage, status, amount, created_at, closed_at
                        o1, a1, ann, Closed, won, 1000.00, 2026-06-01, 2026-10-10""").publish("2026-12-31");
        assertThat(refusal(() -> close("2026"))).hasMessageContaining("2026-Q4 is not closed");
        close("2026-Q4");
        CloseEvent year = close("2026");

        assertThat(warehouse
                        .table("closed_measures")
                        .where("close_id = '" + year.close().closeId() + "' and period <> '2026'")
                        .count())
                .isZero();
        assertThat(refusal(() -> warehouse.closing().reopen("2026-Q4", "ann", "late invoice")))
                .hasMessageContaining("its year 2026 is closed, too. Reopen 2026 first");
        warehouse.closing().reopen("2026", "ann", "late invoice");
        warehouse.closing().reopen("2026-Q4", "ann", "late invoice");
    }

    @Test
    void whereThereAreApproversTwoPeopleSign() {
        warehouse.with("close.approvers", "Ann, Carla");
        Closing closing = warehouse.closing();
        closing.close("2026-Q3", "ann", Optional.empty());
        assertThat(state()).isEqualTo(ClosedPeriod.State.AWAITING_APPROVAL);

        assertThat(refusal(() -> closing.approve("2026-Q3", "ANN", Optional.empty())))
                .hasMessageContaining("ANN has closed it");
        assertThat(refusal(() -> closing.approve("2026-Q3", "bo", Optional.empty())))
                .hasMessageContaining("bo is none of close.approvers, which are Ann, Carla");
        closing.approve("2026-Q3", "Carla", Optional.of("seen"));
        assertThat(state()).isEqualTo(ClosedPeriod.State.CLOSED);
        assertThat(refusal(() -> closing.approve("2026-Q3", "Carla", Optional.empty()))
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);

        closing.reopen("2026-Q3", "bo", "misposted");
        assertThat(refusal(() -> closing.close("2026-Q3", "BO", Optional.empty())))
                .hasMessageContaining("bo has reopened it, and must not close it");
        assertThat(closing.close("2026-Q3", "ann", Optional.empty()).close().version())
                .isEqualTo(2);
    }

    @Test
    void closeWaitsForNobody() {
        try (WarehouseLock lock = warehouse.warehouse().lock("another close")) {
            Failure failure = refusal(() -> close("2026-Q3"));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.LOCKED);
            assertThat(failure).hasMessageContaining(lock.runId());
        }
        close("2026-Q3");
    }

    private ClosedPeriod.State state() {
        return warehouse
                .warehouse()
                .closes()
                .log()
                .newest("2026-Q3")
                .orElseThrow()
                .state();
    }

    private CloseEvent close(String period) {
        return warehouse.closing().close(period, "ann", Optional.empty());
    }

    private static Failure refusal(ThrowingCallable call) {
        Failure failure = catchThrowableOfType(Failure.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
