package io.mittari.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.spark.sql.Row;

/** Figures for a spreadsheet: a line a value, exact numbers, and no text that a spreadsheet would take for a formula. */
record FiguresCsv(ShownFigures figures) {
    static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    private static final String FORMULA_BEGINNINGS = "=+-@\t\r";

    void print(PrintWriter out) {
        try (CSVPrinter printer = new CSVPrinter(out, FORMAT)) {
            printer.printRecord(figures.columns());
            for (Row row : figures.rows()) {
                printer.printRecord(cells(row));
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static List<String> cells(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(row::get)
                .map(FiguresCsv::cell)
                .toList();
    }

    /** A text with an apostrophe before what would begin a formula; a number stays one. */
    static String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        String text = value.toString();
        boolean isFormula =
                value instanceof String && !text.isEmpty() && FORMULA_BEGINNINGS.indexOf(text.charAt(0)) >= 0;
        return isFormula ? "'" + text : text;
    }
}
