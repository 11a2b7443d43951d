package io.mittari.kpis;

import io.mittari.measures.Measure;
import io.mittari.measures.PeriodRange;
import io.mittari.model.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a KPI's value follows from its measures: each formula with its numbers, and what a change comes from. A measure is
 * worked out like a KPI that is that measure alone.
 */
public final class Workings {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Catalog catalog;
    private final Kpi kpi;
    private final Map<String, Fraction> figures;

    /**
     * One formula of several that lead to a value.
     *
     * @param name the KPI
     * @param formula its formula, with names
     * @param numbers its formula, with numbers: of measures all digits, of KPIs six decimals
     * @param value its value as published, in the KPI's unit; empty where it has none
     */
    public record Line(String name, String formula, String numbers, Optional<BigDecimal> value) {}

    /**
     * What one part of a formula has done to a value.
     *
     * @param name the measure, KPI or length of time; {@code numerator} or {@code denominator} as a whole where a formula
     *     cannot be taken apart further
     * @param before its former value
     * @param after its value now
     * @param effect the part of the change that comes from it, in the KPI's unit
     */
    public record Part(String name, BigDecimal before, BigDecimal after, BigDecimal effect) {}

    private Workings(Catalog catalog, Kpi kpi, Map<String, Fraction> figures) {
        this.catalog = catalog;
        this.kpi = kpi;
        this.figures = figures;
    }

    /**
     * The workings of a KPI or a measure.
     *
     * @param catalog the KPIs
     * @param name the KPI or measure
     * @param measures the exact values of measures that have one
     * @param lengths the lengths of time that formulas may use, see {@link #lengths}
     */
    public static Workings of(
            Catalog catalog, String name, Map<Measure, BigDecimal> measures, Map<String, BigDecimal> lengths) {
        Map<String, Fraction> figures = new HashMap<>();
        measures.forEach((measure, value) -> figures.put(measure.column(), Fraction.of(value)));
        lengths.forEach((length, value) -> figures.put(length, Fraction.of(value)));
        for (Kpi part : catalog.all()) {
            Fraction value = part.evaluate(figures::get);
            if (value != null) {
                figures.put(part.name(), value);
            }
        }
        return new Workings(catalog, catalog.kpi(name), figures);
    }

    /** The lengths of time of a period, by the names that formulas use. */
    public static Map<String, BigDecimal> lengths(PeriodRange range, Period period) {
        return Map.of(
                Catalog.PERIOD_DAYS, BigDecimal.valueOf(range.daysUpToReportingDate(period)),
                Catalog.FISCAL_YEAR_DAYS, BigDecimal.valueOf(range.daysOfFiscalYear(period)));
    }

    /** The measures that a KPI or measure rests on, in the order in which they are published. */
    public static Set<Measure> inputs(Catalog catalog, String name) {
        return catalog.kpi(name).inputs();
    }

    /** The value as it is published; empty where there is none. */
    public Optional<BigDecimal> value() {
        return Optional.ofNullable(kpi.evaluate(figures::get)).map(Fraction::rounded);
    }

    /** The KPI's formula, and those of the KPIs that it is made of. */
    public List<Line> lines() {
        Map<String, Line> lines = new LinkedHashMap<>();
        add(kpi, lines);
        return List.copyOf(lines.values());
    }

    /**
     * What the change from former figures to these comes from, by substituting one part of the formula after the other,
     * in the order of the formula: a part's effect is the published value with it and all parts before it as they are
     * now, less the published value with it as it was. The effects add up to the change, to the last digit. Where a
     * value on the way does not exist, because a denominator would not be above 0, numerator and denominator are
     * substituted as a whole. Empty where either value does not exist.
     */
    public List<Part> changeSince(Workings before) {
        if (value().isEmpty() || before.value().isEmpty()) {
            return List.of();
        }
        return byNames(before).orElseGet(() -> bySides(before));
    }

    private Optional<List<Part>> byNames(Workings before) {
        Map<String, Fraction> mixed = new HashMap<>(before.figures);
        BigDecimal last = before.value().orElseThrow();
        List<Part> parts = new ArrayList<>();
        for (String name : kpi.names()) {
            mixed.put(name, figures.get(name));
            Fraction next = kpi.evaluate(mixed::get);
            if (next == null) {
                return Optional.empty();
            }
            parts.add(new Part(
                    name, before.number(name), number(name), next.rounded().subtract(last)));
            last = next.rounded();
        }
        return Optional.of(parts);
    }

    private List<Part> bySides(Workings before) {
        Fraction above = kpi.numerator().evaluate(figures::get);
        Fraction below = kpi.denominator().evaluate(figures::get);
        Fraction aboveBefore = kpi.numerator().evaluate(before.figures::get);
        Fraction belowBefore = kpi.denominator().evaluate(before.figures::get);
        BigDecimal between = above.over(belowBefore).rounded();
        return List.of(
                new Part(
                        "numerator",
                        aboveBefore.rounded(),
                        above.rounded(),
                        between.subtract(before.value().orElseThrow())),
                new Part(
                        "denominator",
                        belowBefore.rounded(),
                        below.rounded(),
                        value().orElseThrow().subtract(between)));
    }

    private void add(Kpi part, Map<String, Line> lines) {
        String formula = part.isMeasure() ? part.name() : catalog.formula(part.name());
        String numbers = NAME.matcher(formula)
                .replaceAll(name -> part.names().contains(name.group()) ? text(name.group()) : name.group());
        Optional<BigDecimal> value =
                Optional.ofNullable(part.evaluate(figures::get)).map(Fraction::rounded);
        lines.putIfAbsent(part.name(), new Line(part.name(), formula, numbers, value));
        for (String name : part.names()) {
            if (catalog.hasFormula(name)) {
                add(catalog.kpi(name), lines);
            }
        }
    }

    private String text(String name) {
        BigDecimal number = number(name);
        if (number == null) {
            return "(none)";
        }
        return number.signum() < 0 ? "(" + number.toPlainString() + ")" : number.toPlainString();
    }

    /** The figure with all digits of a measure, and those that are published of a KPI. */
    private BigDecimal number(String name) {
        Fraction figure = figures.get(name);
        if (figure == null) {
            return null;
        }
        return figure.denominator().equals(BigDecimal.ONE) ? figure.numerator() : figure.rounded();
    }
}
