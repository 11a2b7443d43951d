package io.mittari.model;

import java.util.List;
import java.util.stream.Collectors;

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

    /** Another program writes the warehouse (exit 4), found by a library that says more in {@code cause}. */
    public static Failure locked(String message, Throwable cause) {
        return new Failure(ExitCode.LOCKED, message, cause);
    }

    /** An input that is missing, late or out of reach (exit 5). */
    public static Failure input(String message) {
        return new Failure(ExitCode.INPUT, message, null);
    }

    /** An input that cannot be reached (exit 5), with what the file system said. */
    public static Failure input(String message, Throwable cause) {
        return new Failure(ExitCode.INPUT, message, cause);
    }

    /**
     * One failure that says all of them, a line each: of the configuration, where any is, for a retry does not mend that.
     *
     * @param failures one or more
     */
    public static Failure joined(List<Failure> failures) {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        String message = failures.stream().map(Failure::getMessage).collect(Collectors.joining("\n"));
        boolean isUsage = failures.stream().anyMatch(failure -> failure.exitCode == ExitCode.USAGE);
        return new Failure(isUsage ? ExitCode.USAGE : failures.get(0).exitCode, message, null);
    }

    /** The code that the process exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
