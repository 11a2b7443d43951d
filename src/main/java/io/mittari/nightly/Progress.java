package io.mittari.nightly;

/** Who wants to know how far a run has come. */
@FunctionalInterface
public interface Progress {
    /**
     * A step begins.
     *
     * @param name what the step does, for people
     * @param number its number, from 1
     * @param of how many steps there are
     */
    void step(String name, int number, int of);
}
