package io.mittari.benchmark;

import io.mittari.cli.SparkSessions;
import io.mittari.settings.Settings;
import io.mittari.settings.SettingsReader;
import io.mittari.settings.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What no job on Spark can be cheaper than: scans the loads that a run reads, with all columns (a generated lake has
 * none that is not needed), and does nothing with them.
 */
public final class ScanFloor {
    private static final String LOAD = "dt";

    private ScanFloor() {}

    /** Takes the configuration and the reporting date. */
    public static void main(String[] arguments) throws IOException {
        Settings settings = SettingsReader.read(Optional.of(Path.of(arguments[0])), Map.of());
        LocalDate reportingDate = LocalDate.parse(arguments[1]);
        try (SparkSession session = SparkSessions.open(settings)) {
            for (Source source : settings.sources().values()) {
                loads(session, source, reportingDate)
                        .write()
                        .format("noop")
                        .mode("overwrite")
                        .save();
            }
        }
    }

    private static Dataset<Row> loads(SparkSession session, Source source, LocalDate reportingDate) {
        Dataset<Row> rows = session.read()
                .option("header", "true")
                .option("escape", "\"")
                .format(source.format())
                .load(source.path());
        if (!List.of(rows.columns()).contains(LOAD)) {
            return rows;
        }
        Dataset<Row> known = rows.where(rows.col(LOAD).leq(Date.valueOf(reportingDate)));
        return source.mode() == Source.Mode.CHANGES
                ? known
                : known.where(known.col(LOAD).equalTo(newest(source, reportingDate)));
    }

    private static String newest(Source source, LocalDate reportingDate) {
        return Loads.upTo(Path.of(source.path()), reportingDate).stream()
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .toString();
    }
}
