package io.mittari.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Runs the cells of a notebook as the Java kernel does, by JShell, but in this Java machine and on its Spark. */
final class NotebookShell implements AutoCloseable {
    private static final String WAREHOUSE = "System.getenv(\"MITTARI_WAREHOUSE\")";

    private final Path warehouse;
    private final JShell shell = JShell.builder().executionEngine("local").build();

    /** A shell for a notebook that reads the tables of a warehouse. */
    NotebookShell(Path warehouse) {
        this.warehouse = warehouse;
        shell.addToClasspath(System.getProperty("java.class.path"));
    }

    /**
     * Runs all cells, from top to bottom.
     *
     * @return what each statement came to, as text
     * @throws IllegalStateException where a statement fails, with the statement and why
     */
    List<String> run(Path notebook) throws IOException {
        List<String> values = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                StringBuilder code = new StringBuilder();
                cell.path("source").forEach(line -> code.append(line.asText()));
                values.addAll(runCell(code.toString().replace(WAREHOUSE, '"' + warehouse.toString() + '"')));
            }
        }
        return values;
    }

    /** What an expression comes to, as text, with what the cells have left. */
    String value(String expression) {
        List<String> values = runCell(expression);
        return values.get(values.size() - 1);
    }

    @Override
    public void close() {
        shell.close();
    }

    private List<String> runCell(String code) {
        List<String> values = new ArrayList<>();
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String statement = next.source() == null ? rest : next.source();
            shell.eval(statement).forEach(event -> values.add(value(event)));
            rest = next.source() == null ? "" : next.remaining();
        }
        return values;
    }

    private String value(SnippetEvent event) {
        if (event.exception() != null) {
            throw new IllegalStateException(event.snippet().source(), event.exception());
        }
        if (event.status() != Snippet.Status.VALID && event.causeSnippet() == null) {
            throw new IllegalStateException(event.snippet().source() + "\n"
                    + shell.diagnostics(event.snippet())
                            .map(fault -> fault.getMessage(Locale.ROOT))
                            .collect(Collectors.joining("\n")));
        }
        return String.valueOf(event.value());
    }
}
