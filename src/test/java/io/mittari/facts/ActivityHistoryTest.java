package io.mittari.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.facts.ActivityHistory.Interval;
import io.mittari.facts.ActivityHistory.Turn;
import io.mittari.model.FiscalCalendar;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityHistoryTest {
    private static final int APRIL = FiscalCalendar.monthNumber(LocalDate.parse("2026-04-01"));

    private final ActivityHistory history =
            new ActivityHistory(new FiscalCalendar(ZoneOffset.UTC, 1), LocalDate.parse("2026-06-15"), 30);

    @Test
    void gapsUpToTheLimitAreClosed() {
        assertThat(history.united(intervals("2026-01-01/2026-02-01", "2026-03-03/2026-04-01")))
                .isEqualTo(intervals("2026-01-01/2026-04-01"));
        assertThat(history.united(intervals("2026-01-01/2026-02-01", "2026-03-04/2026-04-01")))
                .hasSize(2);
    }

    @Test
    void overlapsAndRepeatsAreOneInterval() {
        assertThat(history.united(intervals("2026-02-01/2026-03-01", "2026-01-01/2026-05-01", "2026-01-01/2026-05-01")))
                .isEqualTo(intervals("2026-01-01/2026-05-01"));
    }

    @Test
    void anEmptyIntervalBridgesNothing() {
        assertThat(history.united(intervals("2026-01-01/2026-02-01", "2026-02-20/2026-02-20", "2026-03-10/2026-04-01")))
                .hasSize(2);
    }

    @Test
    void anIntervalAfterTheReportingDateOnlyClosesAGap() {
        List<Turn> closed = history.turns(intervals("2026-04-01/2026-06-10", "2026-06-20/2026-07-01"));
        assertThat(closed).extracting(Turn::churned).containsExactly(0);

        List<Turn> open = history.turns(intervals("2026-04-01/2026-06-10", "2026-08-20/2026-09-01"));
        assertThat(open).extracting(Turn::churned).containsExactly(0, 1);
    }

    @Test
    void daysAreCountedToTheEndOfTheMonthOrTheReportingDate() {
        List<Turn> turns = history.turns(intervals("2026-04-11/2026-06-11"));
        assertThat(turns.get(0)).isEqualTo(new Turn(APRIL, 1, 1, 20, 0, 0, 0, 0, 0));
        assertThat(turns.get(1).daysLost()).isEqualTo(5);
    }

    @Test
    void whoComesBackWithinThePeriodIsNotLostInIt() {
        List<Turn> turns = history.turns(intervals("2025-12-01/2026-01-10", "2026-03-01/2026-05-01"));
        Turn firstEnd = turns.get(1);
        assertThat(firstEnd.lostInMonth()).isEqualTo(1);
        assertThat(firstEnd.lostInQuarter()).isZero();
        assertThat(firstEnd.lostInYear()).isEqualTo(1);
        Turn secondEnd = turns.get(3);
        assertThat(secondEnd.lostInQuarter()).isEqualTo(1);
        assertThat(secondEnd.lostInYear()).isZero();
    }

    @Test
    void onlyTheFirstBeginningIsANewCustomer() {
        assertThat(history.turns(intervals("2025-12-01/2026-01-10", "2026-03-01/2026-05-01")))
                .extracting(Turn::first)
                .containsExactly(1, 0, 0, 0);
    }

    private static List<Interval> intervals(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.split("/"))
                .map(days -> new Interval(LocalDate.parse(days[0]), LocalDate.parse(days[1])))
                .toList();
    }
}
