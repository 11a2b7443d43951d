package io.mittari.lake;

import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;

/** Says in a user's words why reading a source stopped, from what Spark threw. */
final class ReadFailures {
    private ReadFailures() {}

    /** The failure behind an exception of the first action on a source's rows; what is nobody's fault stays as it is. */
    static RuntimeException explained(Source source, Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure;
            }
            if (cause instanceof IOException) {
                return Failure.input(
                        "Cannot read source %s below %s: %s; deliver the files again"
                                .formatted(source.name(), source.path(), cause.getMessage()),
                        thrown);
            }
            if (cause instanceof SparkThrowable raised && "USER_RAISED_EXCEPTION".equals(raised.getCondition())) {
                return Failure.usage(
                        "Cannot read source %s: %s (%s)"
                                .formatted(
                                        source.name(),
                                        raised.getMessageParameters().get("errorMessage"),
                                        source.origin()),
                        thrown);
            }
            if (cause instanceof SparkThrowable spark
                    && !(cause instanceof SparkException)
                    && spark.getCondition() != null) {
                return Failure.usage(
                        "An expression of source %s fails on a value: %s Use try_cast or a case in the mapping (%s, %s)"
                                .formatted(source.name(), firstLine(cause), source.key("columns"), source.origin()),
                        thrown);
            }
        }
        return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
