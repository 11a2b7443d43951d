package io.mittari.warehouse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An entry of {@code closes}: somebody has closed, approved or reopened a period.
 *
 * @param entry its number, from 1
 * @param close what it is about
 * @param action what was done
 * @param by who did it
 * @param at when, in microseconds
 * @param note what the signer says, if anything
 * @param checksum checksum of this entry and the one before it, as the table has it
 */
public record CloseEvent(
        long entry, Close close, Action action, String by, Instant at, Optional<String> note, String checksum) {
    /** What can be done with a period. */
    public enum Action {
        CLOSE,
        APPROVE,
        REOPEN;

        /** The name in the table. */
        public String actionName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the first entry has in place of the checksum of the one before it. */
    static final String BEFORE_THE_FIRST = "";

    /** The entry with the checksum that belongs to it. */
    CloseEvent sealed(String checksumBefore) {
        return new CloseEvent(entry, close, action, by, at, note, checksum(checksumBefore));
    }

    /**
     * SHA-256 over the checksum of the entry before it and the columns of this one, in the order of the table, as the
     * text of a frozen row; an instant as ISO 8601 in UTC, a map as its sorted {@code key=value}, joined by commas.
     */
    String checksum(String checksumBefore) {
        Map<String, TableDigest> digests = new TreeMap<>(close.digests());
        String text = Stream.of(
                        checksumBefore,
                        entry,
                        close.periodType(),
                        close.period(),
                        close.start(),
                        close.end(),
                        close.version(),
                        action.actionName(),
                        by,
                        at,
                        note.orElse(null),
                        close.closeId(),
                        close.needsApproval(),
                        close.run().runId(),
                        close.run().reportingDate(),
                        close.run().codeVersion(),
                        close.run().configurationFingerprint(),
                        map(digests, digest -> Long.toString(digest.rows())),
                        map(digests, TableDigest::checksum))
                .map(CloseEvent::text)
                .collect(Collectors.joining("|"));
        return sha256(text);
    }

    private static String map(Map<String, TableDigest> digests, Function<TableDigest, String> value) {
        return digests.entrySet().stream()
                .map(digest -> digest.getKey() + "=" + value.apply(digest.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String text(Object value) {
        if (value == null) {
            return "-";
        }
        String text = value.toString();
        return text.codePointCount(0, text.length()) + ":" + text;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("Every Java platform has SHA-256", exception);
        }
    }
}
