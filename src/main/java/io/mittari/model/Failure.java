package io.mittari.model;

/**
 * What stops a command, in words for the person who runs it: what is wrong, where (file, key, line), and what to do.
 * Every expected failure is one of these; anything else is a bug or the machine's.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    private Failure(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Wrong usage or configuration (exit 2). */
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message, null);
    }

    /** Wrong configuration (exit 2), found by a library that says more in {@code cause}. */
    public static Failure usage(String message, Throwable cause) {
        return new Failure(ExitCode.USAGE, message, cause);
    }

    /** A machine or file system that does not do what it must (exit 1), with what it said. */
    public static Failure error(String message, Throwable cause) {
        return new Failure(ExitCode.ERROR, message, cause);
    }

    /** Data that must not be published (exit 3). */
    public static Failure gate(String message) {
        return new Failure(ExitCode.GATE, message, null);
    }

    /** Another run holds the warehouse (exit 4). */
    public static Failure locked(String message) {
        return new Failure(ExitCode.LOCKED, message, null);
    }

    /** An input that is missing, late or out of reach (exit 5). */
    public static Failure input(String message) {
        return new Failure(ExitCode.INPUT, message, null);
    }

    /** An input that cannot be reached (exit 5), with what the file system said. */
    public static Failure input(String message, Throwable cause) {
        return new Failure(ExitCode.INPUT, message, cause);
    }

    /** The code that the process exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
