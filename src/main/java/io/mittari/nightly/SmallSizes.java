package io.mittari.nightly;

import io.mittari.lake.Lake;

/**
 * Up to which sizes a night does anew what it could find the changes of: that costs less where there is little.
 *
 * @param rows the rows of all sources, up to which all facts are summed up
 * @param sourceBytes the bytes of a source, up to which all of it is read
 */
record SmallSizes(long rows, long sourceBytes) {
    /** What pays on one machine. */
    static final SmallSizes USUAL = new SmallSizes(2_000_000, Lake.SMALL_SOURCE);

    /** Nothing is small. */
    static final SmallSizes NONE = new SmallSizes(0, 0);
}
