package io.mittari.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.apache.spark.sql.Row;

/**
 * A published KPI, as the data dictionary tells of it.
 *
 * @param name its name in the tables
 * @param label what people call it
 * @param unit the unit of its values
 * @param isHigherBetter whether high values are good
 * @param isCore whether a team watches it first
 */
record ShownKpi(String name, String label, String unit, boolean isHigherBetter, boolean isCore) {
    /** What is shown where there is no value. */
    private static final String NOTHING = "-";

    static ShownKpi of(Row row) {
        return new ShownKpi(
                row.getAs("kpi"),
                row.getAs("label"),
                row.getAs("unit"),
                row.getAs("better").equals("higher"),
                row.getAs("core"));
    }

    /** The label with the unit, where the values do not say it. */
    String header(String currency) {
        return switch (unit) {
            case "ratio", "count" -> label;
            default ->
                "%s (%s)".formatted(label, unit.replace("money", currency).replace(" per ", "/"));
        };
    }

    /** A value as a person reads it: rounded, with its thousands apart, a ratio in percent. */
    String text(BigDecimal value) {
        if (value == null) {
            return NOTHING;
        }
        return switch (unit) {
            case "ratio" -> rounded(value.movePointRight(2), 1) + " %";
            case "days", "years" -> rounded(value, 1);
            default -> rounded(value, 0);
        };
    }

    /** A target as a person reads it; empty where none is set. */
    String target(BigDecimal target) {
        return target == null ? "" : (isHigherBetter ? ">= " : "<= ") + text(target);
    }

    private static String rounded(BigDecimal value, int decimals) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(decimals);
        return format.format(value.setScale(decimals, RoundingMode.HALF_UP));
    }
}
