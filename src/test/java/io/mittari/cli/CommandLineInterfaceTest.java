package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineInterfaceTest {
    @Test
    void withoutACommandAllAreNamed() {
        Outcome outcome = Outcome.of();
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults())
                .containsExactly(
                        "Give a command: demo, run, check, show, explain, report, close, approve, reopen, closes, verify, generate."
                                + " `mittari --help` tells more.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            runn                        | There is no command 'runn'; the nearest is run. `mittari --help` tells more.
            run --dat 2026-10-20        | There is no option --dat; the nearest is --date. `mittari run --help` tells more.
            run --restated=true         | There is no option --restated; the nearest is --restate. `mittari run --help` tells more.
            run 2026-10-20              | mittari run takes no argument '2026-10-20'. `mittari run --help` tells more.
            run --date 2026-02-30       | Invalid value for option '--date': '2026-02-30' is no date; write it as 2026-10-20. `mittari run --help` tells more.
            run --date yesterday        | Invalid value for option '--date': 'yesterday' is no date; write it as 2026-10-20. `mittari run --help` tells more.
            show --by country           | Invalid value for option '--by': 'country' is none of company; segment; team; rep; rep,segment; channel. `mittari show --help` tells more.
            show --format xml           | Invalid value for option '--format': expected one of [TABLE, CSV, JSON] (case-insensitive) but was 'xml'. `mittari show --help` tells more.
            explain --period 2026-Q3    | Missing required parameter: 'KPI'. `mittari explain --help` tells more.
            explain win_rate --period 2026 --rows few | Invalid value for option '--rows': 'few' is neither a number nor all. `mittari explain --help` tells more.
            explain win_rate --period 2026 --team a --channel b | Figures are not published by --team and --channel together; give one of --rep, --team, --segment and --channel, or --rep and --segment
            report --lang sv            | Invalid value for option '--lang': expected one of [EN, FI] (case-insensitive) but was 'sv'. `mittari report --help` tells more.
            close 2026-Q3               | Say who closes 2026-Q3, with --by NAME; or look whether it can be closed, with --check
            reopen 2026-Q3 --by ann     | Missing required option: '--reason=TEXT'. `mittari reopen --help` tells more.
            generate --dir lake         | Missing required option: '--opportunities=N'. `mittari generate --help` tells more.
            run                         | There is no configuration: give --conf FILE, or set the environment variable MITTARI_CONF
            run --conf none.conf        | none.conf: Cannot read the configuration: there is no such file
            generate --opportunities 0 --dir lake | Cannot generate 0 opportunities: give a number from 1 to 1000000000 to --opportunities
            """)
    void wrongUsageIsOneLineAndExitCode2(String arguments, String line) {
        Outcome outcome = Outcome.of(arguments.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.faults()).containsExactly(line);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void theConfigurationCanBeNamedByAVariable() {
        assertThat(Outcome.of(Map.of("MITTARI_CONF", "other.conf"), "check").faults())
                .containsExactly("other.conf: Cannot read the configuration: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--verbose run", "run --verbose"})
    void verboseAddsTheStackTrace(String arguments) {
        assertThat(Outcome.of(arguments.split(" ")).faults())
                .hasSizeGreaterThan(2)
                .startsWith("There is no configuration: give --conf FILE, or set the environment variable MITTARI_CONF")
                .element(1)
                .asString()
                .startsWith("io.mittari.model.Failure: ");
    }

    @Test
    void theVersionNamesSparkAndJava() {
        Outcome outcome = Outcome.of("--version");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).matches("mittari \\S+ \\(Spark 4\\.\\S+, Java \\d+\\)\\R");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExampleThatItUnderstands(String command) {
        Outcome outcome = Outcome.of(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"});
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        List<String> examples = outcome.out()
                .lines()
                .dropWhile(line -> !line.startsWith("Example"))
                .skip(1)
                .map(String::strip)
                .toList();
        assertThat(examples).isNotEmpty().allMatch(example -> example.startsWith(("mittari " + command).strip()));
        examples.forEach(example -> parse(example));
    }

    static Stream<String> commands() {
        return Stream.concat(Stream.of(""), picocli().getSubcommands().keySet().stream());
    }

    /** Throws where the command line does not understand the words. */
    private static void parse(String example) {
        String[] words = example.split(" ");
        picocli().parseArgs(Arrays.copyOfRange(words, 1, words.length));
    }

    private static CommandLine picocli() {
        return Outcome.commandLine(new StringWriter(), new StringWriter(), Map.of())
                .commandLine();
    }
}
