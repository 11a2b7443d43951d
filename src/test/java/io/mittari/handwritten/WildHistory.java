package io.mittari.handwritten;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A wild lake that grows night by night: loads with new, changed and deleted rows, late loads, loads that are sent again
 * with other contents, bad rows, and snapshots in which reps, accounts, quotas and rates change.
 */
public final class WildHistory {
    private static final Set<Entity> SNAPSHOTS =
            EnumSet.of(Entity.REPS, Entity.ACCOUNTS, Entity.QUOTAS, Entity.FX_RATES);

    private final Random random;
    private final Path folder;
    private final Set<Entity> without;
    private final List<LocalDate> loads = new ArrayList<>();
    private Map<Entity, List<String>> base;
    private LocalDate reportingDate = LocalDate.of(2026, 3, 24);
    private String settings = "";

    /** A history that begins with a whole lake. */
    public WildHistory(Path folder, long seed, Set<Entity> without) throws IOException {
        this.random = new Random(seed);
        this.folder = folder;
        this.without = without;
        this.base = WildLake.rows(seed);
        for (Entity entity : Entity.values()) {
            write(entity, reportingDate, base.get(entity));
        }
        loads.add(reportingDate);
    }

    /** The day up to which the lake has loads. */
    public LocalDate reportingDate() {
        return reportingDate;
    }

    /** Lets a night pass, or several, and says what has happened. */
    public String goOn() throws IOException {
        if (random.nextInt(6) == 0) {
            return reportingDate + ": nothing happens";
        }
        List<String> events = new ArrayList<>();
        reportingDate = reportingDate.plusDays(random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(60));
        Map<Entity, List<String>> drawn = WildLake.rows(random.nextLong());
        for (Entity entity : Entity.values()) {
            if (random.nextInt(3) == 0) {
                change(entity, reportingDate, drawn, events);
            }
        }
        if (random.nextInt(4) == 0) {
            LocalDate late = loads.get(loads.size() - 1).minusDays(random.nextInt(20) + 1);
            change(one(EnumSet.complementOf(EnumSet.copyOf(SNAPSHOTS))), late, drawn, events);
        }
        if (random.nextInt(6) == 0) {
            change(one(EnumSet.complementOf(EnumSet.copyOf(SNAPSHOTS))), loads.get(0), drawn, events);
        }
        if (random.nextInt(8) == 0) {
            settings = "customers.reactivation_gap_days = " + random.nextInt(40);
            events.add(settings);
        }
        loads.add(reportingDate);
        return reportingDate + ": " + events;
    }

    private void change(Entity entity, LocalDate load, Map<Entity, List<String>> drawn, List<String> events)
            throws IOException {
        List<String> rows = new ArrayList<>();
        if (SNAPSHOTS.contains(entity)) {
            int replaced = 1 + random.nextInt(3);
            rows.addAll(base.get(entity));
            for (int number = 0; number < replaced; number++) {
                rows.remove(random.nextInt(rows.size()));
            }
            List<String> keys = rows.stream().map(row -> row.split(",", 2)[0]).toList();
            drawn.get(entity).stream()
                    .filter(row -> !keys.contains(row.split(",", 2)[0]))
                    .limit(replaced)
                    .forEach(rows::add);
            base.put(entity, rows);
        } else {
            for (int number = random.nextInt(12); number >= 0; number--) {
                rows.add(one(drawn.get(entity)));
            }
        }
        write(entity, load, rows);
        events.add(entity.entityName() + " " + load);
    }

    private void write(Entity entity, LocalDate load, List<String> rows) throws IOException {
        StringBuilder text = new StringBuilder(
                entity.columns().stream().map(CanonicalColumn::name).collect(Collectors.joining(",")));
        text.append(",changed,gone\n");
        for (String row : rows) {
            String version = Integer.toString(random.nextInt(12));
            String line = row + "," + (random.nextInt(10) == 0 ? "" : version) + "," + (random.nextInt(15) == 0);
            text.append(random.nextInt(60) == 0 ? line.replaceFirst(",", ";") : line)
                    .append('\n');
        }
        Path target =
                Files.createDirectories(folder.resolve(entity.entityName()).resolve("dt=" + load));
        Files.writeString(target.resolve("rows.csv"), text);
    }

    /** Writes the configuration as it is now. */
    public Path configuration() throws IOException {
        StringBuilder text = new StringBuilder(settings);
        text.append("\ncurrency.reporting = EUR\ngates { max_rejected_share = 1, min_share_of_previous = 0 }\n");
        text.append("warehouse.path = \"%s\"\n".formatted(folder.resolve("warehouse")));
        for (Entity entity : Entity.values()) {
            if (!without.contains(entity)) {
                text.append("sources.%s { path = \"%s\", mode = %s }\n"
                        .formatted(
                                entity.entityName(),
                                folder.resolve(entity.entityName()),
                                SNAPSHOTS.contains(entity)
                                        ? "snapshot"
                                        : "changes, version = changed, deleted = \"gone = 'true'\""));
            }
        }
        return Files.writeString(folder.resolve("mittari.conf"), text);
    }

    private <T> T one(Iterable<T> values) {
        List<T> all = new ArrayList<>();
        values.forEach(all::add);
        return all.get(random.nextInt(all.size()));
    }
}
