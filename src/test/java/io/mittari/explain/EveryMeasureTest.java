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
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows behind every measure and every figure of a stage come to what is published, for members of every grain and
 * periods of every length.
 */
class EveryMeasureTest {
    private static final int MEMBERS = 2;

    @TempDir
    Path folder;

    private Warehouse warehouse;
    private PublishedRun run;
    private RunInputs inputs;

    @Test
    void ofAFiscalYearFromAprilInTokyoThatSharesExpensesByRevenue() {
        assertAllAddUp(4, Set.of(), """
                calendar { zone = "Asia/Tokyo", first_month = 4 }
                expenses.allocate_by = revenue
                """);
        assertEveryFigureOfAStageComesOut();
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
        warehouse = new Warehouse(LocalSpark.session(), settings.warehouse());
        run = warehouse.publishedRun();
        inputs = RunInputs.of(warehouse, run, settings, EnumSet.allOf(Measure.class));
        Dataset<Row> facts = inputs.facts()
                .rows(EnumSet.allOf(Tally.class), inputs.cells())
                .orElseThrow()
                .localCheckpoint();

        List<String> differences = new ArrayList<>();
        EnumSet<Measure> seen = EnumSet.noneOf(Measure.class);
        for (Grain grain : Grain.values()) {
            Period period = periodOf(grain);
            for (Row member : members(grain, period)) {
                differences.addAll(differences(facts, subject(grain, member), period, member, seen));
            }
        }

        assertThat(differences).isEmpty();
        assertThat(seen).as("measures of another value than 0").containsAll(EnumSet.allOf(Measure.class));
    }

    /** Also by hand: from the lengths of the rows, sorted, and not counted by length as a run does. */
    private void assertEveryFigureOfAStageComesOut() {
        Dataset<Row> stays = inputs.facts().stayRows().orElseThrow().localCheckpoint();
        EnumSet<StageColumn> seen = EnumSet.noneOf(StageColumn.class);
        for (Grain grain : Grain.OF_STAGES) {
            Period period = periodOf(grain);
            Dataset<Row> published = warehouse
                    .table("stage_performance", run)
                    .where(col("grain").equalTo(grain.grainName()).and(isOf(period)));
            for (Row member : members(grain, period)) {
                Subject subject = subject(grain, member);
                StageRows rows = StageRows.of(stays, inputs, subject, period);
                Map<String, List<Row>> byStage =
                        rows.rows().collectAsList().stream().collect(Collectors.groupingBy(row -> row.getAs("stage")));
                List<Row> stages = published.where(subject.isMember()).collectAsList();
                assertThat(stages).isNotEmpty();
                for (Row stage : stages) {
                    String name = stage.getAs("stage");
                    String what = "%s of %s in %s".formatted(name, subject.text(), period.name());
                    List<String> figures = figures(stage, seen);
                    assertThat(worked(rows, name)).as(what).isEqualTo(figures);
                    assertThat(byHand(byStage, name, period.type())).as(what).isEqualTo(figures);
                }
            }
        }
        assertThat(seen).as("figures of another value than 0").containsAll(EnumSet.allOf(StageColumn.class));
    }

    /** The figures of a row of stage_performance, in the order of {@link StageColumn}. */
    private static List<String> figures(Row stage, Set<StageColumn> seen) {
        List<String> figures = new ArrayList<>();
        for (StageColumn column : StageColumn.values()) {
            Number number = stage.getAs(column.columnName());
            figures.add(text(column, number == null ? null : new BigDecimal(number.toString())));
            if (number != null && number.doubleValue() != 0) {
                seen.add(column);
            }
        }
        return figures;
    }

    private static List<String> worked(StageRows rows, String stage) {
        return Stream.of(StageColumn.values())
                .map(column ->
                        text(column, column.value(rows.totals(stage), rows).orElse(null)))
                .toList();
    }

    private static List<String> byHand(Map<String, List<Row>> stages, String stage, PeriodType type) {
        List<Row> rows = stages.get(stage);
        List<BigDecimal> days = days(rows);
        BigDecimal entered = count(rows, "entered_" + type.typeName());
        BigDecimal ended = count(rows, "ended");
        BigDecimal lost = count(rows, "lost");
        BigDecimal movedOn = ended.subtract(lost);
        BigDecimal median = percentile(days, "0.5");
        long longer = stages.values().stream()
                .map(other -> percentile(days(other), "0.5"))
                .filter(other -> median != null && other != null && other.compareTo(median) > 0)
                .count();
        List<BigDecimal> figures = Arrays.asList(
                entered,
                ended,
                share(days.stream().reduce(BigDecimal.ZERO, BigDecimal::add), ended),
                median,
                percentile(days, "0.9"),
                movedOn,
                lost,
                share(movedOn, ended),
                median == null ? null : BigDecimal.valueOf(1 + longer));
        return Stream.of(StageColumn.values())
                .map(column -> text(column, figures.get(column.ordinal())))
                .toList();
    }

    private static List<BigDecimal> days(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.<Long>getAs("ended") == 1)
                .map(row -> BigDecimal.valueOf(row.<Integer>getAs("days")))
                .sorted()
                .toList();
    }

    private static BigDecimal count(List<Row> rows, String flag) {
        return BigDecimal.valueOf(
                rows.stream().filter(row -> row.<Long>getAs(flag) == 1).count());
    }

    private static BigDecimal share(BigDecimal part, BigDecimal all) {
        return all.signum() == 0 ? null : part.divide(all, 6, RoundingMode.HALF_UP);
    }

    /** Of sorted lengths: between the two next to the place, counted from 0; null of none. */
    private static BigDecimal percentile(List<BigDecimal> days, String share) {
        if (days.isEmpty()) {
            return null;
        }
        BigDecimal place = new BigDecimal(share).multiply(BigDecimal.valueOf(days.size() - 1L));
        BigDecimal below = days.get(place.intValue());
        BigDecimal above = days.get(Math.min(place.intValue() + 1, days.size() - 1));
        return below.add(above.subtract(below).multiply(place.remainder(BigDecimal.ONE)));
    }

    private static String text(StageColumn column, BigDecimal value) {
        return column.columnName() + " "
                + (value == null ? "none" : value.stripTrailingZeros().toPlainString());
    }

    private List<Row> members(Grain grain, Period period) {
        List<Row> members = warehouse
                .table("kpi_" + grain.grainName(), run)
                .where(isOf(period))
                .orderBy(col("bookings").plus(col("revenue")).desc())
                .limit(MEMBERS)
                .collectAsList();
        assertThat(members).isNotEmpty();
        return members;
    }

    private static Column isOf(Period period) {
        return col("period_type")
                .equalTo(period.type().typeName())
                .and(col("period").equalTo(period.name()));
    }

    /** Running and whole ones, of every length. */
    private Period periodOf(Grain grain) {
        return switch (grain) {
            case COMPANY -> newest(PeriodType.YEAR, 0);
            case SEGMENT -> newest(PeriodType.QUARTER, 0);
            case TEAM -> newest(PeriodType.MONTH, 0);
            case REP -> newest(PeriodType.QUARTER, 1);
            case REP_SEGMENT -> newest(PeriodType.YEAR, 1);
            case CHANNEL -> newest(PeriodType.MONTH, 3);
        };
    }

    private Period newest(PeriodType type, int before) {
        List<Period> periods = inputs.range().published(type);
        return periods.get(Math.max(0, periods.size() - 1 - before));
    }

    private static Subject subject(Grain grain, Row member) {
        Map<String, String> keys = new LinkedHashMap<>();
        grain.keys().forEach(key -> keys.put(key, member.getAs(key)));
        return new Subject(grain, keys);
    }

    private List<String> differences(
            Dataset<Row> facts, Subject subject, Period period, Row member, Set<Measure> seen) {
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
