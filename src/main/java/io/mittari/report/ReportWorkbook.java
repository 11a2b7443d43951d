package io.mittari.report;

import static org.apache.spark.sql.functions.col;

import io.mittari.measures.Measure;
import io.mittari.model.Grain;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The report as a workbook: the KPIs of the company with their comparisons, a sheet per grain with every measure and KPI
 * of the periods, the stages, and the definitions. Numbers are numbers, and text is text, whatever it begins with. Rows
 * are streamed, so that a sheet may be larger than the memory.
 */
final class ReportWorkbook {
    /** Rows that are kept in memory, of all that a sheet has. */
    private static final int WINDOW = 200;

    private static final List<String> COMPARISONS =
            List.of("value", "previous_value", "change", "change_rate", "year_ago_value", "target", "benchmark");

    private static final List<String> STAGE_COLUMNS = List.of(
            "entered",
            "stays_ended",
            "average_days",
            "median_days",
            "p90_days",
            "moved_on",
            "lost",
            "moved_on_share",
            "bottleneck_rank");

    private final ReportTables tables;
    private final String currency;
    private final Language language;
    private final Map<String, String> texts;
    private final Map<String, ReportKpi> kpis;

    /** @param currency the currency of all money, three upper-case letters */
    ReportWorkbook(ReportTables tables, String currency, Language language) {
        this.tables = tables;
        this.currency = currency;
        this.language = language;
        this.texts = language.texts();
        this.kpis = tables.kpis().stream().collect(Collectors.toMap(ReportKpi::name, kpi -> kpi));
    }

    void write(OutputStream out) throws IOException {
        try (SXSSFWorkbook workbook = new SXSSFWorkbook(WINDOW)) {
            CellStyles styles = new CellStyles(workbook);
            addScorecard(workbook, styles);
            tables.closed().ifPresent(closed -> addClose(workbook, styles, new ClosePack(closed)));
            Arrays.stream(Grain.values()).forEach(grain -> addGrain(workbook, styles, grain));
            addStages(workbook, styles);
            addDefinitions(workbook, styles);
            workbook.write(out);
        }
    }

    private void addScorecard(SXSSFWorkbook workbook, CellStyles styles) {
        List<String> columns = new ArrayList<>(List.of("kpi"));
        columns.addAll(COMPARISONS);
        columns.addAll(List.of("status", "target_status", "unit", "formula"));
        SXSSFSheet sheet = workbook.createSheet(texts.get("sheet.scorecard"));
        String state = tables.period().isComplete() ? "" : " (" + texts.get("running") + ")";
        SXSSFRow title = sheet.createRow(0);
        text(title.createCell(0), tables.period().name() + state, styles.heading());
        text(
                title.createCell(1),
                "%s %s, %s".formatted(texts.get("as_of"), tables.asOf(), tables.runId()),
                styles.note());
        SXSSFRow header = sheet.createRow(1);
        for (int i = 0; i < columns.size(); i++) {
            text(header.createCell(i), texts.get("column." + columns.get(i)), styles.header());
        }
        Map<String, Row> values = tables.values(Grain.COMPANY).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getAs("kpi"), row -> row));
        for (ReportKpi kpi : tables.kpis()) {
            SXSSFRow line = sheet.createRow(sheet.getLastRowNum() + 1);
            Row row = values.get(kpi.name());
            for (int i = 0; i < columns.size(); i++) {
                Cell cell = line.createCell(i);
                switch (columns.get(i)) {
                    case "kpi" -> text(cell, kpi.label(language), styles.text());
                    case "unit" -> text(cell, unit(kpi.unit()), styles.text());
                    case "formula" -> text(cell, kpi.formula(), styles.text());
                    case "status" -> text(cell, texts.get("status." + row.getAs("status")), styles.text());
                    case "target_status" -> {
                        String status = row.getAs("target_status");
                        text(cell, status == null ? null : texts.get("target." + status), styles.text());
                    }
                    case "change_rate" -> value(cell, row.getAs("change_rate"), styles.number("ratio"));
                    default -> value(cell, row.<Object>getAs(columns.get(i)), styles.number(format(kpi)));
                }
            }
        }
        finish(sheet, 2, 1, columns.size());
        sheet.setColumnWidth(0, 38 * 256);
        sheet.setColumnWidth(columns.size() - 1, 60 * 256);
    }

    /** What a close says of itself, a sheet a part; the facts stand above the signatures. */
    private void addClose(SXSSFWorkbook workbook, CellStyles styles, ClosePack pack) {
        for (ClosePack.Part part : pack.parts()) {
            SXSSFSheet sheet = workbook.createSheet(texts.get("close." + part.name()));
            List<String> columns = List.of(part.rows().columns());
            SXSSFRow header = sheet.createRow(0);
            for (int i = 0; i < columns.size(); i++) {
                text(header.createCell(i), heading(columns.get(i)), styles.header());
            }
            Iterator<Row> rows = part.rows().toLocalIterator();
            while (rows.hasNext()) {
                Row row = rows.next();
                SXSSFRow line = sheet.createRow(sheet.getLastRowNum() + 1);
                for (int i = 0; i < columns.size(); i++) {
                    if (row.get(i) instanceof Number number) {
                        value(line.createCell(i), number, styles.number(closeFormat(columns.get(i))));
                    } else if (!row.isNullAt(i)) {
                        text(line.createCell(i), row.get(i).toString(), styles.text());
                    }
                }
            }
            finish(sheet, 1, 1, columns.size());
            if (part.name().equals("signatures")) {
                pack.facts().forEach((name, fact) -> {
                    SXSSFRow line = sheet.createRow(sheet.getLastRowNum() + 1);
                    text(line.createCell(0), heading(name), styles.note());
                    text(line.createCell(1), fact, styles.text());
                });
                if (!pack.isKnownToRun()) {
                    text(
                            sheet.createRow(sheet.getLastRowNum() + 1).createCell(0),
                            texts.get("close.unknown"),
                            styles.note());
                }
            }
        }
    }

    private String heading(String column) {
        return texts.getOrDefault("column." + column, texts.get("measure." + column));
    }

    private static String closeFormat(String column) {
        return switch (column) {
            case "rows", "won_deals", "invoice_lines" -> "count";
            case "bookings", "revenue" -> "money";
            default -> "units";
        };
    }

    /** A grain's wide table: above each column how it is computed, its label, then a row per period and member. */
    private void addGrain(SXSSFWorkbook workbook, CellStyles styles, Grain grain) {
        List<String> members = memberColumns(grain);
        List<String> leading = Stream.of(List.of("period"), members, List.of("period_start", "period_end", "complete"))
                .flatMap(List::stream)
                .toList();
        SXSSFSheet sheet = workbook.createSheet(texts.get("sheet." + grain.grainName()));
        SXSSFRow formulas = sheet.createRow(0);
        SXSSFRow header = sheet.createRow(1);
        text(formulas.createCell(0), texts.get("column.formula"), styles.note());
        int place = 0;
        for (String column : leading) {
            text(header.createCell(place++), texts.get("column." + column), styles.header());
        }
        for (String figure : tables.figures()) {
            text(
                    formulas.createCell(place),
                    kpis.containsKey(figure) ? kpis.get(figure).formula() : figure,
                    styles.note());
            text(header.createCell(place++), label(figure), styles.header());
        }
        Column[] order = Stream.concat(Stream.of("period_start"), grain.keys().stream())
                .map(name -> col(name))
                .toArray(Column[]::new);
        addRows(sheet, styles, tables.wide(grain).orderBy(order), leading, tables.figures());
        finish(sheet, 2, 1 + members.size(), leading.size() + tables.figures().size());
    }

    private void addStages(SXSSFWorkbook workbook, CellStyles styles) {
        List<String> leading = List.of("grain", "segment", "team", "rep_id", "stage");
        SXSSFSheet sheet = workbook.createSheet(texts.get("sheet.stages"));
        SXSSFRow header = sheet.createRow(0);
        int place = 0;
        for (String column :
                Stream.concat(leading.stream(), STAGE_COLUMNS.stream()).toList()) {
            text(header.createCell(place++), texts.get("column." + column), styles.header());
        }
        Column[] order = {col("grain"), col("segment"), col("team"), col("rep_id"), col("bottleneck_rank"), col("stage")
        };
        addRows(sheet, styles, tables.stages().orderBy(order), leading, STAGE_COLUMNS);
        finish(sheet, 1, leading.size(), leading.size() + STAGE_COLUMNS.size());
    }

    private void addDefinitions(SXSSFWorkbook workbook, CellStyles styles) {
        List<String> columns = List.of("kpi", "name", "formula", "unit", "better", "description", "inputs");
        SXSSFSheet sheet = workbook.createSheet(texts.get("sheet.definitions"));
        SXSSFRow header = sheet.createRow(0);
        for (int i = 0; i < columns.size(); i++) {
            text(header.createCell(i), texts.get("column." + columns.get(i)), styles.header());
        }
        for (ReportKpi kpi : tables.kpis()) {
            SXSSFRow line = sheet.createRow(sheet.getLastRowNum() + 1);
            List<String> cells = List.of(
                    kpi.label(language),
                    kpi.name(),
                    kpi.formula(),
                    unit(kpi.unit()),
                    texts.get("better." + kpi.better()),
                    kpi.description(language),
                    String.join(", ", kpi.inputs()));
            for (int i = 0; i < cells.size(); i++) {
                text(line.createCell(i), cells.get(i), styles.wrapped());
            }
        }
        finish(sheet, 1, 1, columns.size());
        int[] widths = {38, 28, 48, 16, 12, 80, 48};
        for (int i = 0; i < widths.length; i++) {
            sheet.setColumnWidth(i, widths[i] * 256);
        }
    }

    private void addRows(
            SXSSFSheet sheet, CellStyles styles, Dataset<Row> rows, List<String> leading, List<String> figures) {
        List<String> formats = figures.stream().map(this::format).toList();
        Iterator<Row> iterator = rows.toLocalIterator();
        while (iterator.hasNext()) {
            Row row = iterator.next();
            SXSSFRow line = sheet.createRow(sheet.getLastRowNum() + 1);
            int place = 0;
            for (String column : leading) {
                leading(line.createCell(place++), column, row.getAs(column), styles);
            }
            for (int i = 0; i < figures.size(); i++) {
                value(line.createCell(place++), row.<Object>getAs(figures.get(i)), styles.number(formats.get(i)));
            }
        }
    }

    private void leading(Cell cell, String column, Object value, CellStyles styles) {
        if (value instanceof Date date) {
            cell.setCellValue(date.toLocalDate());
            cell.setCellStyle(styles.date());
        } else if (value instanceof Boolean isComplete) {
            text(cell, texts.get(isComplete ? "complete" : "running"), styles.text());
        } else if (column.equals("grain")) {
            text(cell, texts.get("sheet." + value), styles.text());
        } else {
            text(cell, (String) value, styles.text());
        }
    }

    private static void value(Cell cell, Object value, CellStyle style) {
        if (value instanceof BigDecimal number) {
            cell.setCellValue(number.doubleValue());
        } else if (value instanceof Number number) {
            cell.setCellValue(number.doubleValue());
        }
        cell.setCellStyle(style);
    }

    private static void text(Cell cell, String value, CellStyles.Text style) {
        if (value != null) {
            cell.setCellValue(value);
            cell.setCellStyle(style.of(value));
        }
    }

    private static List<String> memberColumns(Grain grain) {
        return grain.keys().stream()
                .flatMap(key -> key.equals("rep_id") ? Stream.of(key, "rep_name", "team") : Stream.of(key))
                .toList();
    }

    private static void finish(SXSSFSheet sheet, int rows, int columns, int width) {
        sheet.createFreezePane(columns, rows);
        sheet.setAutoFilter(new CellRangeAddress(rows - 1, Math.max(rows - 1, sheet.getLastRowNum()), 0, width - 1));
        sheet.setDefaultColumnWidth(18);
        sheet.getPrintSetup().setLandscape(true);
        sheet.setRepeatingRows(new CellRangeAddress(0, rows - 1, -1, -1));
    }

    private String label(String figure) {
        ReportKpi kpi = kpis.get(figure);
        String label = kpi == null ? texts.get("measure." + figure) : kpi.label(language);
        String unit = kpi == null ? Measure.named(figure).orElseThrow().unit().unitName() : kpi.unit();
        return unit.equals("ratio") || unit.equals("count") ? label : "%s (%s)".formatted(label, unit(unit));
    }

    private String unit(String unit) {
        return texts.get("unit." + unit.replace(' ', '_')).replace("{currency}", currency);
    }

    private String format(String figure) {
        if (kpis.containsKey(figure)) {
            return format(kpis.get(figure));
        }
        return Measure.named(figure).map(measure -> measure.unit().unitName()).orElseGet(() -> stageFormat(figure));
    }

    private static String format(ReportKpi kpi) {
        return Area.isMultiple(kpi.name()) ? "multiple" : kpi.unit();
    }

    private static String stageFormat(String column) {
        if (column.endsWith("_days")) {
            return "days";
        }
        return column.endsWith("_share") ? "ratio" : "count";
    }
}
