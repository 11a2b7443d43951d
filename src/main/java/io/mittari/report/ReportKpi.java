package io.mittari.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
    private static final Config BUILT_IN = ConfigFactory.parseResources("kpis.conf");

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

    /** The label in that language. */
    String label(Language language) {
        return switch (language) {
            case EN -> label;
            case FI -> labelFi;
        };
    }

    /** Whether the description can be had in that language: English always, others where it is the built-in one. */
    boolean isDescribedIn(Language language) {
        return language == Language.EN
                || isBuiltInDescription() && language.texts().containsKey(translation());
    }

    /** The description in that language, or else in the catalog's. */
    String description(Language language) {
        return language != Language.EN && isDescribedIn(language)
                ? language.texts().get(translation())
                : description;
    }

    /** A deployment that gives a KPI another meaning describes it in its own words, which nobody has translated. */
    private boolean isBuiltInDescription() {
        return BUILT_IN.hasPath(name) && description.equals(BUILT_IN.getString(name + ".description"));
    }

    private String translation() {
        return "description." + name;
    }
}
