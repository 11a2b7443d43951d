package io.mittari.report;

import io.mittari.close.ClosedTables;
import io.mittari.model.Failure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of a report.
 *
 * @param page the HTML file
 * @param workbook the Excel file
 */
public record Report(Path page, Path workbook) {

    /**
     * Writes a report. A file appears whole or not at all, and replaces the one of an earlier report on that period, or
     * on that version of its close.
     *
     * @param folder made where it is not there
     * @param currency the currency of all money, three upper-case letters
     * @throws Failure with exit 1 where the folder cannot be written to
     */
    public static Report write(Path folder, ReportTables tables, String currency, Language language) {
        String name = "mittari-" + tables.period().name()
                + tables.closed().map(Report::suffix).orElse("");
        Report report = new Report(folder.resolve(name + ".html"), folder.resolve(name + ".xlsx"));
        try {
            Files.createDirectories(folder);
            write(report.page, out -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                new ReportPage(tables, currency, language).write(writer);
                writer.flush();
            });
            write(report.workbook, out -> new ReportWorkbook(tables, currency, language).write(out));
            return report;
        } catch (IOException exception) {
            throw Failure.error(
                    "Cannot write the report to %s (--out): %s. Give a folder that can be written to"
                            .formatted(folder, exception),
                    exception);
        }
    }

    private static String suffix(ClosedTables closed) {
        return "-closed-v" + closed.closed().close().version();
    }

    @FunctionalInterface
    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private static void write(Path file, Content content) throws IOException {
        // Not a temporary file of Java's, which only its owner may read.
        Path unfinished = file.resolveSibling(".%s.%d.unfinished"
                .formatted(file.getFileName(), ProcessHandle.current().pid()));
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
                content.write(out);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
