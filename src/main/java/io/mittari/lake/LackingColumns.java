package io.mittari.lake;

import java.util.List;

/** An expression needs one of several columns, and the files have none of them. */
final class LackingColumns extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The columns, any one of which would do, as the expression spells them. */
    LackingColumns(List<String> columns) {
        super(String.join(" or ", columns));
    }
}
