package io.mittari.warehouse;

import io.mittari.concurrent.InParallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what the frozen tables have now against what was frozen. */
public final class CloseVerification {
    private final Closes closes;
    private final CloseLog log;

    /** Of the closes of a warehouse. */
    public CloseVerification(Closes closes) {
        this.closes = closes;
        this.log = closes.log();
    }

    /**
     * What was found.
     *
     * @param checked the closes that were looked at, the oldest first
     * @param faults what differs, in words; empty where everything is as it was frozen
     */
    public record Findings(List<ClosedPeriod> checked, List<String> faults) {}

    /**
     * Reads every frozen row again.
     *
     * @param period the period whose closes are looked at; empty: all
     */
    public Findings of(Optional<String> period) {
        List<ClosedPeriod> checked = log.closes().stream()
                .filter(close -> period.map(close.close().period()::equals).orElse(true))
                .toList();
        List<String> faults = new ArrayList<>(log.faults());
        checked.forEach(close -> faults.addAll(faults(close.close())));
        closes.tables().forEach(table -> faults.addAll(unnamed(table)));
        return new Findings(checked, faults);
    }

    private List<String> faults(Close close) {
        return InParallel.map(List.copyOf(close.digests().entrySet()), frozen -> fault(close, frozen)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> fault(Close close, Map.Entry<String, TableDigest> frozen) {
        String name = "%s version %d: %s".formatted(close.period(), close.version(), frozen.getKey());
        Optional<PublishedTable> table = CloseTables.FROZEN.stream()
                .filter(known -> known.name().equals(frozen.getKey()))
                .findFirst();
        if (table.isEmpty()) {
            return Optional.of(name + " is a table that this version of Mittari does not know");
        }
        TableDigest found;
        try {
            found = TableDigest.of(table.get(), closes.rows(table.get(), close));
        } catch (Exception exception) { // a missing table or file, whatever Spark makes of it
            return Optional.of("%s cannot be read: %s".formatted(name, reason(exception)));
        }
        TableDigest expected = frozen.getValue();
        if (found.equals(expected)) {
            return Optional.empty();
        }
        return Optional.of(
                found.rows() == expected.rows()
                        ? "%s has %d rows as frozen, but not the same: checksum %s, frozen %s"
                                .formatted(name, found.rows(), found.checksum(), expected.checksum())
                        : "%s has %d rows, %d were frozen".formatted(name, found.rows(), expected.rows()));
    }

    private List<String> unnamed(PublishedTable table) {
        try {
            return closes.unnamed(table, log).stream()
                    .map(id -> "%s has rows of close %s, which closes does not name: a close that was stopped left them"
                                    .formatted(table.name(), id)
                            + ", and the next one removes them, or somebody added them")
                    .toList();
        } catch (Exception exception) { // as above
            return List.of("%s cannot be read: %s".formatted(table.name(), reason(exception)));
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
