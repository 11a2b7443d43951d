package io.mittari.lake;

import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** What becomes of a row; each row has exactly one outcome. */
enum Outcome {
    /** It is the version of its key that the run sees. */
    USED,
    /** It repeats another row of its load, or a newer version of its key is there. */
    SUPERSEDED,
    /** It is its key's newest version, and says that the key is gone. */
    DELETED,
    /** The source's {@code where} is not true of it. */
    FILTERED,
    /** Something is wrong with it. */
    REJECTED;

    /** The column that holds the outcome of a row. */
    static final String COLUMN = "__outcome";

    /** The outcome as a literal. */
    Column literal() {
        return functions.lit(outcomeName());
    }

    /** Whether a row has this outcome. */
    Column isOutcome() {
        return functions.col(COLUMN).equalTo(literal());
    }

    private String outcomeName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
