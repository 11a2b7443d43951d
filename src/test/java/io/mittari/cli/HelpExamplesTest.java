package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the examples of the commands' help: those that read on the demo, those that publish or close on a small lake.
 * That of {@code demo} is what the other tests' demo is made by.
 */
class HelpExamplesTest {
    /** Takes minutes; it is only parsed, see {@link CommandLineInterfaceTest}. */
    private static final String LARGE = "--opportunities 1000000";

    @TempDir
    private Path folder;

    static Stream<String> reading() {
        return Stream.of("check", "show", "explain", "report", "generate")
                .flatMap(command -> HelpExamples.of(command).stream())
                .filter(example -> !example.contains(LARGE));
    }

    @ParameterizedTest
    @MethodSource("reading")
    void whatReadsWorksOnTheDemo(String example) {
        assertThat(run(example, PublishedDemo.configuration()).out()).isNotBlank();
    }

    @Test
    void whatPublishesAndClosesWorksOneAfterTheOther() throws IOException {
        String configuration = write("mittari.conf", """
                currency.reporting = EUR
                warehouse.path = "FOLDER/warehouse"
                sources.opportunities.path = "FOLDER/opportunities"
                """);
        String approved = write("approved.conf", "include \"mittari.conf\"\nclose.approvers = [Korhonen]\n");
        write("opportunities/all.csv", """
                opportunity_id,owner_id,status,stage,created_at,closed_at,amount
                o1,ann,won,Won,2025-11-03,2025-12-20,100
                o2,ann,won,Won,2026-06-01,2026-08-20,50
                """);

        all("run", configuration);
        assertThat(folder.resolve("tmp/as-of-september/runs")).isDirectory();

        List<String> close = HelpExamples.of("close");
        run(close.get(0), approved);
        run(close.get(1), approved);
        all("approve", approved);
        assertThat(all("closes", approved)).contains("2026-Q3", "Virtanen", "Korhonen");
        assertThat(all("verify", approved)).startsWith("OK     2026-Q3 version 1: ");
        all("reopen", approved);

        run("close 2025-Q4 --by Virtanen", configuration);
        run(close.get(2), configuration);
        assertThat(all("closes", configuration)).contains("reopened", "audited");
    }

    /** What the last of a command's examples prints. */
    private String all(String command, String configuration) {
        return HelpExamples.of(command).stream()
                .map(example -> run(example, configuration).out())
                .reduce((former, latter) -> latter)
                .orElseThrow();
    }

    private Outcome run(String example, String configuration) {
        String here =
                example.replace("conf/mittari.conf", configuration).replaceAll(" (/(?:tmp|srv)/)", " " + folder + "$1");
        String[] words = here.equals("report") ? new String[] {"report", "--out", folder + "/report"} : here.split(" ");
        Outcome outcome = Outcome.of(Map.of("MITTARI_CONF", configuration), words);
        assertThat(outcome.faults()).as(String.join(" ", Arrays.asList(words))).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        return outcome;
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace("FOLDER", folder.toString()))
                .toString();
    }
}
