package io.mittari.demo;

import java.util.Collections;
import java.util.Map;

/**
 * A kind of dirt that a row can carry.
 *
 * @param name what is wrong, for people and tests
 * @param form what happens to the row
 * @param values wrong values, by column; null: the value is missing
 */
record Blemish(String name, Form form, Map<String, Object> values) {
    /** What happens to a row. */
    enum Form {
        /** It has the wrong values instead of its own. */
        INSTEAD,
        /** It stands twice, the second time with the wrong values. */
        TWICE,
        /** It has a field more than the header. */
        FIELD_TOO_MANY
    }

    static final Blemish IDENTICAL_DUPLICATE = new Blemish("identical duplicate", Form.TWICE, Map.of());
    static final Blemish CORRUPT_RECORD = new Blemish("corrupt record", Form.FIELD_TOO_MANY, Map.of());

    static Blemish wrong(String name, String column, Object value) {
        return new Blemish(name, Form.INSTEAD, Map.of(column, value));
    }

    static Blemish missing(String column) {
        return new Blemish("missing " + column, Form.INSTEAD, Collections.singletonMap(column, null));
    }

    static Blemish conflicting(String column, Object value) {
        return new Blemish("conflicting duplicate", Form.TWICE, Map.of(column, value));
    }
}
