package io.mittari.lake;

import io.mittari.LocalSpark;
import io.mittari.model.Entity;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.QualityCheck;
import io.mittari.settings.Settings;
import io.mittari.settings.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A lake in a folder: files are written as text, sources declared, and what comes out is lines of text. */
final class LakeFixture {
    static final LocalDate D = LocalDate.of(2026, 6, 30);

    private final Path folder;
    private final Map<Entity, Source> sources = new EnumMap<>(Entity.class);
    private final Map<Entity, SourceLedger> ledgers = new HashMap<>();
    private FiscalCalendar calendar = new FiscalCalendar(ZoneId.of("UTC"), 1);
    private Settings.Gates gates = new Settings.Gates(new BigDecimal("0.05"), 10, new BigDecimal("0.5"));
    private Lake lake;
    private Extracts extracts;

    LakeFixture(Path folder) {
        this.folder = folder;
    }

    /** A source under declaration; {@code at(...)} of the fixture begins one. */
    final class Declared {
        private final Entity entity;
        private String format = "csv";
        private Source.Mode mode = Source.Mode.SNAPSHOT;
        private Map<String, String> options = Map.of();
        private Map<String, String> columns = Map.of();
        private Optional<String> where = Optional.empty();
        private Optional<String> version = Optional.empty();
        private Optional<String> deleted = Optional.empty();
        private ZoneId zone = ZoneId.of("UTC");
        private int offset;
        private Map<String, Source.Lookup> lookups = Map.of();
        private OptionalInt maxAge = OptionalInt.empty();
        private String path;

        private Declared(Entity entity) {
            this.entity = entity;
            this.path = folder.resolve(entity.entityName()).toString();
        }

        Declared format(String value) {
            format = value;
            return declare();
        }

        Declared changes() {
            mode = Source.Mode.CHANGES;
            return declare();
        }

        Declared options(Map<String, String> value) {
            options = value;
            return declare();
        }

        Declared columns(Map<String, String> value) {
            columns = value;
            return declare();
        }

        Declared where(String value) {
            where = Optional.of(value);
            return declare();
        }

        Declared version(String value) {
            version = Optional.of(value);
            return declare();
        }

        Declared deleted(String value) {
            deleted = Optional.of(value);
            return declare();
        }

        Declared zone(String value) {
            zone = ZoneId.of(value);
            return declare();
        }

        Declared dtOffsetDays(int value) {
            offset = value;
            return declare();
        }

        Declared maxAgeDays(int value) {
            maxAge = OptionalInt.of(value);
            return declare();
        }

        /** Adds the one lookup: of CSV files in a folder of its name. */
        Declared lookup(String name, String key, String match, String where) {
            Source file = new Source(
                    entity,
                    entity.entityName() + ".lookups." + name,
                    folder.resolve(name).toString(),
                    "csv",
                    Map.of(),
                    Source.Mode.SNAPSHOT,
                    Map.of(),
                    Optional.of(where),
                    Optional.empty(),
                    Optional.empty(),
                    zone,
                    offset,
                    Map.of(),
                    OptionalInt.empty(),
                    "mittari.conf: 9");
            lookups = Map.of(name, new Source.Lookup(file, key, match));
            return declare();
        }

        Declared path(String value) {
            path = value;
            return declare();
        }

        private Declared declare() {
            sources.put(
                    entity,
                    new Source(
                            entity,
                            entity.entityName(),
                            path,
                            format,
                            options,
                            mode,
                            columns,
                            where,
                            version,
                            deleted,
                            zone,
                            offset,
                            lookups,
                            maxAge,
                            "mittari.conf: 7"));
            return this;
        }
    }

    Declared source(Entity entity) {
        return new Declared(entity).declare();
    }

    LakeFixture zone(String zone) {
        calendar = new FiscalCalendar(ZoneId.of(zone), calendar.firstMonth());
        return this;
    }

    LakeFixture firstMonth(int month) {
        calendar = new FiscalCalendar(calendar.zone(), month);
        return this;
    }

    LakeFixture gates(String maxRejectedShare, long minRejectedRows) {
        gates = new Settings.Gates(new BigDecimal(maxRejectedShare), minRejectedRows, gates.minShareOfPrevious());
        return this;
    }

    LakeFixture previous(Entity entity, long rows) {
        SourceLoad load = new SourceLoad(entity, Load.ALL, rows, rows, 0, 0, 0, 0, Optional.empty());
        SourceLedger.LoadLedger read = new SourceLedger.LoadLedger(load, List.of(), List.of());
        ledgers.put(entity, new SourceLedger(entity, List.of(read), Optional.empty(), false, 0, 0));
        return this;
    }

    LakeFixture file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    LakeFixture file(String path, byte[] bytes) {
        try {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.write(folder.resolve(path), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path(String path) {
        return folder.resolve(path).toString();
    }

    Lake lake() {
        return lake(Lake.SMALL_SOURCE);
    }

    /** A lake whose sources are small up to so many bytes. */
    Lake lake(long smallBytes) {
        return new Lake(LocalSpark.session(), settings(), smallBytes);
    }

    LakeFixture read() {
        return read(D);
    }

    LakeFixture read(LocalDate reportingDate) {
        lake = lake();
        extracts = lake.read(reportingDate, ledgers);
        return this;
    }

    Extracts extracts() {
        return extracts;
    }

    /** Values of the used rows, a line a row, sorted; null is empty. */
    List<String> used(Entity entity, String... columns) {
        return lines(extracts.entities().get(entity), columns);
    }

    /** Values of the rejected rows, a line a row, sorted. */
    List<String> rejected(String... columns) {
        return lines(extracts.rejectedRows(), columns);
    }

    /** The loads as {@code load: read = used + superseded + deleted + filtered + rejected}, in order. */
    List<String> loads(Entity entity) {
        return extracts.loads().stream()
                .filter(load -> load.source() == entity)
                .map(load -> "%s: %d = %d + %d + %d + %d + %d"
                        .formatted(
                                load.load(),
                                load.rowsRead(),
                                load.rowsUsed(),
                                load.rowsSuperseded(),
                                load.rowsDeleted(),
                                load.rowsFiltered(),
                                load.rowsRejected()))
                .toList();
    }

    QualityCheck check(String name) {
        return extracts.checks().stream()
                .filter(check -> check.check().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name + " in " + extracts.checks()));
    }

    private static List<String> lines(Dataset<Row> rows, String... columns) {
        return rows.selectExpr(columns).collectAsList().stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(i -> row.isNullAt(i) ? "" : text(row.get(i)))
                        .collect(Collectors.joining(" | ")))
                .sorted()
                .toList();
    }

    private static String text(Object value) {
        return value instanceof java.sql.Timestamp time ? time.toInstant().toString() : value.toString();
    }

    private Settings settings() {
        return new Settings(
                calendar,
                Optional.empty(),
                "EUR",
                new Settings.Warehouse("unused", Optional.empty(), new Settings.Maintenance(30, 10, 7)),
                sources,
                "true",
                new Settings.Expenses(Set.of(), Settings.AllocateBy.NONE),
                new Settings.Customers(30, 365),
                Set.of(),
                gates,
                new Settings.Close(List.of(), java.math.BigDecimal.ZERO, Optional.empty(), Map.of()),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    static String lines(String... lines) {
        return Stream.of(lines).map(line -> line + "\n").collect(Collectors.joining());
    }
}
