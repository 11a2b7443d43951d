package io.mittari.facts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.LocalSpark;
import io.mittari.handwritten.WildLake;
import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums before, and what a night changes in them, are the sums after: exactly, whatever has changed. */
class ChangedFactsTest {
    private static final List<String> CELL =
            Stream.concat(Stream.of(Cells.SOURCE), Cells.KEY.stream()).toList();
    private static final List<String> TALLIES =
            Arrays.stream(Tally.values()).map(Tally::column).toList();
    private static final List<Set<Entity>> WITHOUT = List.of(
            Set.of(),
            Set.of(Entity.SUBSCRIPTIONS, Entity.TIMESHEETS),
            Set.of(),
            Set.of(Entity.LEADS),
            Set.of(Entity.REPS, Entity.ACCOUNTS),
            Set.of(Entity.SUBSCRIPTIONS, Entity.OPPORTUNITIES),
            Set.of(Entity.STAGE_HISTORY));
    private static final List<String> ZONES = List.of("Europe/Helsinki", "America/New_York", "Asia/Tokyo");

    /** Every case has its own plans, which take longer to compile than to interpret over a few rows. */
    private static final Map<String, String> INTERPRETED =
            Map.of("spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN");

    @TempDir
    Path folder;

    @BeforeAll
    static void interpret() {
        INTERPRETED.forEach((key, value) -> LocalSpark.session().conf().set(key, value));
    }

    @AfterAll
    static void compileAgain() {
        INTERPRETED.keySet().forEach(key -> LocalSpark.session().conf().unset(key));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 12})
    void theDifferencesLeadFromTheSumsBeforeToTheSumsAfter(long seed) throws IOException {
        Random random = new Random(seed);
        Settings settings = settings(random);
        LocalDate day = firstDay(random, settings);
        LocalDate later = day.plusDays(random.nextInt(5) == 0 ? random.nextInt(120) : random.nextInt(3));
        WildRows before = WildRows.of(folder, seed, settings.calendar().zone());
        WildRows other = WildRows.of(folder, seed + 1_000, settings.calendar().zone());
        WildRows after = before.changed(other, random, shares(random)).withRatesUpTo(day, before);
        Set<Entity> without = WITHOUT.get((int) (seed % WITHOUT.size()));

        assertChange(before, after, without, settings, day, later);
    }

    private static void assertChange(
            WildRows before, WildRows after, Set<Entity> without, Settings settings, LocalDate day, LocalDate later) {
        Set<Entity> sources = EnumSet.allOf(Entity.class);
        sources.removeAll(without);
        Map<Entity, EntityChange> changes = new EnumMap<>(Entity.class);
        sources.forEach(entity -> changes.put(entity, before.changeTo(after, entity)));
        AsOf asOf = new AsOf(day, rates(before));
        AsOf asOfLater = new AsOf(later, rates(after));
        Facts factsBefore = facts(changes, EntityChange::before, settings, asOf);
        Facts factsAfter = facts(changes, EntityChange::after, settings, asOfLater);

        assertThat(ChangedFacts.obstacle(sources, changes, day, later)).isEmpty();
        ChangedFacts changed = new ChangedFacts(changes, settings, asOf, asOfLater);
        assertThat(sums(ChangedFacts.cellsAfter(factsBefore.cells(), changed.cells()), CELL, TALLIES))
                .as("cells as of %s, then %s, without %s", day, later, without)
                .containsExactlyInAnyOrderElementsOf(sums(factsAfter.cells(), CELL, TALLIES));
        changed.stays()
                .ifPresent(stays -> assertThat(sums(
                                ChangedFacts.staysAfter(factsBefore.stays().orElseThrow(), stays),
                                Stays.KEY,
                                Stays.COUNTS))
                        .as("stays as of %s, then %s, without %s", day, later, without)
                        .containsExactlyInAnyOrderElementsOf(
                                sums(factsAfter.stays().orElseThrow(), Stays.KEY, Stays.COUNTS)));
    }

    /** Few entities change in a night, some of them much. */
    private static Map<Entity, Double> shares(Random random) {
        Map<Entity, Double> shares = new TreeMap<>();
        for (Entity entity : Entity.values()) {
            if (random.nextInt(3) == 0) {
                shares.put(entity, random.nextInt(3) == 0 ? 0.3 : 0.03);
            }
        }
        return shares;
    }

    /** Any day, often the last of a month, quarter or fiscal year, or the day before it. */
    private static LocalDate firstDay(Random random, Settings settings) {
        LocalDate day = LocalDate.of(2025, 6, 1).plusDays(random.nextInt(430));
        LocalDate yearEnd =
                LocalDate.of(2026, settings.calendar().firstMonth(), 1).minusDays(1);
        return switch (random.nextInt(4)) {
            case 0 -> day;
            case 1 -> day.withDayOfMonth(day.lengthOfMonth()).minusDays(random.nextInt(2));
            case 2 -> yearEnd.minusDays(random.nextInt(2));
            default -> WildLake.REPORTING_DATE.minusDays(random.nextInt(2));
        };
    }

    private static Settings settings(Random random) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "calendar.zone", ZONES.get(random.nextInt(ZONES.size())),
                "calendar.first_month", List.of("1", "4", "7").get(random.nextInt(3)),
                "currency.reporting", "EUR",
                "customers.reactivation_gap_days", "5",
                "customers.inactive_after_days", "60",
                "warehouse.path", "unused"));
        settings.put("sources.opportunities.path", "unused");
        if (random.nextBoolean()) {
            settings.put("leads.qualified_when", "score >= 40 and status <> 'Junk'");
        }
        return SettingsReader.read(Optional.empty(), settings);
    }

    private static Facts facts(
            Map<Entity, EntityChange> changes,
            Function<EntityChange, Dataset<Row>> side,
            Settings settings,
            AsOf asOf) {
        Map<Entity, Dataset<Row>> entities = new EnumMap<>(Entity.class);
        changes.forEach((entity, change) -> entities.put(entity, side.apply(change)));
        return new Facts(entities, settings, asOf.reportingDate(), asOf.rates());
    }

    private static ExchangeRates rates(WildRows rows) {
        return ExchangeRates.of("EUR", rows.dataset(Entity.FX_RATES).collectAsList());
    }

    /** One line a key whose sums are not all 0. */
    private static List<String> sums(Dataset<Row> rows, List<String> key, List<String> names) {
        Column[] sums = names.stream().map(name -> sum(col(name)).as(name)).toArray(Column[]::new);
        return rows
                .groupBy(key.stream().map(name -> col(name)).toArray(Column[]::new))
                .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length))
                .collectAsList()
                .stream()
                .map(row -> line(row, key, names))
                .filter(line -> line.contains("="))
                .sorted()
                .toList();
    }

    private static String line(Row row, List<String> key, List<String> names) {
        String of = key.stream()
                .map(name -> String.valueOf(row.<Object>getAs(name)))
                .collect(Collectors.joining(" "));
        return of
                + names.stream()
                        .filter(name -> row.getAs(name) != null && row.<Long>getAs(name) != 0)
                        .map(name -> " " + name + "=" + row.getAs(name))
                        .collect(Collectors.joining());
    }
}
