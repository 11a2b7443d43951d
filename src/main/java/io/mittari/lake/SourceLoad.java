package io.mittari.lake;

import io.mittari.model.Entity;
import java.time.LocalDate;
import java.util.Optional;

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
        Optional<LocalDate> newestEvent) {}
