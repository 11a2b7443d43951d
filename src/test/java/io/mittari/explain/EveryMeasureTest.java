package io.mittari.explain;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.handwritten.WildLake;
import io.mittari.measures.Measure;
import io.mittari.measures.Tally;
import io.mittari.measures.Weights;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import io.mittari.nightly.NightlyRun;
import io.mittari.nightly.Order;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows behind every measure add up to what is published, for members of every grain and periods of every length. */
class EveryMeasureTest {
    private static final int MEMBERS = 2;

    @TempDir
    Path folder;

    @Test
    void ofAFiscalYearFromAprilInTokyoThatSharesExpensesByRevenue() {
        assertAllAddUp(4, Set.of(), """
                calendar { zone = "Asia/Tokyo", first_month = 4 }
                expenses.allocate_by = revenue
                """);
    }

    @Test
    void ofCustomersByInvoicesAndTimeByActivitiesFromALaterFirstPeriodOn() {
        assertAllAddUp(7, EnumSet.of(Entity.SUBSCRIPTIONS, Entity.TIMESHEETS, Entity.STAGE_HISTORY), """
                calendar { zone = "America/New_York", first_period = 2025-08 }
                expenses.allocate_by = qualified_leads
                customers { inactive_after_days = 60, reactivation_gap_days = 5 }
                """);
    }

    private void assertAllAddUp(long seed, Set<Entity> without, String lines) {
        Settings settings = SettingsReader.read(Optional.of(WildLake.write(folder, seed, without, lines)), Map.of());
        new NightlyRun(LocalSpark.session(), settings, Clock.systemUTC(), (name, number, of) -> {})
                .publish(WildLake.REPORTING_DATE, Order.NIGHTLY);
        Warehouse warehouse = new Warehouse(LocalSpark.session(), settings.warehouse());
        PublishedRun run = warehouse.publishedRun();
        RunInputs inputs = RunInputs.of(warehouse, run, settings, EnumSet.allOf(Measure.class));
        Dataset<Row> facts = inputs.facts()
                .rows(EnumSet.allOf(Tally.class), inputs.cells())
                .orElseThrow()
                .localCheckpoint();

        List<String> differences = new ArrayList<>();
        EnumSet<Measure> seen = EnumSet.noneOf(Measure.class);
        for (Grain grain : Grain.values()) {
            Period period = periodOf(grain, inputs);
            Column isPeriod = col("period_type")
                    .equalTo(period.type().typeName())
                    .and(col("period").equalTo(period.name()));
            List<Row> members = warehouse
                    .table("kpi_" + grain.grainName(), run)
                    .where(isPeriod)
                    .orderBy(col("bookings").plus(col("revenue")).desc())
                    .limit(MEMBERS)
                    .collectAsList();
            assertThat(members).isNotEmpty();
            for (Row member : members) {
                differences.addAll(differences(inputs, facts, subject(grain, member), period, member, seen));
            }
        }

        assertThat(differences).isEmpty();
        assertThat(seen).as("measures of another value than 0").containsAll(EnumSet.allOf(Measure.class));
    }

    /** Running and whole ones, of every length. */
    private static Period periodOf(Grain grain, RunInputs inputs) {
        return switch (grain) {
            case COMPANY -> newest(PeriodType.YEAR, 0, inputs);
            case SEGMENT -> newest(PeriodType.QUARTER, 0, inputs);
            case TEAM -> newest(PeriodType.MONTH, 0, inputs);
            case REP -> newest(PeriodType.QUARTER, 1, inputs);
            case REP_SEGMENT -> newest(PeriodType.YEAR, 1, inputs);
            case CHANNEL -> newest(PeriodType.MONTH, 3, inputs);
        };
    }

    private static Period newest(PeriodType type, int before, RunInputs inputs) {
        List<Period> periods = inputs.range().published(type);
        return periods.get(Math.max(0, periods.size() - 1 - before));
    }

    private static Subject subject(Grain grain, Row member) {
        Map<String, String> keys = new LinkedHashMap<>();
        grain.keys().forEach(key -> keys.put(key, member.getAs(key)));
        return new Subject(grain, keys);
    }

    private static List<String> differences(
            RunInputs inputs, Dataset<Row> facts, Subject subject, Period period, Row member, Set<Measure> seen) {
        Map<Measure, BigDecimal> published = PublishedMember.measures(member);
        Map<Measure, Weights> weights = Weights.of(published.keySet(), inputs.range(), period);
        MeasureRows rows = MeasureRows.of(facts, inputs, subject, weights);
        List<String> differences = new ArrayList<>();
        published.forEach((measure, value) -> {
            BigDecimal sum = measure.unit().exact(rows.total(measure).parts());
            if (sum.compareTo(value) != 0) {
                differences.add("%s of %s in %s: published %s, rows %s"
                        .formatted(measure.column(), subject.text(), period.name(), value, sum));
            }
            if (value.signum() != 0) {
                seen.add(measure);
            }
        });
        return differences;
    }
}
