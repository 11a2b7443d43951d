package io.mittari.readers;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.types.StructField;
import io.mittari.LocalSpark;
import io.mittari.warehouse.CloseTables;
import io.mittari.warehouse.PublishedColumn;
import io.mittari.warehouse.PublishedTable;
import io.mittari.warehouse.PublishedTables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what the demo has published with Delta Kernel, which is not Spark, and holds it against what Spark reads. */
class DeltaKernelTest {
    private static final Map<String, PublishedTable> DECLARED =
            PublishedTables.all(List.of()).stream().collect(toMap(PublishedTable::name, table -> table));

    private static final SparkSession INTERPRETED = interpreted();

    /** Published tables; those of {@code state/} are nobody's business. The demo has no activities. */
    static Stream<String> tables() {
        return Stream.concat(PublishedRunTables.versions().keySet().stream(), Stream.of("runs"))
                .filter(name -> !name.startsWith("state/"))
                .distinct()
                .sorted();
    }

    @Test
    void theRunNamesEveryTable() {
        List<String> expected = DECLARED.values().stream()
                // Nothing has been closed in the demo.
                .filter(table -> table.history() != PublishedTable.History.FROZEN)
                .filter(table -> !CloseTables.AFTER_A_CLOSE.contains(table))
                .map(PublishedTable::name)
                .filter(name -> !name.equals("conformed/activities"))
                .sorted()
                .toList();

        assertThat(tables()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyReaderUnderstandsTheTableItsColumnsAndItsComments(String name) {
        KernelTable table = kernel(name);
        Map<String, String> comments =
                table.schema().fields().stream().collect(toMap(StructField::getName, DeltaKernelTest::comment));

        assertThat(table.readerVersion()).isEqualTo(1);
        assertThat(table.comment()).contains(DECLARED.get(name).description());
        assertThat(DataTypeJsonSerDe.serializeStructType(table.schema()))
                .isEqualTo(spark(name).schema().json());
        assertThat(comments).allSatisfy((column, comment) -> assertThat(comment).isNotBlank());
        assertThat(comments)
                .containsAllEntriesOf(DECLARED.get(name).columns().stream()
                        .collect(toMap(PublishedColumn::name, PublishedColumn::comment)));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyValueIsSparks(String name) throws IOException {
        List<String> totals = ColumnTotals.of(kernel(name));

        assertThat(totals).hasSizeGreaterThan(3).isEqualTo(ColumnTotals.of(spark(name)));
    }

    private static KernelTable kernel(String name) {
        Long version = PublishedRunTables.versions().get(name);
        return version == null
                ? KernelTable.newest(PublishedRunTables.warehouse().resolve(name))
                : KernelTable.at(PublishedRunTables.warehouse().resolve(name), version);
    }

    private static Dataset<Row> spark(String name) {
        return INTERPRETED
                .read()
                .format("delta")
                .load(PublishedRunTables.warehouse().resolve(name).toString());
    }

    /** Compiling an aggregation over all columns would take longer than to run it. */
    private static SparkSession interpreted() {
        SparkSession session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.codegen.wholeStage", false);
        session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        return session;
    }

    private static String comment(StructField field) {
        return field.getMetadata().contains("comment") ? field.getMetadata().getString("comment") : "";
    }
}
