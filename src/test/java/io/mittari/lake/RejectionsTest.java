package io.mittari.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.model.Entity;
import io.mittari.model.QualityCheck.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every reason to reject a row, each beside a row that is just good enough. */
class RejectionsTest {
    private static final String KEY_AND_REASONS = "row_key || ': ' || concat_ws(' ', reasons)";

    @TempDir
    Path folder;

    private LakeFixture lake;

    @BeforeEach
    void begin() {
        lake = new LakeFixture(folder);
    }

    @Test
    void opportunities() {
        given(Entity.OPPORTUNITIES, """
                opportunity_id,stage,status,amount,currency,created_at,closed_at,probability
                good,New,Open,1,EUR,2026-01-02,,0.5
                same-day,New,won,1,EUR,2026-01-02T12:00:00Z,2026-01-02T08:00:00Z,1.0000
                no-stage,,open,1,EUR,2026-01-02,,
                no-currency,New,open,1,,2026-01-02,,
                no-amount,New,open,,,2026-01-02,,
                status,New,pending,1,EUR,2026-01-02,,
                before,New,lost,1,EUR,2026-01-02,2026-01-01,
                without,New,won,1,EUR,2026-01-02,,
                no-rate,New,open,1,USD,2026-01-02,,
                digits,New,open,1.00001,EUR,2026-01-02,,
                zeros,New,open,1.00000,EUR,2026-01-02,,
                likely,New,open,1,EUR,2026-01-02,,1.1
                day,New,open,1,EUR,2026-02-30,,
                many,,pending,x,EU,2026-13-01,,""");

        assertThat(lake.read().rejected(KEY_AND_REASONS))
                .containsExactly(
                        "before: closed_before_created",
                        "day: bad_value",
                        "digits: bad_value",
                        "likely: bad_value",
                        "many: bad_value missing_value unknown_status",
                        "no-currency: missing_value",
                        "no-rate: no_exchange_rate",
                        "no-stage: missing_value",
                        "status: unknown_status",
                        "without: closed_without_date");
        assertThat(lake.used(Entity.OPPORTUNITIES, "opportunity_id"))
                .containsExactly("good", "no-amount", "same-day", "zeros");
    }

    @Test
    void timeOfReps() {
        given(Entity.TIMESHEETS, """
                rep_id,worked_on,total_hours,selling_hours
                ann,2026-01-01,8,8
                ann,2026-01-02,8,8.5
                ann,2026-01-03,-1,-2""");
        given(Entity.ACTIVITIES, """
                activity_id,rep_id,kind,started_at,minutes
                a1,ann,Call,2026-01-01T08:00:00,0
                a2,ann,Call,2026-01-01T08:00:00,-0.5""");

        assertThat(lake.read().rejected(KEY_AND_REASONS))
                .containsExactly(
                        "a2: negative_hours", "ann|2026-01-02: selling_above_total", "ann|2026-01-03: negative_hours");
    }

    @Test
    void plansOfFiscalPeriods() {
        lake.firstMonth(4);
        given(Entity.REPS, """
                rep_id,rep_name,segment
                ann,Ann,Home""");
        given(Entity.QUOTAS, """
                rep_id,period_type,period_start,amount,segment
                ann,Quarter,2026-04-01,100,
                ann,month,2026-06-01,100,Home
                ann,month,2026-06-01,100,Other
                ann,month,2026-07-01,100,Home
                ann,quarter,2026-05-01,100,
                ann,year,2026-01-01,100,
                ann,week,2026-01-01,100,
                ann,month,2027-01-01,-1,""");

        assertThat(lake.read().rejected(KEY_AND_REASONS))
                .containsExactly(
                        "ann|month|2026-06-01|Home: overlapping_quota",
                        "ann|month|2027-01-01|: bad_value",
                        "ann|quarter|2026-04-01|: overlapping_quota",
                        "ann|quarter|2026-05-01|: bad_value",
                        "ann|week|2026-01-01|: bad_value",
                        "ann|year|2026-01-01|: bad_value");
        assertThat(lake.check("overlapping_quotas.quotas").result()).isEqualTo(Result.WARN);
    }

    @Test
    void subscriptionsInvoicesAndRates() {
        given(Entity.SUBSCRIPTIONS, """
                subscription_id,account_id,started_on,ended_on
                empty,a,2026-01-02,2026-01-02
                reversed,a,2026-01-02,2026-01-01""");
        given(Entity.INVOICE_LINES, """
                invoice_id,line_no,account_id,invoiced_on,quantity,unit_price,kind,currency
                i,01,a,2026-01-02,-1,1,Credit_Note,USD
                i,1,a,2026-01-02,1,1,refund,USD
                i,2,a,2026-01-01,1,1,,usd
                i,3,a,2026-01-02,1e3,1,,USD""");
        given(Entity.FX_RATES, """
                currency,valid_on,rate
                USD,2026-01-02,0.9
                GBP,2026-01-02,0""");

        assertThat(lake.read().rejected(KEY_AND_REASONS))
                .containsExactly(
                        "GBP|2026-01-02: bad_value",
                        "i|1: unknown_status",
                        "i|2: no_exchange_rate",
                        "i|3: bad_value",
                        "reversed: ended_before_started");
    }

    @Test
    void rowsThatContradictEachOtherAreAllRejectedAndRepeatsAreNot() {
        given(Entity.REPS, """
                rep_id,rep_name
                ann,Ann
                ann,Anna
                bo,Bo
                bo, Bo""");

        assertThat(lake.read().rejected(KEY_AND_REASONS))
                .containsExactly("ann: conflicting_duplicate", "ann: conflicting_duplicate");
        assertThat(lake.loads(Entity.REPS)).containsExactly("all: 4 = 1 + 1 + 0 + 0 + 2");
    }

    @Test
    void recordsThatAreNoneStandAloneAndLoseNoNeighbour() {
        lake.file("reps/reps.csv", "rep_id,rep_name\nann,Ann,more\nbo\n\"cy,Cy\ndi,\"Di\n\"\n");
        lake.source(Entity.REPS);

        assertThat(lake.read().rejected("row_number", "row_key", "reasons[0]", "row"))
                .containsExactly(
                        "1 |  | corrupt_record | {\"_corrupt_record\":\"ann,Ann,more\"}",
                        "2 |  | corrupt_record | {\"_corrupt_record\":\"bo\"}",
                        "3 |  | corrupt_record | {\"_corrupt_record\":\"\\\"cy,Cy\"}");
        assertThat(lake.used(Entity.REPS, "rep_id", "rep_name")).containsExactly("di | Di");
    }

    private void given(Entity entity, String csv) {
        lake.file(entity.entityName() + "/all.csv", csv + "\n");
        lake.source(entity);
    }
}
