package io.mittari.lake;

import java.util.Locale;

/** Why a row is rejected, in the order of the names. */
enum Reason {
    BAD_VALUE,
    CLOSED_BEFORE_CREATED,
    CLOSED_WITHOUT_DATE,
    CONFLICTING_DUPLICATE,
    CORRUPT_RECORD,
    ENDED_BEFORE_STARTED,
    MISSING_VALUE,
    NEGATIVE_HOURS,
    NO_EXCHANGE_RATE,
    OVERLAPPING_QUOTA,
    SELLING_ABOVE_TOTAL,
    UNKNOWN_STATUS;

    /** The reason's name in {@code rejected_rows}. */
    String reasonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
