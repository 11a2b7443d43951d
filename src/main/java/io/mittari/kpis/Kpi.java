package io.mittari.kpis;

import io.mittari.measures.Measure;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * A KPI of the catalog, ready to be computed.
 *
 * @param name its name in the catalog
 * @param numerator the formula above the line
 * @param denominator the formula below the line; null where the KPI is no ratio by itself
 * @param inputs all measures that it rests on, also through other KPIs
 */
record Kpi(String name, Formula numerator, Formula denominator, Set<Measure> inputs) implements Serializable {
    /** Whether the KPI is the measure of the same name. */
    boolean isMeasure() {
        return Measure.named(name).isPresent();
    }

    /** Whether numerator and denominator are worth publishing: the KPI is a fraction by itself or by its parts. */
    boolean isRatio() {
        return denominator != null
                || !(numerator instanceof Formula.Name figure)
                || Measure.named(figure.name()).isEmpty();
    }

    /**
     * The KPI's exact value; null where it has none.
     *
     * @param figures the value of a name in its formulas; null where it has none
     */
    Fraction evaluate(Function<String, Fraction> figures) {
        Fraction above = numerator.evaluate(figures);
        if (above == null || denominator == null) {
            return above;
        }
        Fraction below = denominator.evaluate(figures);
        return below == null ? null : above.over(below);
    }

    /** The names in its formulas, in the order in which they stand there. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(numerator.names());
        if (denominator != null) {
            names.addAll(denominator.names());
        }
        return names;
    }

    /** Whether the KPI means something per channel. */
    boolean hasChannel() {
        return inputs.stream().noneMatch(Measure::isWithoutChannel);
    }
}
