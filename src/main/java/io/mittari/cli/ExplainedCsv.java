package io.mittari.cli;

import io.mittari.explain.BehindRow;
import io.mittari.explain.ClosedValue;
import io.mittari.explain.ExplainedChange;
import io.mittari.explain.ExplainedMeasure;
import io.mittari.explain.Rejected;
import io.mittari.kpis.Workings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;

/**
 * An explanation for a spreadsheet, a line a number. Its kind says of what: a {@code kpi}, what it would be today where it
 * is {@code closed}, a {@code measure}, a {@code row} behind it, how many were
 * {@code rejected}; with a change also its {@code part}s and {@code member}s.
 */
record ExplainedCsv(Explained explained) {
    static final List<String> COLUMNS = List.of(
            "kind",
            "name",
            "entity",
            "key",
            "day",
            "rep_id",
            "rep_name",
            "team",
            "segment",
            "channel",
            "days",
            "amount",
            "currency",
            "rate",
            "value",
            "note");

    void print(PrintWriter out) {
        try (CSVPrinter printer = new CSVPrinter(out, FiguresCsv.FORMAT)) {
            printer.printRecord(COLUMNS);
            for (Workings.Line line : explained.explanation().lines()) {
                print(printer, "kpi", line.name(), line.value().orElse(null), line.formula() + " = " + line.numbers());
            }
            if (explained.explanation().closed().isPresent()) {
                ClosedValue closed = explained.explanation().closed().get();
                print(
                        printer,
                        "closed",
                        explained.explanation().name(),
                        closed.now().orElse(null),
                        "closed, version %d; the value of today"
                                .formatted(closed.close().version()));
            }
            for (ExplainedMeasure measure : explained.explanation().measures()) {
                print(printer, measure);
            }
            for (Rejected rejected : explained.explanation().rejected()) {
                print(
                        printer,
                        "rejected",
                        rejected.source(),
                        BigDecimal.valueOf(rejected.rows()),
                        "rejected rows of whatever period, which count nowhere");
            }
            if (explained.change().isPresent()) {
                print(printer, explained.change().get());
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private void print(CSVPrinter printer, ExplainedMeasure measure) throws IOException {
        String name = measure.name();
        print(printer, "measure", name, measure.value().orElse(null), measure.rowCount() + " rows");
        Iterator<BehindRow> rows = measure.largest().apply(explained.limit());
        while (rows.hasNext()) {
            BehindRow row = rows.next();
            print(
                    printer,
                    "row",
                    name,
                    row.entity(),
                    row.key(),
                    row.day(),
                    row.repId(),
                    row.repName(),
                    row.team(),
                    row.segment(),
                    row.channel(),
                    row.days(),
                    row.amount(),
                    row.currency(),
                    row.rate(),
                    row.part(),
                    row.note());
        }
    }

    private static void print(CSVPrinter printer, ExplainedChange change) throws IOException {
        for (Workings.Part part : change.parts()) {
            print(
                    printer,
                    "part",
                    part.name(),
                    part.effect(),
                    "from %s to %s"
                            .formatted(
                                    part.before().toPlainString(), part.after().toPlainString()));
        }
        for (ExplainedChange.Member member : change.members()) {
            print(
                    printer,
                    "member",
                    member.kind() + " " + member.member(),
                    member.effect().orElse(null),
                    member.name());
        }
    }

    private static void print(CSVPrinter printer, String kind, String name, BigDecimal value, String note)
            throws IOException {
        print(printer, kind, name, null, null, null, null, null, null, null, null, null, null, null, null, value, note);
    }

    private static void print(CSVPrinter printer, Object... cells) throws IOException {
        printer.printRecord(Arrays.stream(cells).map(FiguresCsv::cell).toList());
    }
}
