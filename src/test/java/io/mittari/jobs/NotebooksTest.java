package io.mittari.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mittari.warehouse.PublishedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the notebooks against what can be known without running them. */
class NotebooksTest {
    private static final Pattern TABLE =
            Pattern.compile("(?:from|join) ((?:kpi|conformed|stage|source|rejected)_\\w+)");
    private static final Pattern OPENED_BY_MAVEN = Pattern.compile("--add-opens=java\\.base/([\\w.]+)=");
    private static final Pattern OPENED_BY_THE_KERNEL =
            Pattern.compile("for package in ([\\w. \\\\\n]+); do\n  arguments\\+=\\(\"--add-opens=java\\.base/");

    @Test
    void notebooksAreCommittedWithoutOutputs() throws IOException {
        for (JsonNode cell : cells()) {
            assertThat(cell.path("outputs")).as(cell.path("source").toString()).isEmpty();
            assertThat(cell.path("execution_count").isNumber()).isFalse();
        }
    }

    @Test
    void everyTableThatTheNotebookReadsIsPublished() throws IOException {
        Set<String> published = PublishedTables.all(List.of()).stream()
                .map(table -> table.catalogName())
                .collect(Collectors.toSet());

        Set<String> read = new TreeSet<>();
        for (JsonNode cell : cells()) {
            for (JsonNode line : cell.path("source")) {
                TABLE.matcher(line.asText()).results().forEach(match -> read.add(match.group(1)));
            }
        }

        assertThat(read).hasSizeGreaterThan(5).isSubsetOf(published);
    }

    @Test
    void theKernelOpensToSparkWhatTheTestsOpen() throws IOException {
        Set<String> needed = OPENED_BY_MAVEN
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Set<String> opened = OPENED_BY_THE_KERNEL
                .matcher(Files.readString(Path.of("notebooks/install")))
                .results()
                .flatMap(match -> Stream.of(match.group(1).split("[\\s\\\\]+")))
                .collect(Collectors.toSet());

        assertThat(opened).isNotEmpty().isEqualTo(needed);
    }

    @Test
    void theKernelHasTheChartsThatTheTestsHave() throws IOException {
        assertThat(version("notebooks/install", "readonly CHARTS=(.+)"))
                .isEqualTo(version("pom.xml", "<xchart.version>(.+)</xchart.version>"));
    }

    @Test
    void everyNotebookIsDocumented() throws IOException {
        assertThat(Files.readString(Path.of("notebooks/README.md")))
                .contains(notebooks().stream()
                        .map(notebook -> "](" + notebook.getFileName() + ")")
                        .toList());
    }

    private static String version(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("notebooks"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    /** The cells of all notebooks. */
    private static List<JsonNode> cells() throws IOException {
        List<JsonNode> cells = new ArrayList<>();
        for (Path notebook : notebooks()) {
            new ObjectMapper().readTree(notebook.toFile()).path("cells").forEach(cells::add);
        }
        return cells;
    }
}
