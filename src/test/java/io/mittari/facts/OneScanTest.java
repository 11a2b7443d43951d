package io.mittari.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.Canonical;
import io.mittari.LocalSpark;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.SettingsReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** The plan that computes all measures: what it reads, and how often it aggregates. */
class OneScanTest {
    @TempDir
    Path folder;

    @Test
    void everyFactIsScannedOnceAndAggregatedOnceForAllItsMeasures() {
        LogicalPlan plan = optimized(facts().cells());

        Map<String, Long> scans = nodes(plan).stream()
                .filter(LogicalRelation.class::isInstance)
                .map(node -> entity((LogicalRelation) node))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

        for (Entity fact : List.of(
                Entity.LEADS,
                Entity.INVOICE_LINES,
                Entity.STAGE_HISTORY,
                Entity.SUBSCRIPTIONS,
                Entity.QUOTAS,
                Entity.FORECASTS,
                Entity.EXPENSES,
                Entity.TIMESHEETS)) {
            assertThat(scans).as("scans").containsEntry(fact.entityName(), 1L);
            assertThat(aggregationsByCell(plan, fact))
                    .as("aggregations of " + fact)
                    .isEqualTo(1);
        }
        assertThat(scans).as("kept for all that uses them").doesNotContainKey(Entity.OPPORTUNITIES.entityName());
        assertThat(scans)
                .as("nothing needs activities beside timesheets")
                .doesNotContainKey(Entity.ACTIVITIES.entityName());
    }

    @Test
    void aRunLeavesOutWhatOnlyAnExplanationNeeds() {
        // Where each scan names the columns that it reads, and not all that its files have.
        String plan = ((org.apache.spark.sql.classic.Dataset<Row>) facts().cells())
                .queryExecution()
                .sparkPlan()
                .toString();
        for (String detail : List.of(
                FactDetails.KEY,
                FactDetails.DAY,
                FactDetails.AMOUNT,
                FactDetails.CURRENCY,
                FactDetails.RATE,
                FactDetails.NOTE)) {
            assertThat(plan).doesNotContain(detail + "#");
        }
    }

    private Facts facts() {
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        for (Entity entity : Entity.values()) {
            String path = folder.resolve(entity.entityName()).toString();
            Canonical.rows(entity, entity.key().get(0)).write().parquet(path);
            entities.put(entity, LocalSpark.session().read().parquet(path));
        }
        Map<String, String> settings = new HashMap<>(Map.of("currency.reporting", "EUR", "warehouse.path", "unused"));
        settings.put("sources.opportunities.path", "unused");
        return new Facts(
                entities,
                SettingsReader.read(Optional.empty(), settings),
                LocalDate.of(2026, 6, 30),
                ExchangeRates.of("EUR", List.of()));
    }

    /** Aggregations by month and cell of what a fact's rows were made to. */
    private static long aggregationsByCell(LogicalPlan plan, Entity fact) {
        return nodes(plan).stream()
                .filter(Aggregate.class::isInstance)
                .map(Aggregate.class::cast)
                .filter(aggregate -> aggregate.groupingExpressions().size() == Cells.KEY.size())
                .filter(aggregate -> nodes(aggregate).stream()
                        .anyMatch(node -> node instanceof LogicalRelation scan
                                && entity(scan).equals(fact.entityName())))
                .count();
    }

    private static LogicalPlan optimized(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .optimizedPlan();
    }

    private static List<LogicalPlan> nodes(LogicalPlan plan) {
        return CollectionConverters.asJava(
                plan.collect(new scala.runtime.AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
                    @Override
                    public boolean isDefinedAt(LogicalPlan node) {
                        return true;
                    }

                    @Override
                    public LogicalPlan apply(LogicalPlan node) {
                        return node;
                    }
                }));
    }

    private static String entity(LogicalRelation scan) {
        String path = ((org.apache.spark.sql.execution.datasources.HadoopFsRelation) scan.relation())
                .location()
                .rootPaths()
                .head()
                .toString();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
