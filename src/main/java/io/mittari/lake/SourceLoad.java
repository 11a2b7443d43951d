package io.mittari.lake;

import io.mittari.model.Entity;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of one load's rows, a row of {@code source_loads}:
 * {@code read = used + superseded + deleted + filtered + rejected}.
 *
 * @param source the entity that the load belongs to
 * @param load the folder's dt as it stands, or {@code all}
 * @param newestEvent newest event date of the used rows, where the entity has events
 */
public record SourceLoad(
        Entity source,
        String load,
        long rowsRead,
        long rowsUsed,
        long rowsSuperseded,
        long rowsDeleted,
        long rowsFiltered,
        long rowsRejected,
        Optional<LocalDate> newestEvent) {
    /** With some more used rows; {@code more} may be null. */
    SourceLoad plusUsed(ProvenRows.Used more, ZoneId businessZone) {
        if (more == null) {
            return this;
        }
        Optional<LocalDate> theirs =
                Optional.ofNullable(more.newestEvent()).map(event -> Account.day(event, businessZone));
        return new SourceLoad(
                source,
                load,
                rowsRead + more.rows(),
                rowsUsed + more.rows(),
                rowsSuperseded,
                rowsDeleted,
                rowsFiltered,
                rowsRejected,
                Stream.concat(newestEvent.stream(), theirs.stream()).max(Comparator.naturalOrder()));
    }
}
