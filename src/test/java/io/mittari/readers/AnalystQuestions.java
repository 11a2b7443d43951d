package io.mittari.readers;

import io.mittari.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The questions of jobs/README.md, taken from there and run in Spark on the demo's tables, each once. */
final class AnalystQuestions {
    private static final Pattern VIEWS = Pattern.compile("(?s)Views of one run.*?```sql\n(.*?)```");
    private static final Pattern QUESTION = Pattern.compile("(?s)\n\\*\\*([^*\n]+\\?)\\*\\*[^\n]*\n\n```sql\n(.*?)```");

    private static final Map<String, List<Row>> ANSWERS = new LinkedHashMap<>();
    private static SparkSession session;

    private AnalystQuestions() {}

    /** The SQL of every question, by its title, in the order of the documentation. */
    static Map<String, String> all() {
        Map<String, String> questions = new LinkedHashMap<>();
        QUESTION.matcher(readme()).results().forEach(question -> questions.put(question.group(1), question.group(2)));
        return questions;
    }

    /** What Spark answers to the question whose title contains the words. */
    static synchronized List<Row> answers(String words) {
        return ANSWERS.computeIfAbsent(
                title(words), title -> session().sql(all().get(title)).collectAsList());
    }

    /** A session that sees the tables of one run as views, made as the documentation says. */
    static synchronized SparkSession session() {
        if (session == null) {
            session = LocalSpark.session().newSession();
            session.sql(viewStatements()).collectAsList().forEach(statement -> session.sql(statement.getString(0)));
        }
        return session;
    }

    static String readme() {
        try {
            return Files.readString(Path.of("jobs/README.md"));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static String title(String words) {
        return all().keySet().stream()
                .filter(title -> title.contains(words))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no question about " + words));
    }

    private static String viewStatements() {
        return VIEWS.matcher(readme())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .replace("/data/warehouse", PublishedRunTables.warehouse().toString());
    }
}
