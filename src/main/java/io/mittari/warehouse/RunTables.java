package io.mittari.warehouse;

import static io.mittari.warehouse.PublishedColumn.count;
import static io.mittari.warehouse.PublishedColumn.date;
import static io.mittari.warehouse.PublishedColumn.of;
import static io.mittari.warehouse.PublishedColumn.text;
import static io.mittari.warehouse.PublishedColumn.texts;
import static io.mittari.warehouse.PublishedColumn.timestamp;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import java.util.List;

/** The declarations of the tables about runs and what they read; all keep the rows of earlier runs. */
public final class RunTables {
    /** The published runs. Its newest row says which versions of the other tables belong together. */
    public static final PublishedTable RUNS = PublishedTable.kept(
            "runs",
            "One row per published run; the one that finished last is the newest.",
            List.of(
                    runId(),
                    date("reporting_date", "Day whose end the figures are as of.")
                            .notNull(),
                    timestamp("started_at", "When the run started.").notNull(),
                    timestamp("finished_at", "When everything was computed and written, just before it was published.")
                            .notNull(),
                    text("status", "published: a run that publishes nothing has no row.")
                            .notNull()
                            .oneOf(List.of("published")),
                    text("code_version", "Version of the program.").notNull(),
                    text("configuration_fingerprint", "Hash of all settings that can change a figure.")
                            .notNull(),
                    of(
                                    "source_loads",
                                    createMapType(StringType, createArrayType(StringType)),
                                    "Loads that were read, by source.")
                            .notNull(),
                    of(
                                    "table_versions",
                                    createMapType(StringType, LongType),
                                    "Delta version of every table as the run left it, by the table's name; empty once"
                                            + " these versions are no longer kept.")
                            .notNull(),
                    of("format", IntegerType, "Format of the warehouse, raised when older programs cannot write it.")
                            .notNull(),
                    of(
                            "closes",
                            createMapType(StringType, IntegerType),
                            "Version of each close whose figures the run shows, by the period's name.")),
            List.of("run_id"));

    /** What became of every row read, by load. */
    public static final PublishedTable SOURCE_LOADS = PublishedTable.kept(
                    "source_loads",
                    "What became of the rows of one load of one source in one run.",
                    List.of(
                            runId(),
                            source(),
                            load(),
                            count("rows_read", "Rows in the load's files.").notNull(),
                            count("rows_used", "Rows that the figures rest on.").notNull(),
                            count("rows_superseded", "Rows with a newer version, and identical repeats.")
                                    .notNull(),
                            count("rows_deleted", "Rows that mark their key as deleted.")
                                    .notNull(),
                            count("rows_filtered", "Rows that the source's where leaves out.")
                                    .notNull(),
                            count("rows_rejected", "Rows in rejected_rows.").notNull(),
                            date("newest_event", "Newest event date of the used rows, where the source has events.")),
                    List.of("run_id", "source", "load"))
            .withCheck(
                    "balance",
                    "rows_read = rows_used + rows_superseded + rows_deleted + rows_filtered + rows_rejected");

    /** The outcome of every gate and warning. */
    public static final PublishedTable QUALITY_CHECKS = PublishedTable.kept(
            "quality_checks",
            "The outcome of one check of one run.",
            List.of(
                    runId(),
                    text("check", "Name of the check, unique within a run.").notNull(),
                    text("description", "What was checked.").notNull(),
                    text("result", "pass, warn, or fail (which stops a publication).")
                            .notNull()
                            .oneOf(List.of("pass", "warn", "fail")),
                    text("observed", "What was found."),
                    text("expected", "What it was held against.")),
            List.of("run_id", "check"));

    /** Every row that was not used because something is wrong with it. */
    public static final PublishedTable REJECTED_ROWS = PublishedTable.kept(
            "rejected_rows",
            "One rejected row of an extract, with all its reasons.",
            List.of(
                    runId(),
                    source(),
                    load(),
                    count("row_number", "Number of the row within its source and load.")
                            .notNull(),
                    text("row_key", "Values of the row's key joined by |; null for a corrupt record."),
                    texts("reasons", "Why the row was rejected, sorted.").notNull(),
                    text("detail", "The values at fault."),
                    text("row", "The row as it came, as JSON.")),
            List.of("run_id", "source", "load", "row_number"));

    private RunTables() {}

    private static PublishedColumn runId() {
        return text("run_id", "Run, such as 2026-11-23-20261124T020000Z-4f1c9a.")
                .notNull();
    }

    private static PublishedColumn source() {
        return text("source", "Source, by the name of its canonical entity.").notNull();
    }

    private static PublishedColumn load() {
        return text("load", "Date in the name of the load's folder, or all where there are no such folders.")
                .notNull();
    }
}
