package io.mittari.model;

/** The exit codes that a scheduler acts on. A retry can mend {@link #LOCKED} and {@link #INPUT} only. */
public enum ExitCode {
    /** The command did what it was asked to do. */
    DONE(0),
    /** Anything that has no code of its own. */
    ERROR(1),
    /** Wrong usage or configuration; nothing was touched. */
    USAGE(2),
    /** The data did not pass a gate; nothing was published. */
    GATE(3),
    /** Another run holds the warehouse. */
    LOCKED(4),
    /** An input is missing, late or out of reach; nothing was published. */
    INPUT(5);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /** The number that the process exits with. */
    public int value() {
        return value;
    }
}
