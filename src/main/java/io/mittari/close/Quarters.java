package io.mittari.close;

import io.mittari.model.Failure;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** The published periods that can be closed: quarters and years. */
final class Quarters {
    private static final String COMPANY = "kpi_" + Grain.COMPANY.grainName();

    private Quarters() {}

    /**
     * The published quarter or year of that name.
     *
     * @throws Failure (usage) where there is none
     */
    static Period closable(Warehouse warehouse, PublishedRun run, FiscalCalendar calendar, String name) {
        List<Period> published = published(warehouse, run, calendar);
        return published.stream()
                .filter(period -> period.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.usage("'%s' is no published quarter or year: give one of %s"
                        .formatted(
                                name,
                                String.join(
                                        ", ",
                                        published.stream().map(Period::name).toList()))));
    }

    /** The published quarters of a year. */
    static List<Period> published(Warehouse warehouse, PublishedRun run, FiscalCalendar calendar, Period year) {
        return published(warehouse, run, calendar).stream()
                .filter(period -> period.type() == PeriodType.QUARTER)
                .filter(period -> period.firstMonth() >= year.firstMonth() && period.endMonth() <= year.endMonth())
                .toList();
    }

    /** The periods whose figures a close freezes: a quarter with its months, or a year. */
    static List<Period> covered(FiscalCalendar calendar, Period closed) {
        List<Period> periods = new ArrayList<>(List.of(closed));
        if (closed.type() == PeriodType.QUARTER) {
            periods.addAll(calendar.periods(PeriodType.MONTH, closed.start(), closed.end()));
        }
        return periods;
    }

    private static List<Period> published(Warehouse warehouse, PublishedRun run, FiscalCalendar calendar) {
        return warehouse
                .table(COMPANY, run)
                .where("period_type <> 'month'")
                .orderBy("period_start", "period_type")
                .select("period_type", "period_start")
                .collectAsList()
                .stream()
                .map(row -> period(row, calendar))
                .toList();
    }

    private static Period period(Row row, FiscalCalendar calendar) {
        return calendar.period(
                PeriodType.named(row.getString(0)), row.<Date>getAs(1).toLocalDate());
    }
}
