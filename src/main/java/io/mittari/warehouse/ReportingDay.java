package io.mittari.warehouse;

import io.mittari.model.FiscalCalendar;
import java.time.LocalDate;

/**
 * What a publication has to know of its run.
 *
 * @param day the day whose end the figures are as of
 * @param calendar the calendar of their periods
 */
public record ReportingDay(LocalDate day, FiscalCalendar calendar) {}
