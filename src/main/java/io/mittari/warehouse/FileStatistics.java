package io.mittari.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.delta.actions.AddFile;

/** What the log knows about the rows of a file: a statement that it cannot make is an empty one. */
final class FileStatistics {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode statistics;

    private FileStatistics(JsonNode statistics) {
        this.statistics = statistics;
    }

    static FileStatistics of(AddFile file) {
        try {
            return new FileStatistics(JSON.readTree(file.stats() == null ? "{}" : file.stats()));
        } catch (JsonProcessingException exception) {
            throw new IllegalStateException("Cannot read the statistics of " + file.path(), exception);
        }
    }

    /** Number of rows. */
    Optional<Long> rows() {
        return Optional.ofNullable(statistics.get("numRecords")).map(JsonNode::asLong);
    }

    /** The first day in a column of dates. */
    Optional<LocalDate> firstDay(String column) {
        return minimum(column).map(LocalDate::parse);
    }

    /** The last day in a column of dates. */
    Optional<LocalDate> lastDay(String column) {
        return maximum(column).map(LocalDate::parse);
    }

    /** A text that no value of a column of texts comes before, byte by byte. */
    Optional<String> minimum(String column) {
        return value("minValues", column);
    }

    /** A text that no value of a column of texts comes after, byte by byte. */
    Optional<String> maximum(String column) {
        return value("maxValues", column);
    }

    private Optional<String> value(String bound, String column) {
        return Optional.of(statistics.path(bound).path(column))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }
}
