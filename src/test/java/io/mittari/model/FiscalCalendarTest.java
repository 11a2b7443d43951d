package io.mittari.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiscalCalendarTest {
    private final FiscalCalendar calendarYear = new FiscalCalendar(ZoneOffset.UTC, 1);
    private final FiscalCalendar fromApril = new FiscalCalendar(ZoneOffset.UTC, 4);

    @Test
    void yearsThatBeginInJanuaryNamePeriodsByTheCalendar() {
        assertThat(names(calendarYear, "2026-07-31")).containsExactly("2026-07", "2026-Q3", "2026");
    }

    @Test
    void otherYearsAreNamedByTheYearInWhichTheyEnd() {
        assertThat(names(fromApril, "2026-03-31")).containsExactly("FY2026-M12", "FY2026-Q4", "FY2026");
        assertThat(names(fromApril, "2026-04-01")).containsExactly("FY2027-M01", "FY2027-Q1", "FY2027");
    }

    @Test
    void aPeriodEndsOnTheDayBeforeTheNextBegins() {
        Period quarter = fromApril.period(PeriodType.QUARTER, LocalDate.parse("2026-02-10"));
        assertThat(quarter.start()).isEqualTo("2026-01-01");
        assertThat(quarter.end()).isEqualTo("2026-03-31");
    }

    @Test
    void periodsRunFromTheOneOfTheFirstDayToTheOneOfTheLast() {
        assertThat(fromApril.periods(PeriodType.YEAR, LocalDate.parse("2025-03-31"), LocalDate.parse("2026-04-01")))
                .extracting(Period::name)
                .containsExactly("FY2025", "FY2026", "FY2027");
    }

    @Test
    void onlyTheFirstDayBeginsAPeriod() {
        assertThat(fromApril.begins(PeriodType.QUARTER, LocalDate.parse("2026-07-01")))
                .isTrue();
        assertThat(fromApril.begins(PeriodType.QUARTER, LocalDate.parse("2026-08-01")))
                .isFalse();
        assertThat(fromApril.begins(PeriodType.MONTH, LocalDate.parse("2026-08-02")))
                .isFalse();
        assertThat(fromApril.begins(PeriodType.YEAR, LocalDate.parse("2026-04-01")))
                .isTrue();
    }

    @Test
    void aYearBeginsInAMonthOfTheYear() {
        assertThatThrownBy(() -> new FiscalCalendar(ZoneOffset.UTC, 13)).hasMessageContaining("13");
    }

    private static List<String> names(FiscalCalendar calendar, String day) {
        return java.util.Arrays.stream(PeriodType.values())
                .map(type -> calendar.period(type, LocalDate.parse(day)).name())
                .toList();
    }
}
