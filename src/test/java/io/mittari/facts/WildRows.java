package io.mittari.facts;

import io.mittari.LocalSpark;
import io.mittari.handwritten.WildLake;
import io.mittari.model.CanonicalColumn;
import io.mittari.model.Entity;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a wild lake by entity and key, in memory. Wild lakes of several seeds have the same keys: rows of one
 * among those of another are changed, inserted and deleted ones.
 */
final class WildRows {
    private final Map<Entity, Map<List<Object>, Row>> rows;

    private WildRows(Map<Entity, Map<List<Object>, Row>> rows) {
        this.rows = rows;
    }

    static WildRows of(Path folder, long seed, ZoneId zone) throws IOException {
        Path lake = Files.createDirectories(folder.resolve(Long.toString(seed)));
        WildLake.write(lake, seed, Set.of(), "");
        Map<Entity, Map<List<Object>, Row>> rows = new EnumMap<>(Entity.class);
        for (Entity entity : Entity.values()) {
            Map<List<Object>, Row> byKey = new LinkedHashMap<>();
            Files.readAllLines(lake.resolve(entity.entityName()).resolve("rows.csv")).stream()
                    .skip(1)
                    .map(line -> row(entity, line.split(",", -1), zone))
                    .forEach(row -> byKey.put(key(entity, row), row));
            rows.put(entity, byKey);
        }
        return new WildRows(rows);
    }

    /** These rows, but some as they are, or are not, in the other lake. */
    WildRows changed(WildRows other, Random random, Map<Entity, Double> shares) {
        Map<Entity, Map<List<Object>, Row>> changed = new EnumMap<>(Entity.class);
        rows.forEach((entity, byKey) -> {
            double share = shares.getOrDefault(entity, 0.0);
            Map<List<Object>, Row> others = other.rows.get(entity);
            Map<List<Object>, Row> result = new LinkedHashMap<>();
            byKey.forEach((key, row) -> {
                boolean isKept = random.nextDouble() >= share;
                Row now = isKept ? row : random.nextInt(4) == 0 ? null : others.get(key);
                if (now != null) {
                    result.put(key, now);
                }
            });
            others.forEach((key, row) -> {
                if (!byKey.containsKey(key) && random.nextDouble() < share) {
                    result.put(key, row);
                }
            });
            changed.put(entity, result);
        });
        return new WildRows(changed);
    }

    /** These rows, but the exchange rates of days up to that one are those of the others. */
    WildRows withRatesUpTo(LocalDate day, WildRows others) {
        Map<List<Object>, Row> rates = new LinkedHashMap<>(others.rows.get(Entity.FX_RATES));
        rates.keySet().removeIf(key -> isAfter(key, day));
        rows.get(Entity.FX_RATES).forEach((key, rate) -> {
            if (isAfter(key, day)) {
                rates.put(key, rate);
            }
        });
        Map<Entity, Map<List<Object>, Row>> result = new EnumMap<>(rows);
        result.put(Entity.FX_RATES, rates);
        return new WildRows(result);
    }

    private static boolean isAfter(List<Object> rateKey, LocalDate day) {
        return ((Date) rateKey.get(1)).toLocalDate().isAfter(day);
    }

    List<Row> list(Entity entity) {
        return List.copyOf(rows.get(entity).values());
    }

    Dataset<Row> dataset(Entity entity) {
        return dataset(entity, list(entity));
    }

    /** How an entity came from these rows to the other ones. */
    EntityChange changeTo(WildRows after, Entity entity) {
        if (list(entity).equals(after.list(entity))) {
            return EntityChange.unchanged(dataset(entity));
        }
        return EntityChange.of(
                dataset(entity),
                after.dataset(entity),
                dataset(entity, without(list(entity), after.list(entity))),
                dataset(entity, without(after.list(entity), list(entity))));
    }

    private static List<Row> without(List<Row> rows, List<Row> others) {
        Set<Row> left = new LinkedHashSet<>(rows);
        others.forEach(left::remove);
        return List.copyOf(left);
    }

    private static Dataset<Row> dataset(Entity entity, List<Row> rows) {
        return LocalSpark.session().createDataFrame(rows, type(entity));
    }

    private static List<Object> key(Entity entity, Row row) {
        List<String> names =
                entity.columns().stream().map(CanonicalColumn::name).toList();
        List<Object> key = new ArrayList<>();
        entity.key().forEach(name -> key.add(row.get(names.indexOf(name))));
        return key;
    }

    private static Row row(Entity entity, String[] texts, ZoneId zone) {
        Object[] values = new Object[texts.length];
        for (int index = 0; index < texts.length; index++) {
            values[index] = value(entity.columns().get(index), texts[index].trim(), zone);
        }
        return RowFactory.create(values);
    }

    private static Object value(CanonicalColumn column, String text, ZoneId zone) {
        if (text.isEmpty()) {
            return null;
        }
        return switch (column.kind()) {
            case TEXT -> text;
            case CODE -> text.toLowerCase(Locale.ROOT);
            case CURRENCY -> text.toUpperCase(Locale.ROOT);
            case TIMESTAMP ->
                Timestamp.from(
                        text.endsWith("Z")
                                ? Instant.parse(text)
                                : LocalDateTime.parse(text).atZone(zone).toInstant());
            case DATE -> Date.valueOf(text);
            case AMOUNT, QUANTITY, RATE, PROBABILITY ->
                new BigDecimal(text).setScale(((DecimalType) column.kind().dataType()).scale(), RoundingMode.HALF_UP);
        };
    }

    private static StructType type(Entity entity) {
        return new StructType(entity.columns().stream()
                .map(column -> new StructField(column.name(), column.kind().dataType(), true, Metadata.empty()))
                .toArray(StructField[]::new));
    }
}
