package io.mittari.warehouse;

import static scala.jdk.javaapi.CollectionConverters.asJava;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;

/** How a declared table stands in Delta's metadata. */
final class TableDeclaration {
    private static final String STATISTICS = "delta.dataSkippingStatsColumns";
    private static final String CONSTRAINT = "delta.constraints.";

    /** With it Delta refuses to delete or change rows. */
    static final String APPEND_ONLY = "delta.appendOnly";

    /** What must hold of every table: a folder named after a stamp would outlive it; Delta must not forget a promise. */
    private static final Map<String, String> FIXED = Map.of(
            "delta.randomizeFilePrefixes", "true",
            "delta.enableExpiredLogCleanup", "false");

    private TableDeclaration() {}

    /** Sets comments, nullability and constraints, where the table's are not the declared ones already. */
    static void declare(OptimisticTransaction transaction, PublishedTable table) {
        boolean isNew = transaction.readVersion() < 0;
        Metadata declared = isNew ? newMetadata(table) : declared(table, transaction.metadata());
        if (isNew) {
            transaction.updateMetadataForNewTable(declared);
        } else if (!declared.equals(transaction.metadata())) {
            switch (table.history()) {
                case REPLACED -> transaction.updateMetadataForTableOverwrite(declared);
                case KEPT, FROZEN -> transaction.updateMetadata(declared, false);
            }
        }
    }

    /**
     * The rows with their columns in the declared order.
     *
     * @throws IllegalArgumentException where columns or types are not the declared ones
     */
    static Dataset<Row> inDeclaredOrder(PublishedTable table, Dataset<Row> rows) {
        String[] names = table.schema().fieldNames();
        Map<String, String> declared = types(table.schema());
        Map<String, String> given = types(rows.schema());
        if (!declared.equals(given)) {
            Set<String> columns = new TreeSet<>(declared.keySet());
            columns.addAll(given.keySet());
            columns.removeIf(column -> Objects.equals(declared.get(column), given.get(column)));
            throw new IllegalArgumentException("Cannot publish %s: its columns %s are declared as %s, but given as %s"
                    .formatted(table.name(), columns, declared, given));
        }
        return rows.selectExpr(Stream.of(names).map(name -> "`" + name + "`").toArray(String[]::new));
    }

    private static Map<String, String> types(StructType schema) {
        Map<String, String> types = new TreeMap<>();
        for (StructField field : schema.fields()) {
            types.put(field.name(), field.dataType().catalogString());
        }
        return types;
    }

    private static Metadata newMetadata(PublishedTable table) {
        Metadata blank = new Metadata(
                UUID.randomUUID().toString(),
                null,
                null,
                new Format("parquet", Map$.MODULE$.empty()),
                null,
                asScala(List.<String>of()).toSeq(),
                Map$.MODULE$.empty(),
                Option.apply(System.currentTimeMillis()));
        return declared(table, blank);
    }

    /** The metadata with the declared schema and constraints; what else an operator has configured stays. */
    private static Metadata declared(PublishedTable table, Metadata current) {
        Map<String, String> configuration = new HashMap<>(asJava(current.configuration()));
        configuration.keySet().removeIf(key -> key.startsWith(CONSTRAINT));
        configuration.putIfAbsent(STATISTICS, String.join(",", columnsWithStatistics(table)));
        configuration.putAll(FIXED);
        if (table.history() == PublishedTable.History.FROZEN) {
            configuration.put(APPEND_ONLY, "true");
        }
        table.checks().forEach((name, predicate) -> configuration.put(CONSTRAINT + name, predicate));
        return new Metadata(
                current.id(),
                current.name(),
                table.description(),
                current.format(),
                table.schema().json(),
                asScala(table.stampColumns()).toSeq(),
                Map$.MODULE$.from(asScala(configuration)),
                current.createdTime());
    }

    /**
     * The columns of whose values each file's least and greatest are kept: those by which readers look rows up and files
     * are laid out. Of a hundred figures, or of texts in no order, statistics take a quarter of the time of writing and
     * let no reader skip a file.
     */
    private static List<String> columnsWithStatistics(PublishedTable table) {
        return table.columns().stream()
                .map(PublishedColumn::field)
                .filter(field -> table.key().contains(field.name())
                        || field.dataType().equals(DataTypes.DateType)
                        || field.dataType().equals(DataTypes.TimestampType))
                .map(StructField::name)
                .filter(name -> !table.stampColumns().contains(name))
                .toList();
    }
}
