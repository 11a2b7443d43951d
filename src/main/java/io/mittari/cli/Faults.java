package io.mittari.cli;

import io.mittari.model.ExitCode;
import io.mittari.model.Failure;
import io.mittari.settings.Nearest;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a person what went wrong: a line a fault on standard error, all of it in the log, and an exit code. */
record Faults(Surroundings surroundings, MittariCommand mittari)
        implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** Arguments that no command understands. */
    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        String message = exception instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched.getUnmatched().get(0), command)
                : exception.getMessage();
        print("%s. `%s --help` tells more.".formatted(message, command.qualifiedName()), exception);
        return ExitCode.USAGE.value();
    }

    /** A command that could not do what it was asked to do. */
    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult arguments) {
        if (exception instanceof ParameterException usage) {
            return handleParseException(usage, new String[0]);
        }
        if (exception instanceof Failure failure) {
            LoggerFactory.getLogger(Faults.class)
                    .error("Exit code {}", failure.exitCode().value(), failure);
            print(failure.getMessage(), failure);
            return failure.exitCode().value();
        }
        return unexpected(exception);
    }

    /** What nobody has foreseen: a bug, or the machine. */
    int unexpected(Throwable thrown) {
        LoggerFactory.getLogger(Faults.class).error("Unexpected", thrown);
        String said = Optional.ofNullable(thrown.getMessage())
                .flatMap(text -> text.lines().findFirst())
                .orElse("");
        String where =
                surroundings.log().map(log -> log + " has the details").orElse("run it with --verbose for the details");
        print("Unexpected error, %s: %s; %s.".formatted(thrown.getClass().getSimpleName(), said, where), thrown);
        return ExitCode.ERROR.value();
    }

    private void print(String message, Throwable thrown) {
        surroundings.err().println(message);
        if (mittari.isVerbose()) {
            thrown.printStackTrace(surroundings.err());
        }
    }

    private static String unmatched(String argument, CommandSpec command) {
        if (argument.startsWith("-")) {
            String option = argument.replaceFirst("=.*", "");
            List<String> known = List.copyOf(command.optionsMap().keySet());
            return "There is no option %s; the nearest is %s".formatted(option, Nearest.of(option, known));
        }
        return command.subcommands().isEmpty()
                ? "%s takes no argument '%s'".formatted(command.qualifiedName(), argument)
                : "There is no command '%s'; the nearest is %s"
                        .formatted(
                                argument,
                                Nearest.of(argument, command.subcommands().keySet()));
    }
}
