package io.mittari.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.Canonical;
import io.mittari.facts.Facts;
import io.mittari.measures.Members;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private final Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);

    @Test
    void winRateLeavesOpenDealsOut() {
        given(Entity.OPPORTUNITIES, """
                opportunity_id | owner_id | status | created_at | closed_at  | amount
                o1             | ann      | won    | 2026-01-01 | 2026-01-10 | 100.00
                o2             | ann      | lost   | 2026-01-01 | 2026-02-11 |  50.00
                o3             | ann      | open   | 2026-01-01 |            |  70.00""");

        assertThat(figures(
                        "2026-03-31",
                        "grain = 'rep' and period = '2026-Q1'",
                        "rep_id",
                        "win_rate",
                        "open_opportunities_end"))
                .containsExactly("ann | 0.500000 | 1");
    }

    @Test
    void pipelineAtTheEndLeavesOutWhatIsCreatedAfterTheReportingDate() {
        given(Entity.OPPORTUNITIES, """
                opportunity_id | owner_id | status | created_at | amount | expected_close_on
                o1             | ann      | open   | 2026-02-10 | 100.00 | 2026-03-20
                o2             | ann      | open   | 2026-02-11 |  50.00 | 2026-03-20""");

        assertThat(figures(
                        "2026-02-10",
                        "grain = 'company' and period = '2026-Q1'",
                        "open_opportunities_end",
                        "pipeline_end",
                        "pipeline_due_end"))
                .containsExactly("1 | 100.00 | 100.00");
    }

    private void given(Entity entity, String table) {
        entities.put(entity, Canonical.rows(entity, table));
    }

    private List<String> figures(String reportingDate, String where, String... columns) {
        Settings settings = SettingsReader.read(
                Optional.empty(),
                Map.of(
                        "calendar.zone", "UTC",
                        "currency.reporting", "EUR",
                        "warehouse.path", "unused",
                        "sources.opportunities.path", "unused"));
        LocalDate day = LocalDate.parse(reportingDate);
        Facts facts = new Facts(entities, settings, day, ExchangeRates.of("EUR", List.of()));
        Dataset<Row> cells = facts.cells().persist();
        PeriodRange range =
                new PeriodRange(settings.calendar(), LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-01"), day);
        Catalog catalog = new Catalog(settings.kpis(), settings.enabledKpis());
        return new Figures(range, entities.keySet(), catalog)
                .of(Members.months(facts.withDerived(cells), Optional.ofNullable(entities.get(Entity.REPS))))
                .where(where)
                .selectExpr("concat_ws(' | ', " + String.join(", ", columns) + ")")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList();
    }
}
