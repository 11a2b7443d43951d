package io.mittari.facts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.mittari.concurrent.FewRows;
import io.mittari.concurrent.HashFilter;
import io.mittari.concurrent.Kept;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ids of rows that may count differently, to look up in; kept, so that nothing is read to look for none. What they are
 * looked up in is not joined with them, however many they are.
 *
 * @param rows the ids in one column; empty where there is none
 * @param filter what is true of all of them
 */
record Ids(Optional<Dataset<Row>> rows, UnaryOperator<Column> filter) {
    private static final String ID = "affected_id";

    /**
     * The distinct ids of all parts.
     *
     * @param parts each with one text column; null is no id
     */
    static Ids of(List<Dataset<Row>> parts) {
        return parts.stream()
                .map(part -> part.toDF(ID))
                .reduce(Dataset::union)
                .map(all -> known(Kept.rows(all.where(col(ID).isNotNull()).distinct())))
                .orElseGet(Ids::none);
    }

    private static Ids known(Dataset<Row> ids) {
        FewRows few = FewRows.of(ids, ID);
        if (few.isEmpty()) {
            return none();
        }
        UnaryOperator<Column> hashes = HashFilter.of(ids.select(xxhash64(col(ID))));
        return new Ids(Optional.of(ids), id -> few.mayHold(id).and(hashes.apply(xxhash64(id))));
    }

    private static Ids none() {
        return new Ids(Optional.empty(), id -> lit(false));
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Whether the id is one of them, which one of ten thousand others passes for. */
    Column hold(Column id) {
        return filter.apply(id);
    }
}
