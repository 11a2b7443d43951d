package io.mittari.nightly;

/**
 * How a run is asked for.
 *
 * @param isFull whether everything is computed anew, not only what has changed
 * @param isRestatement whether figures of a later date may be replaced by those of an older one
 */
public record Order(boolean isFull, boolean isRestatement) {
    /** What a scheduler asks for each night. */
    public static final Order NIGHTLY = new Order(false, false);
}
