package io.mittari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.close.ClosableWarehouse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples of the commands' help that no other test runs. */
class HelpExamplesTest {
    @TempDir
    private Path folder;

    /** The second one of {@code generate} takes minutes: it is only parsed, see {@link CommandLineInterfaceTest}. */
    static Stream<String> reading() {
        return Stream.of(
                        HelpExamples.of("check"),
                        HelpExamples.of("show"),
                        HelpExamples.of("generate").subList(0, 1))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("reading")
    void whatReadsWorksOnTheDemo(String example) {
        assertThat(run(example, PublishedDemo.configuration())).isNotBlank();
    }

    /** Run by {@link PublishedDemo}, {@link RunCommandTest}, {@link ReadmeTest}, {@link ExplainCommandTest}, {@link PublishedReports}. */
    @ParameterizedTest
    @CsvSource({"demo, 2", "run, 3", "explain, 4", "report, 3", "generate, 2"})
    void aNewExampleIsToBeRunToo(String command, int examples) {
        assertThat(HelpExamples.of(command)).hasSize(examples);
    }

    /** On a copy of the demo's tables: the other tests' are to stay open. */
    @Test
    void aQuarterIsClosedApprovedVerifiedAndReopened() throws IOException {
        FileUtils.copyDirectory(
                new File(PublishedDemo.folder(), "warehouse"),
                folder.resolve("warehouse").toFile());
        String configuration = Files.writeString(
                        folder.resolve("mittari.conf"),
                        Files.readString(Path.of(PublishedDemo.configuration())) + """
                        warehouse.path = "%s/warehouse"
                        close.approvers = [Korhonen]
                        """.formatted(folder))
                .toString();

        List<String> close = HelpExamples.of("close");
        assertThat(close).hasSize(3);
        assertThat(run(close.get(0), configuration)).contains("2026-Q3 can be closed: ");
        run(close.get(1), configuration);
        runAll("approve", configuration);
        assertThat(run(HelpExamples.of("report").get(2), configuration)).contains("mittari-2026-Q3-closed-v1.html");
        assertThat(runAll("verify", configuration)).startsWith("OK     2026-Q3 version 1: ");
        runAll("reopen", configuration);
        assertThat(runAll("closes", configuration)).contains("2026-Q3", "Virtanen", "Korhonen", "misposted");
    }

    /** On a warehouse whose year has one quarter. */
    @Test
    void aYearIsClosedAfterItsQuarters() throws IOException {
        String configuration = ClosableWarehouse.closedCopiedTo(folder.resolve("year"))
                .configuration()
                .toString();
        assertThat(run(HelpExamples.of("close").get(2), configuration)).contains("2025", "Virtanen");
    }

    /** What the last of a command's examples prints. */
    private String runAll(String command, String configuration) {
        String printed = "";
        for (String example : HelpExamples.of(command)) {
            printed = run(example, configuration);
        }
        return printed;
    }

    private String run(String example, String configuration) {
        Outcome outcome = HelpExamples.outcome(example, configuration, folder);
        assertThat(outcome.faults()).as(example).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        return outcome.out();
    }
}
