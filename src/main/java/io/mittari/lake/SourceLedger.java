package io.mittari.lake;

import io.mittari.model.Entity;
import java.util.List;
import java.util.Optional;

/**
 * What a run has read of one source, so that the next one knows what is new.
 *
 * @param entity the source's entity
 * @param loads the loads that figures rest on, oldest first
 * @param versions what the versions of the rows are: number or instant; empty where there are none
 * @param hasCurrency whether any load has a currency column
 * @param disordered used rows whose dates are in an impossible order that rejects nothing
 * @param overlapping quotas that overlap others
 */
public record SourceLedger(
        Entity entity,
        List<LoadLedger> loads,
        Optional<String> versions,
        boolean hasCurrency,
        long disordered,
        long overlapping) {
    /**
     * What was read of one load.
     *
     * @param counts what became of its rows when it was read
     * @param files its files, each with its size and the time when it was written
     * @param currenciesWithoutRate currencies of its rows that are rejected for want of a rate, sorted
     */
    public record LoadLedger(SourceLoad counts, List<String> files, List<String> currenciesWithoutRate) {}

    /** How many rows its loads have. */
    public long rows() {
        return loads.stream().mapToLong(load -> load.counts().rowsRead()).sum();
    }

    /** How a file is known: by its name, its size and the time when it was written. */
    static List<String> files(Load load) {
        return load.files().stream()
                .map(file -> "%s %d %d".formatted(file.name(), file.length(), file.modified()))
                .toList();
    }

    /**
     * The names of the loads that are new; empty where any load that was read is gone or has other files, or where the
     * format does not tell its files, so that all has to be read again.
     */
    Optional<List<String>> newLoads(List<Load> found) {
        boolean isKept = loads.stream()
                .allMatch(known -> !known.files().isEmpty()
                        && found.stream()
                                .anyMatch(load ->
                                        load.name().equals(known.counts().load())
                                                && files(load).equals(known.files())));
        return isKept
                ? Optional.of(found.stream()
                        .map(Load::name)
                        .filter(name -> !isKnown(name))
                        .toList())
                : Optional.empty();
    }

    private boolean isKnown(String load) {
        return loads.stream().anyMatch(known -> known.counts().load().equals(load));
    }
}
