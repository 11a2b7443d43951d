package io.mittari;

import io.mittari.cli.CommandLineInterface;
import io.mittari.cli.Surroundings;

/** The program: hands the arguments to the command line, and its exit code to the caller. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code, see {@link io.mittari.model.ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(new CommandLineInterface(Surroundings.ofProcess()).run(arguments));
    }
}
