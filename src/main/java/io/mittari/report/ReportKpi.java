package io.mittari.report;

import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A KPI as the data dictionary defines it.
 *
 * @param name its name in the tables
 * @param label what people call it in English
 * @param labelFi what people call it in Finnish
 * @param description what it says, and what a reader could mistake
 * @param formula over measures and other KPIs
 * @param unit the unit of its values
 * @param better {@code higher} or {@code lower}
 * @param isCore whether a team watches it first
 * @param inputs the measures and KPIs in the formula
 */
record ReportKpi(
        String name,
        String label,
        String labelFi,
        String description,
        String formula,
        String unit,
        String better,
        boolean isCore,
        List<String> inputs) {
    static ReportKpi of(Row row) {
        return new ReportKpi(
                row.getAs("kpi"),
                row.getAs("label"),
                row.getAs("label_fi"),
                row.getAs("description"),
                row.getAs("formula"),
                row.getAs("unit"),
                row.getAs("better"),
                row.getAs("core"),
                row.getList(row.fieldIndex("inputs")));
    }

    String label(Language language) {
        return switch (language) {
            case EN -> label;
            case FI -> labelFi;
        };
    }
}
