package io.mittari.warehouse;

import io.mittari.model.Failure;
import java.util.concurrent.Callable;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.schema.DeltaInvariantViolationException;

/** What went wrong while a table was read or written, in words for whoever runs the job. */
final class Writing {
    private Writing() {}

    /** Does the work; what it throws becomes a {@link Failure}. */
    static <T> T of(PublishedTable table, String folder, Callable<T> work) {
        try {
            return work.call();
        } catch (Failure | IllegalArgumentException exception) {
            throw exception;
        } catch (DeltaConcurrentModificationException exception) {
            throw byAnother(table, exception);
        } catch (Exception exception) { // Scala does not declare what it throws
            throw failure(table, folder, exception);
        }
    }

    /** Somebody else has written the table since it was opened. */
    static Failure byAnother(PublishedTable table, Exception cause) {
        return Failure.locked(
                ("Cannot publish %s: another program wrote the table during the run. Let only one program"
                                + " write the warehouse, and run again.")
                        .formatted(table.name()),
                cause);
    }

    private static Failure failure(PublishedTable table, String folder, Exception exception) {
        Throwable cause = exception;
        while (cause.getCause() != null && !(cause instanceof DeltaInvariantViolationException)) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (cause instanceof DeltaInvariantViolationException) {
            return Failure.gate("Cannot publish %s: a row breaks a rule of the table. %s Nothing was published."
                    .formatted(table.name(), reason));
        }
        return Failure.error(
                "Cannot write the table %s to %s: %s (%s). Look for a full disk or missing rights. Nothing was published."
                        .formatted(
                                table.name(), folder, reason, cause.getClass().getSimpleName()),
                exception);
    }
}
