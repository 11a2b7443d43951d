package io.mittari.report;

import java.util.HashMap;
import java.util.Map;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.usermodel.Workbook;

/** The looks of a workbook's cells, each made once: a workbook has room for some thousands only. */
final class CellStyles {
    /** A look of texts: one for plain texts, and one for those that a spreadsheet could take for a formula. */
    record Text(CellStyle plain, CellStyle quoted) {
        /** The look of that text. */
        CellStyle of(String text) {
            return text.matches("(?s)[=+\\-@\\t\\r].*") ? quoted : plain;
        }
    }

    private final Workbook workbook;
    private final Text text;
    private final Text wrapped;
    private final Text header;
    private final Text heading;
    private final Text note;
    private final CellStyle date;
    private final Map<String, CellStyle> numbers = new HashMap<>();

    CellStyles(Workbook workbook) {
        this.workbook = workbook;
        text = text(workbook.createCellStyle());
        wrapped = text(wrapping());
        header = text(headerStyle());
        heading = text(withFont(bold(14)));
        note = text(noteStyle());
        date = workbook.createCellStyle();
        date.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd"));
    }

    Text text() {
        return text;
    }

    Text wrapped() {
        return wrapped;
    }

    Text header() {
        return header;
    }

    Text heading() {
        return heading;
    }

    Text note() {
        return note;
    }

    CellStyle date() {
        return date;
    }

    /** The look of numbers in that unit; {@code multiple} is a ratio that is told as a multiple. */
    CellStyle number(String unit) {
        return numbers.computeIfAbsent(unit, name -> {
            CellStyle style = workbook.createCellStyle();
            style.setDataFormat(workbook.createDataFormat().getFormat(format(name)));
            return style;
        });
    }

    private static String format(String unit) {
        return switch (unit) {
            case "ratio" -> "0.0%";
            case "multiple" -> "0.00\"×\"";
            case "count" -> "#,##0";
            case "days", "years" -> "#,##0.0";
            default -> "#,##0.00";
        };
    }

    private Text text(CellStyle plain) {
        CellStyle quoted = workbook.createCellStyle();
        quoted.cloneStyleFrom(plain);
        quoted.setQuotePrefixed(true);
        return new Text(plain, quoted);
    }

    private CellStyle wrapping() {
        CellStyle style = workbook.createCellStyle();
        style.setWrapText(true);
        style.setVerticalAlignment(VerticalAlignment.TOP);
        return style;
    }

    private CellStyle headerStyle() {
        CellStyle style = withFont(bold(11));
        style.setWrapText(true);
        style.setVerticalAlignment(VerticalAlignment.BOTTOM);
        style.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
        style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        return style;
    }

    private CellStyle noteStyle() {
        Font font = workbook.createFont();
        font.setItalic(true);
        font.setFontHeightInPoints((short) 9);
        font.setColor(IndexedColors.GREY_50_PERCENT.getIndex());
        CellStyle style = withFont(font);
        style.setWrapText(true);
        style.setVerticalAlignment(VerticalAlignment.TOP);
        return style;
    }

    private CellStyle withFont(Font font) {
        CellStyle style = workbook.createCellStyle();
        style.setFont(font);
        return style;
    }

    private Font bold(int points) {
        Font font = workbook.createFont();
        font.setBold(true);
        font.setFontHeightInPoints((short) points);
        return font;
    }
}
