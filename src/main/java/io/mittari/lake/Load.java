package io.mittari.lake;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One delivery of a source.
 *
 * @param name the folder's dt as it stands, or {@link #ALL}
 * @param date the last day it has data of; empty: unknown, so that it is always read
 * @param root the folder it lies in; of a Delta load the table's folder
 * @param files its data files; empty for a Delta load, whose log lists them
 */
record Load(String name, Optional<LocalDate> date, String root, List<LakeFile> files) {
    /** The name of the one load of a source without dt folders. */
    static final String ALL = "all";

    boolean isUpTo(LocalDate reportingDate) {
        return date.isEmpty() || !date.get().isAfter(reportingDate);
    }

    long bytes() {
        return files.stream().mapToLong(LakeFile::length).sum();
    }

    /** Whether it is a partition of the Delta table at its root, not a folder. */
    boolean isPartition() {
        return files.isEmpty() && date.isPresent() && !root.endsWith("/dt=" + name);
    }
}
