package io.mittari.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;

/** crm/timesheets, with the canonical columns: a row a rep and working day, holidays left out. */
final class TimesheetExtract {
    private static final double AWAY_CHANCE = 0.12;

    private static final Extract<Sheet> EXTRACT = Extract.<Sheet>at("crm/timesheets")
            .text("rep_id", sheet -> sheet.rep().id())
            .day("worked_on", Sheet::workedOn)
            .number("total_hours", ColumnType.MONEY, Sheet::total)
            .number("selling_hours", ColumnType.MONEY, Sheet::selling)
            .moment("updated_at", Sheet::submitted)
            .dirty(
                    331,
                    Blemish.wrong("negative hours", "selling_hours", Amounts.units(-2)),
                    Blemish.wrong("selling above total", "selling_hours", Amounts.units(23)),
                    Blemish.wrong("unparsable hours", "total_hours", "7:30"),
                    Blemish.IDENTICAL_DUPLICATE,
                    Blemish.conflicting("total_hours", Amounts.units(12)));

    private TimesheetExtract() {}

    static void write(LakePlan plan, Path lake, Loads loads, Reps reps) throws IOException {
        try (var rows = ExtractWriter.toLoads(EXTRACT, plan, lake, loads)) {
            for (LocalDate day = plan.firstDay(); !day.isAfter(plan.lastDay()); day = day.plusDays(1)) {
                if (Seasons.isWorkingDay(day)) {
                    writeDay(plan.seed(), day, loads, reps, rows);
                }
            }
        }
    }

    private static void writeDay(long seed, LocalDate day, Loads loads, Reps reps, ExtractWriter<Sheet> rows) {
        for (Rep rep : reps.all()) {
            Draws draws = new Draws(seed, Draws.Topic.TIMESHEET, day.toEpochDay() * 10_000 + rep.number());
            if (rep.isEmployed(day) && !draws.chance(AWAY_CHANCE)) {
                rows.write(loads.of(day), drawSheet(rep, day, draws));
            }
        }
    }

    /** Quarters of hours; a settled rep sells more of the day than a new one. */
    private static Sheet drawSheet(Rep rep, LocalDate day, Draws draws) {
        int total = draws.between(28, 36);
        int selling = (int) (total * draws.between(0.22, 0.46) * (0.8 + 0.2 * rep.ramp(day)));
        return new Sheet(rep, day, quarters(total), quarters(selling), Moments.at(day, 16));
    }

    private static BigDecimal quarters(int number) {
        return Amounts.cents(number * 25L);
    }

    private record Sheet(Rep rep, LocalDate workedOn, BigDecimal total, BigDecimal selling, long submitted) {}
}
