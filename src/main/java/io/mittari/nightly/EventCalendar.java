package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.mittari.facts.Cells;
import io.mittari.measures.PeriodRange;
import io.mittari.measures.Tally;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** When events happened, per source and month: what decides on the periods of a run. */
final class EventCalendar {
    private static final BigDecimal SUSPICIOUS_SHARE = new BigDecimal("0.001");

    private final Settings settings;
    private final LocalDate reportingDate;
    private final List<Row> rows;

    private EventCalendar(Settings settings, LocalDate reportingDate, List<Row> rows) {
        this.settings = settings;
        this.reportingDate = reportingDate;
        this.rows = rows;
    }

    /** Sums the events of cells; the result has a row a source and month, however many cells there are. */
    static EventCalendar of(Dataset<Row> cells, Settings settings, LocalDate reportingDate) {
        List<Row> rows = cells.groupBy(col(Cells.SOURCE), col(Cells.MONTH))
                .agg(
                        sum(col(Tally.EVENTS.column())).as("events"),
                        sum(col(Tally.LOST_REFERENCES.column())).as("lost"))
                .collectAsList();
        return new EventCalendar(settings, reportingDate, rows);
    }

    /** The periods of the run: from the earliest event, or the configured first period, to D. */
    PeriodRange range() {
        LocalDate firstEvent = eventsByMonth().keySet().stream()
                .findFirst()
                .map(FiscalCalendar::firstDay)
                .orElse(reportingDate);
        LocalDate first = settings.firstPeriod().orElse(firstEvent);
        LocalDate firstPublished = first.isAfter(reportingDate) ? reportingDate : first;
        return new PeriodRange(settings.calendar(), firstEvent, firstPublished, reportingDate);
    }

    /** Warnings about references that lead nowhere and about a first period with hardly an event. */
    List<QualityCheck> checks() {
        List<QualityCheck> checks = new ArrayList<>();
        Map<String, Long> lost = new TreeMap<>(rows.stream()
                .collect(
                        Collectors.groupingBy(row -> row.getString(0), Collectors.summingLong(row -> row.getLong(3)))));
        lost.forEach((source, count) -> checks.add(QualityCheck.warning(
                "references." + source,
                "Every reference of source " + source + " to a rep, an account or an opportunity leads to a row",
                count == 0,
                count + " lead nowhere and count as Unassigned",
                "0")));
        checks.add(firstMonth());
        return checks;
    }

    private QualityCheck firstMonth() {
        TreeMap<Integer, Long> events = eventsByMonth();
        long all = events.values().stream().mapToLong(count -> count).sum();
        long first = events.isEmpty() ? 0 : events.firstEntry().getValue();
        boolean passed = events.size() < 2
                || BigDecimal.valueOf(first).compareTo(SUSPICIOUS_SHARE.multiply(BigDecimal.valueOf(all))) >= 0;
        String month = events.isEmpty()
                ? "none"
                : FiscalCalendar.firstDay(events.firstKey()).toString();
        return QualityCheck.warning(
                "first_period",
                "Share of all events in the first month, which begins the published periods: a small one is mostly a"
                        + " typing error in a date; calendar.first_period sets the beginning",
                passed,
                "%d of %d events in the month of %s".formatted(first, all, month),
                "at least " + SUSPICIOUS_SHARE.movePointRight(2).setScale(1, RoundingMode.UNNECESSARY) + " %");
    }

    private TreeMap<Integer, Long> eventsByMonth() {
        return rows.stream()
                .filter(row -> row.getLong(2) > 0)
                .collect(Collectors.toMap(row -> row.getInt(1), row -> row.getLong(2), Long::sum, TreeMap::new));
    }
}
