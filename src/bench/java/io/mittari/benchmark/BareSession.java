package io.mittari.benchmark;

import io.mittari.cli.SparkSessions;
import io.mittari.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What every job on Spark and Delta pays: a session that writes one small table. */
public final class BareSession {
    private BareSession() {}

    /** Takes the configuration and the table's folder. */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession session =
                SparkSessions.open(SettingsReader.read(Optional.of(Path.of(arguments[0])), Map.of()))) {
            session.range(1_000).write().format("delta").mode("overwrite").save(arguments[1]);
        }
    }
}
