package io.mittari.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.handwritten.WildLake;
import io.mittari.kpis.Catalog;
import io.mittari.kpis.Figures;
import io.mittari.measures.ChangedPeriods;
import io.mittari.measures.Members;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.model.FiscalCalendar;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedPeriodsTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    private final Settings settings = SettingsReader.read(
            Optional.empty(),
            Map.of(
                    "calendar.zone", "Europe/Helsinki",
                    "currency.reporting", "EUR",
                    "warehouse.path", "unused",
                    "sources.opportunities.path", "unused"));

    @TempDir
    Path folder;

    /** A day passes, nothing else: the fiscal year that was running has other figures, the one before has not. */
    @Test
    void aDayThatPassesChangesTheRunningFiscalYear() throws IOException {
        WildRows rows = WildRows.of(folder, 3, settings.calendar().zone());
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        Map<Entity, EntityChange> changes = new EnumMap<>(Entity.class);
        for (Entity entity : Entity.values()) {
            entities.put(entity, rows.dataset(entity));
            changes.put(entity, EntityChange.unchanged(entities.get(entity)));
        }
        ExchangeRates rates =
                ExchangeRates.of("EUR", entities.get(Entity.FX_RATES).collectAsList());
        AsOf before = new AsOf(WildLake.REPORTING_DATE, rates);
        AsOf after = new AsOf(WildLake.REPORTING_DATE.plusDays(1), rates);
        ChangedFacts changed = new ChangedFacts(changes, settings, before, after);
        Facts factsBefore = new Facts(entities, settings, before.reportingDate(), rates);
        Facts factsAfter = new Facts(entities, settings, after.reportingDate(), rates);
        Dataset<Row> cellsBefore = factsBefore.cells().localCheckpoint();
        Dataset<Row> difference = changed.cells().localCheckpoint();
        Dataset<Row> cellsAfter =
                ChangedFacts.cellsAfter(cellsBefore, difference).localCheckpoint();
        Optional<Dataset<Row>> reps = Optional.of(entities.get(Entity.REPS));

        int firstMonth = new ChangedPeriods(range(before), range(after))
                .firstMonth(
                        new ChangedPeriods.Roster(cellsBefore, reps),
                        new ChangedPeriods.Roster(cellsAfter, reps),
                        difference,
                        changed.stays());

        assertThat(FiscalCalendar.firstDay(firstMonth)).isBetween(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31));
        Dataset<Row> monthsAfter = Members.months(factsAfter.withDerived(cellsAfter), reps);
        List<String> kept = figures(range(before), Members.months(factsBefore.withDerived(cellsBefore), reps), "<");
        assertThat(kept).hasSizeGreaterThan(100).isEqualTo(figures(range(after), monthsAfter, "<"));
        assertThat(figures(range(after).emittedFrom(firstMonth), monthsAfter, ">="))
                .hasSizeGreaterThan(100)
                .isEqualTo(figures(range(after), monthsAfter, ">="));
    }

    private PeriodRange range(AsOf asOf) {
        return new PeriodRange(settings.calendar(), FIRST, FIRST, asOf.reportingDate());
    }

    /** All figures of periods that begin before, or not before, 2026. */
    private List<String> figures(PeriodRange range, Dataset<Row> months, String comparison) {
        Catalog catalog = new Catalog(settings.kpis(), settings.enabledKpis());
        return new Figures(range, EnumSet.allOf(Entity.class), catalog)
                .of(months).where("period_start " + comparison + " date'2026-01-01'").collectAsList().stream()
                        .map(Row::toString)
                        .sorted()
                        .toList();
    }
}
