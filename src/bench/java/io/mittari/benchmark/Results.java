package io.mittari.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All measurements of a benchmark, in the order in which they were begun. */
final class Results {
    private final Map<Subject, List<Measurement>> runs = new LinkedHashMap<>();

    /** Something that is measured on a lake. */
    record Subject(long opportunities, String lake, Program program) {}

    /** What is measured. */
    enum Program {
        JOB("nightly job, full run"),
        NIGHT("nightly job, changed-little night"),
        DUCKDB("DuckDB, hand-written SQL"),
        FLOOR("Spark, scan only"),
        BARE("Spark, one small Delta table");

        private final String label;

        Program(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    void add(Subject subject, Measurement measurement) {
        runs.computeIfAbsent(subject, first -> new ArrayList<>()).add(measurement);
    }

    /** Every subject with its runs. */
    Map<Subject, List<Measurement>> runs() {
        return runs;
    }

    /** The medians of a subject, if it was measured. */
    Optional<Measurement> median(Subject subject) {
        return Optional.ofNullable(runs.get(subject)).map(Measurement::medianOf);
    }

    /** The first run of a subject, if it was measured. */
    Optional<Measurement> first(Subject subject) {
        return Optional.ofNullable(runs.get(subject)).map(measured -> measured.get(0));
    }
}
