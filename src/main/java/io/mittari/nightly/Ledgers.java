package io.mittari.nightly;

import io.mittari.lake.SourceLedger;
import io.mittari.lake.SourceLoad;
import io.mittari.model.Entity;
import io.mittari.warehouse.StateTables;
import java.sql.Date;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** What was read of the sources, as rows of {@link StateTables#LEDGER}. */
final class Ledgers {
    private Ledgers() {}

    /** A row a load. */
    static Dataset<Row> rows(SparkSession spark, Map<Entity, SourceLedger> ledgers) {
        List<Row> rows = new ArrayList<>();
        ledgers.values().forEach(ledger -> {
            for (int position = 0; position < ledger.loads().size(); position++) {
                rows.add(row(ledger, ledger.loads().get(position), position));
            }
        });
        return spark.createDataFrame(rows, StateTables.LEDGER.schema()).coalesce(1);
    }

    private static Row row(SourceLedger ledger, SourceLedger.LoadLedger load, long position) {
        SourceLoad counts = load.counts();
        return RowFactory.create(
                ledger.entity().entityName(),
                counts.load(),
                position,
                load.files().toArray(String[]::new),
                counts.rowsRead(),
                counts.rowsUsed(),
                counts.rowsSuperseded(),
                counts.rowsDeleted(),
                counts.rowsFiltered(),
                counts.rowsRejected(),
                counts.newestEvent().map(Date::valueOf).orElse(null),
                load.currenciesWithoutRate().toArray(String[]::new),
                ledger.versions().orElse(null),
                ledger.hasCurrency(),
                ledger.disordered(),
                ledger.overlapping());
    }

    /** The ledgers that were written as those rows: few, a load of a source each. */
    static Map<Entity, SourceLedger> of(Dataset<Row> rows) {
        Map<Entity, SourceLedger> ledgers = new EnumMap<>(Entity.class);
        for (Row row : rows.orderBy("position").collectAsList()) {
            Entity entity = Entity.named(row.getAs("source")).orElseThrow();
            List<SourceLedger.LoadLedger> loads = new ArrayList<>(Optional.ofNullable(ledgers.get(entity))
                    .map(SourceLedger::loads)
                    .orElse(List.of()));
            loads.add(new SourceLedger.LoadLedger(
                    counts(entity, row),
                    row.getList(row.fieldIndex("files")),
                    row.getList(row.fieldIndex("currencies_without_rate"))));
            ledgers.put(
                    entity,
                    new SourceLedger(
                            entity,
                            loads,
                            Optional.ofNullable(row.getAs("versions")),
                            row.getAs("has_currency"),
                            row.getAs("disordered"),
                            row.getAs("overlapping")));
        }
        return ledgers;
    }

    private static SourceLoad counts(Entity entity, Row row) {
        return new SourceLoad(
                entity,
                row.getAs("load"),
                row.getAs("rows_read"),
                row.getAs("rows_used"),
                row.getAs("rows_superseded"),
                row.getAs("rows_deleted"),
                row.getAs("rows_filtered"),
                row.getAs("rows_rejected"),
                Optional.ofNullable(row.<Date>getAs("newest_event")).map(Date::toLocalDate));
    }
}
