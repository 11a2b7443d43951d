package io.mittari.warehouse;

import io.mittari.warehouse.CloseEvent.Action;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Entries about closes as rows of {@link CloseTables#CLOSES}. */
final class CloseRows {
    private CloseRows() {}

    static Row row(CloseEvent event) {
        Close close = event.close();
        Map<String, Long> counts = new TreeMap<>();
        Map<String, String> checksums = new TreeMap<>();
        close.digests().forEach((table, digest) -> {
            counts.put(table, digest.rows());
            checksums.put(table, digest.checksum());
        });
        return RowFactory.create(
                event.entry(),
                close.periodType(),
                close.period(),
                Date.valueOf(close.start()),
                Date.valueOf(close.end()),
                close.version(),
                event.action().actionName(),
                event.by(),
                Timestamp.from(event.at()),
                event.note().orElse(null),
                close.closeId(),
                close.needsApproval(),
                close.run().runId(),
                Date.valueOf(close.run().reportingDate()),
                close.run().codeVersion(),
                close.run().configurationFingerprint(),
                counts,
                checksums,
                event.checksum());
    }

    static CloseEvent event(Row row) {
        Map<String, Long> counts = row.getJavaMap(row.fieldIndex("row_counts"));
        Map<String, String> checksums = row.getJavaMap(row.fieldIndex("checksums"));
        Map<String, TableDigest> digests = new TreeMap<>();
        checksums.forEach(
                (table, checksum) -> digests.put(table, new TableDigest(counts.getOrDefault(table, -1L), checksum)));
        Close close = new Close(
                row.getAs(CloseTables.CLOSE_ID),
                row.getAs("period_type"),
                row.getAs("period"),
                row.<Date>getAs("period_start").toLocalDate(),
                row.<Date>getAs("period_end").toLocalDate(),
                row.getAs("close_version"),
                row.getAs("needs_approval"),
                new Close.FrozenRun(
                        row.getAs("run_id"),
                        row.<Date>getAs("reporting_date").toLocalDate(),
                        row.getAs("code_version"),
                        row.getAs("configuration_fingerprint")),
                digests);
        return new CloseEvent(
                row.getAs("entry"),
                close,
                Action.valueOf(row.<String>getAs("action").toUpperCase(Locale.ROOT)),
                row.getAs("signed_by"),
                row.<Timestamp>getAs("signed_at").toInstant(),
                Optional.ofNullable(row.getAs("note")),
                row.getAs("entry_checksum"));
    }
}
