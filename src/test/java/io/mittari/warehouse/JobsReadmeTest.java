package io.mittari.warehouse;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.mittari.model.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds jobs/README.md against the program: its tables and its exit codes. */
class JobsReadmeTest {
    private static final Pattern EXIT_CODE = Pattern.compile("(?m)^\\| (\\d+) \\| .+ \\| .+ \\|$");

    @Test
    void everyPublishedTableIsDocumentedAndNoOther() throws IOException {
        String expected = PublishedTables.all(List.of()).stream()
                .map(JobsReadmeTest::row)
                .collect(joining("\n", "| table | key | what a row is |\n| --- | --- | --- |\n", "\n\n"));

        assertThat(readme()).contains(expected);
    }

    @Test
    void everyExitCodeIsDocumentedAndNoOther() throws IOException {
        List<Integer> documented = EXIT_CODE
                .matcher(readme())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(ExitCode.values()).map(ExitCode::value).toList());
    }

    @Test
    void theTablesThatKeepEarlierRunsAreNamed() throws IOException {
        String kept = PublishedTables.all(List.of()).stream()
                .filter(table -> table.history() == PublishedTable.History.KEPT)
                .map(table -> "`" + table.name() + "`")
                .collect(joining(", "))
                .replaceFirst(", (`[a-z_]+`)$", " and $1");

        assertThat(readme()).contains(kept + " keep earlier runs");
    }

    private static String row(PublishedTable table) {
        String key = table.key().stream().map(column -> "`" + column + "`").collect(joining(", "));
        return "| `%s` | %s | %s |".formatted(table.name(), key, table.description());
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("jobs/README.md"));
    }
}
