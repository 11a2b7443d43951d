package io.mittari.cli;

import picocli.CommandLine;

/** The command line: finds the command that the arguments name, runs it, and answers with its exit code. */
public final class CommandLineInterface {
    private final Surroundings surroundings;
    private final Faults faults;
    private final CommandLine commandLine;

    /** A command line in those surroundings. */
    public CommandLineInterface(Surroundings surroundings) {
        this.surroundings = surroundings;
        MittariCommand mittari = new MittariCommand();
        faults = new Faults(surroundings, mittari);
        commandLine = new CommandLine(mittari)
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new ShowCommand(surroundings))
                .addSubcommand(new ExplainCommand(surroundings))
                .addSubcommand(new ReportCommand(surroundings))
                .addSubcommand(new CloseCommand(surroundings))
                .addSubcommand(new ApproveCommand(surroundings))
                .addSubcommand(new ReopenCommand(surroundings))
                .addSubcommand(new ClosesCommand(surroundings))
                .addSubcommand(new VerifyCommand(surroundings))
                .addSubcommand(new GenerateCommand(surroundings))
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(faults)
                .setExecutionExceptionHandler(faults);
    }

    /** Runs the command; what it prints is out when it returns. */
    public int run(String... arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (Error error) { // which picocli hands on, such as a lack of memory
            return faults.unexpected(error);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    CommandLine commandLine() {
        return commandLine;
    }
}
