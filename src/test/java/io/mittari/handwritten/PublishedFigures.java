package io.mittari.handwritten;

import io.mittari.LocalSpark;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import io.mittari.nightly.NightlyRun;
import io.mittari.nightly.Order;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the nightly job published for a deployment, held against the hand-written SQL.
 *
 * @param settings the deployment
 * @param reportingDate D
 */
public record PublishedFigures(Settings settings, LocalDate reportingDate) {
    private static final Pattern CHANGE = Pattern.compile("^\\{\"(add|remove)\":\\{\"path\":\"([^\"]+)\"");
    /** What no query can tell. */
    private static final Set<String> RUN = Set.of("run_id", "is_closed", "closed_at", "close_version");
    /** Fractions may be scaled differently. */
    private static final Set<String> RUN_AND_FRACTION =
            Set.of("run_id", "is_closed", "closed_at", "close_version", "numerator", "denominator");

    private static final List<String> PERIOD = List.of("period_type", "period");

    /** Runs the nightly job on a deployment. */
    static PublishedFigures of(Path configuration, Map<String, String> overrides, LocalDate reportingDate) {
        Settings settings = SettingsReader.read(Optional.of(configuration), overrides);
        new NightlyRun(LocalSpark.session(), settings, Clock.systemUTC(), (name, number, of) -> {})
                .publish(reportingDate, Order.NIGHTLY);
        return new PublishedFigures(settings, reportingDate);
    }

    /** All differences, table by table; empty where every figure agrees. */
    List<String> differences() {
        try (HandwrittenSql sql = new HandwrittenSql(settings, reportingDate)) {
            for (Entity entity : Entity.values()) {
                boolean isThere = settings.sources().containsKey(entity);
                sql.load(entity, isThere ? files("conformed/" + entity.entityName()) : List.of());
            }
            sql.compute();
            return differencesTo(sql);
        }
    }

    /** The same where the job's own reading of a generated lake's extracts is not trusted either. */
    List<String> differencesFromExtracts() {
        try (HandwrittenSql sql = new HandwrittenSql(settings, reportingDate)) {
            sql.loadExtracts();
            sql.compute();
            return differencesTo(sql);
        }
    }

    /** All differences to what a database holds: the tables wide_rows, kpi_values and stage_performance. */
    public List<String> differencesTo(HandwrittenSql sql) {
        List<String> differences = new ArrayList<>();
        for (Grain grain : Grain.values()) {
            differences.addAll(
                    labelled("kpi_" + grain.grainName(), wide(sql, grain).differences(RUN)));
        }
        Comparison values = values(sql);
        differences.addAll(labelled("kpi_values", values.differences(RUN_AND_FRACTION)));
        differences.addAll(labelled("kpi_values", values.differencesOfFractions()));
        differences.addAll(labelled("stage_performance", stages(sql).differences(RUN)));
        return differences;
    }

    private Comparison wide(HandwrittenSql sql, Grain grain) {
        List<String> key = Stream.concat(PERIOD.stream(), grain.keys().stream()).toList();
        return comparison(
                sql, "FROM wide_rows WHERE grain = '%s'".formatted(grain.grainName()), "kpi_" + grain.grainName(), key);
    }

    private Comparison values(HandwrittenSql sql) {
        List<String> key = List.of("grain", "period_type", "period", "rep_id", "team", "segment", "channel", "kpi");
        return comparison(sql, "FROM kpi_values", "kpi_values", key);
    }

    private Comparison stages(HandwrittenSql sql) {
        List<String> key = List.of("grain", "period_type", "period", "rep_id", "team", "segment", "stage");
        return comparison(sql, "FROM stage_performance", "stage_performance", key);
    }

    private Comparison comparison(HandwrittenSql sql, String expected, String table, List<String> key) {
        sql.loadPublished(table, files(table), expected);
        return new Comparison(sql.connection(), expected, "FROM published." + table, key);
    }

    /** The parquet files of a published table: what its log adds and does not remove again. */
    private List<String> files(String table) {
        Path folder = Path.of(settings.warehouse().path(), table);
        Set<String> files = new LinkedHashSet<>();
        try (Stream<Path> log = Files.list(folder.resolve("_delta_log"))) {
            log.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(PublishedFigures::lines)
                    .map(CHANGE::matcher)
                    .filter(Matcher::find)
                    .forEach(change -> {
                        String file = folder.resolve(change.group(2)).toString();
                        if (change.group(1).equals("add")) {
                            files.add(file);
                        } else {
                            files.remove(file);
                        }
                    });
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return List.copyOf(files);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static List<String> labelled(String table, List<String> differences) {
        return differences.stream().map(line -> table + " | " + line).toList();
    }
}
