package io.mittari.kpis;

import java.io.Serializable;
import io.mittari.measures.Measure;
import io.mittari.settings.KpiDefinition;
import java.util.Set;

/**
 * A KPI of the catalog, ready to be computed.
 *
 * @param definition what the catalog says
 * @param numerator the formula above the line
 * @param denominator the formula below the line; null where the KPI is no ratio by itself
 * @param inputs all measures that it rests on, also through other KPIs
 */
record Kpi(KpiDefinition definition, Formula numerator, Formula denominator, Set<Measure> inputs)
        implements Serializable {
    String name() {
        return definition.name();
    }

    /** Whether the KPI is the measure of the same name. */
    boolean isMeasure() {
        return Measure.named(name()).isPresent();
    }

    /** Whether numerator and denominator are worth publishing: the KPI is a fraction by itself or by its parts. */
    boolean isRatio() {
        return denominator != null || !(numerator instanceof Formula.Name name)
                || Measure.named(name.name()).isEmpty();
    }

    /** Whether the KPI means something per channel. */
    boolean hasChannel() {
        return inputs.stream().noneMatch(Measure::isWithoutChannel);
    }

    /** The formula for people. */
    String formula() {
        return definition.denominator()
                .map(below -> grouped(definition.numerator()) + " / " + grouped(below))
                .orElse(definition.numerator());
    }

    private static String grouped(String expression) {
        return expression.matches("\\w+|\\w+\\([^()]*\\)") ? expression : "(" + expression + ")";
    }
}
