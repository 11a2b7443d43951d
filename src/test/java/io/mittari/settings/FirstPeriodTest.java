package io.mittari.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mittari.model.FiscalCalendar;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstPeriodTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            1, 2024,       2024-01-01
            1, 2024-Q2,    2024-04-01
            1, 2024-05,    2024-05-01
            1, 2024-12,    2024-12-01
            1, 2024-05-17, 2024-05-01
            4, FY2024,     2023-04-01
            4, FY2024-Q1,  2023-04-01
            4, FY2024-Q4,  2024-01-01
            4, FY2024-M01, 2023-04-01
            4, FY2024-M12, 2024-03-01
            4, 2024-05-17, 2024-05-01
            12, FY2024-M02, 2024-01-01
            """)
    void isTheFirstDayOfThePeriodOfThatName(int firstMonth, String text, LocalDate firstDay) {
        assertThat(FirstPeriod.firstDay(text, new FiscalCalendar(ZoneOffset.UTC, firstMonth)))
                .isEqualTo(firstDay);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1, FY2024
            1, 2024-M01
            1, 2024-13
            1, 2024-00
            1, 2024-Q0
            1, 24
            1, 2024-02-30
            1, yesterday
            4, 2024
            4, 2024-05
            4, FY2024-05
            4, FY2024-M13
            """)
    void isNoPeriodThatTheCalendarDoesNotHave(int firstMonth, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FirstPeriod.firstDay(text, new FiscalCalendar(ZoneOffset.UTC, firstMonth)));
    }
}
