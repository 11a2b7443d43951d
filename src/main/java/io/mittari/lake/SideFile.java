package io.mittari.lake;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The side file of a lookup, found but not yet read: a row per key. Of a key that stands in several different rows no
 * row is guessed: the run stops where a row of the source asks for it.
 */
final class SideFile {
    /** Up to so many bytes a side file is sent to every task, instead of both sides being sorted by key. */
    private static final long SMALL_BYTES = 8L << 20;

    private static final String KEY = "__key";
    private static final String MATCHES = "__matches";
    private static final String FOUND = "__found";

    private final String name;
    private final Source.Lookup lookup;
    private final List<RawBatch> batches;
    private final boolean isSmall;

    private SideFile(String name, Source.Lookup lookup, List<RawBatch> batches, boolean isSmall) {
        this.name = name;
        this.lookup = lookup;
        this.batches = batches;
        this.isSmall = isSmall;
    }

    /** Finds the newest load of a lookup's side file; throws a Failure that names what does not fit. */
    static SideFile of(SparkSession spark, String name, Source.Lookup lookup, LocalDate reportingDate) {
        Source file = lookup.file();
        List<Load> loads = new LoadFinder(spark, file).upTo(reportingDate);
        if (loads.isEmpty()) {
            throw Failure.input("There is no load up to %s below %s, the path of %s (%s); deliver the side file"
                    .formatted(reportingDate, file.path(), file.key("path"), file.origin()));
        }
        boolean isSmall = loads.stream().allMatch(load -> !load.files().isEmpty() && load.bytes() <= SMALL_BYTES);
        return new SideFile(name, lookup, ExtractFormat.of(spark, file).read(loads), isSmall);
    }

    /** One of the files, for messages; empty where they hold nothing. */
    Optional<String> example() {
        return batches.stream().map(RawBatch::example).findFirst();
    }

    /**
     * The batch with one more column, called like the lookup: the row that belongs to each row, or null.
     *
     * @param match what the key must equal, over the batch
     */
    Dataset<Row> joined(Dataset<Row> rows, Column match) {
        Optional<Dataset<Row>> read = rows();
        if (read.isEmpty()) {
            return rows;
        }
        Dataset<Row> found = isSmall ? broadcast(read.get()) : read.get();
        Column several = raise_error(concat(
                lit("several different rows of %s have the key '"
                        .formatted(lookup.file().path())),
                col(KEY),
                lit("'; narrow them down by %s".formatted(lookup.file().key("where")))));
        Column row = when(
                        col(MATCHES).gt(1),
                        several.cast(read.get().schema().apply(FOUND).dataType()))
                .otherwise(col(FOUND));
        return rows.join(found, text(match).equalTo(col(KEY)), "left")
                .withColumn(name, row)
                .drop(KEY, MATCHES, FOUND);
    }

    /** A row per key; empty where the files hold nothing. */
    private Optional<Dataset<Row>> rows() {
        return batches.stream()
                .map(this::keyed)
                .reduce((one, other) -> one.unionByName(other, true))
                .map(rows -> {
                    Column[] own = Stream.of(rows.columns())
                            .filter(column -> !column.equals(KEY))
                            .map(SideFile::named)
                            .toArray(Column[]::new);
                    return rows.distinct()
                            .groupBy(KEY)
                            .agg(count(lit(1)).as(MATCHES), first(struct(own)).as(FOUND));
                });
    }

    private Dataset<Row> keyed(RawBatch batch) {
        Mapping mapping = new Mapping(lookup.file(), Map.of());
        Column corrupt = raise_error(concat(
                        lit("the side file "), col(RawBatch.FILE), lit(" has a corrupt row: "), col(RawBatch.FAULT)))
                .cast(DataTypes.BooleanType);
        Column isSound = when(col(RawBatch.FAULT).isNull(), lit(true)).otherwise(corrupt);
        Column isWanted = mapping.condition(batch, "where", lookup.file().where(), true);
        Dataset<Row> rows = batch.rows()
                .where(isSound)
                .where(isWanted)
                .withColumn(KEY, text(mapping.resolved(batch, "key", lookup.key())));
        return rows.where(col(KEY).isNotNull()).drop(RawBatch.ORIGIN.fieldNames());
    }

    private static Column text(Column value) {
        return trim(value.cast(DataTypes.StringType));
    }

    private static Column named(String column) {
        return col("`" + column.replace("`", "``") + "`");
    }
}
