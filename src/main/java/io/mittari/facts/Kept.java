package io.mittari.facts;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that are used more than once, kept until they are let go of. */
final class Kept {
    private final List<Dataset<Row>> rows = new ArrayList<>();

    /** Keeps the rows from their first use on. */
    Dataset<Row> keep(Dataset<Row> used) {
        Dataset<Row> persisted = used.persist();
        rows.add(persisted);
        return persisted;
    }

    /** Lets go of all of them. */
    void release() {
        rows.forEach(Dataset::unpersist);
        rows.clear();
    }
}
