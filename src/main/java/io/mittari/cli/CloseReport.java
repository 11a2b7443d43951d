package io.mittari.cli;

import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseEvent;
import io.mittari.warehouse.ClosedPeriod;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells of closes. */
record CloseReport(PrintWriter out) {
    /** A period that was just closed. */
    void printClosed(CloseEvent event) {
        Close close = event.close();
        TextTable table = new TextTable(List.of("table", "rows", "checksum"), 1);
        close.digests()
                .forEach((name, digest) ->
                        table.add(List.of(name, String.format(Locale.ROOT, "%,d", digest.rows()), digest.checksum())));
        out.println(table);
        printSigned("Closed", event);
        if (close.needsApproval()) {
            out.printf("It takes effect once it is approved: mittari approve %s --by NAME%n", close.period());
        }
    }

    /** Something that was just signed. */
    void printSigned(String what, CloseEvent event) {
        out.printf(
                "%s %s, version %d, signed by %s: figures as of %s, run %s.%n",
                what,
                event.close().period(),
                event.close().version(),
                event.by(),
                event.close().run().reportingDate(),
                event.close().run().runId());
        out.printf("Entry %d of closes, checksum %s%n", event.entry(), event.checksum());
    }

    /** Every close. */
    void printAll(List<ClosedPeriod> closes) {
        TextTable table = new TextTable(
                List.of("period", "version", "state", "closed by", "approved by", "reopened by", "as of", "reason"), 8);
        closes.forEach(close -> table.add(List.of(
                close.close().period(),
                Integer.toString(close.close().version()),
                close.state().words(),
                signature(Optional.of(close.closed())),
                signature(close.approved()),
                signature(close.reopened()),
                close.close().run().reportingDate().toString(),
                close.reopened()
                        .or(close::approved)
                        .or(() -> Optional.of(close.closed()))
                        .flatMap(CloseEvent::note)
                        .orElse(""))));
        out.print(table);
    }

    private static String signature(Optional<CloseEvent> event) {
        return event.map(signed ->
                        "%s %s".formatted(signed.by(), signed.at().toString().substring(0, 10)))
                .orElse("");
    }
}
