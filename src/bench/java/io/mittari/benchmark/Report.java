package io.mittari.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mittari.benchmark.Results.Program;
import io.mittari.benchmark.Results.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The results as a table for people (Markdown) and as JSON. */
final class Report {
    private final Results results;
    private final List<Goal> goals;
    private final Map<String, Object> circumstances;

    /**
     * A report.
     *
     * @param circumstances machine, versions and settings
     */
    Report(Results results, List<Goal> goals, Map<String, Object> circumstances) {
        this.results = results;
        this.goals = goals;
        this.circumstances = circumstances;
    }

    /** Writes results.md and results.json. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("results.md"), table());
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("results.json").toFile(), json());
    }

    /** Medians with ratios of the job to each peer, then the goals, then the circumstances. */
    String table() {
        StringBuilder text = new StringBuilder("""
                | opportunities | lake | program | runs | wall s | CPU s | peak MiB | job's wall to it | job's CPU to it |
                | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        results.runs().forEach((subject, runs) -> text.append(line(subject, runs)));
        text.append("\n| goal | limit | measured | |\n| --- | ---: | ---: | --- |\n");
        goals.forEach(goal -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.2f %s | %s | %s |%n",
                goal.text(),
                goal.limit(),
                goal.unit(),
                goal.measured(),
                goal.verdict())));
        text.append('\n');
        circumstances.forEach((name, value) -> text.append("- ").append(name + ": " + value + "\n"));
        return text.toString();
    }

    private String line(Subject subject, List<Measurement> runs) {
        Measurement median = Measurement.medianOf(runs);
        Optional<Measurement> job = subject.program() == Program.JOB
                ? Optional.empty()
                : results.median(new Subject(subject.opportunities(), subject.lake(), Program.JOB));
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %s | %d | %.1f | %.1f | %.0f | %s | %s |%n",
                subject.opportunities(),
                subject.lake(),
                subject.program().label(),
                runs.size(),
                median.wallSeconds(),
                median.cpuSeconds(),
                median.peakMebibytes(),
                job.map(of -> ratio(of.wallSeconds(), median.wallSeconds())).orElse(""),
                job.map(of -> ratio(of.cpuSeconds(), median.cpuSeconds())).orElse(""));
    }

    private static String ratio(double ours, double theirs) {
        return String.format(Locale.ROOT, "%.2f", ours / theirs);
    }

    private Map<String, Object> json() {
        List<Map<String, Object>> measurements = new ArrayList<>();
        results.runs().forEach((subject, runs) -> measurements.add(json(subject, runs)));
        Map<String, Object> json = new LinkedHashMap<>(circumstances);
        json.put("measurements", measurements);
        json.put("goals", goals.stream().map(Report::json).toList());
        return json;
    }

    private static Map<String, Object> json(Subject subject, List<Measurement> runs) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("opportunities", subject.opportunities());
        json.put("lake", subject.lake());
        json.put("program", subject.program().label());
        json.put("median", json(Measurement.medianOf(runs)));
        json.put("runs", runs.stream().map(Report::json).toList());
        return json;
    }

    private static Map<String, Object> json(Measurement measurement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("wall_seconds", measurement.wallSeconds());
        json.put("cpu_seconds", measurement.cpuSeconds());
        json.put("peak_mebibytes", measurement.peakMebibytes());
        return json;
    }

    private static Map<String, Object> json(Goal goal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("goal", goal.text());
        json.put("limit", goal.limit());
        json.put("measured", goal.figure().orElse(null));
        json.put("unit", goal.unit());
        json.put("verdict", goal.verdict());
        return json;
    }
}
