package io.mittari.facts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mittari.concurrent.FewRows;
import io.mittari.concurrent.Kept;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Ids to look up in, kept and counted, so that nothing is read to look for none and few are sent to every task. */
final class Ids {
    private static final String ID = "affected_id";

    private final List<Dataset<Row>> rows;

    private Ids(List<Dataset<Row>> rows) {
        this.rows = rows;
    }

    /**
     * The distinct ids of all parts.
     *
     * @param parts each with one text column; null is no id
     */
    static Ids of(List<Dataset<Row>> parts) {
        return parts.stream()
                .map(part -> part.toDF(ID))
                .reduce(Dataset::union)
                .map(all -> counted(Kept.rows(all.where(col(ID).isNotNull()).distinct())))
                .orElseGet(() -> new Ids(List.of()));
    }

    private static Ids counted(Dataset<Row> ids) {
        long count = ids.count();
        return new Ids(count == 0 ? List.of() : List.of(FewRows.sent(ids, count)));
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Whether the id is one of them. */
    Column hold(Column id) {
        return isEmpty() ? lit(false) : id.isin(rows.get(0));
    }

    /** The ids, in one column; nothing where there is none. */
    List<Dataset<Row>> rows() {
        return rows;
    }
}
