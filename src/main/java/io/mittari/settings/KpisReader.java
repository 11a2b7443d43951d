package io.mittari.settings;

import io.mittari.model.Grain;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the catalog of KPIs, built in and the deployment's own, and what {@code kpis} says about them. */
final class KpisReader {
    /** The settings of a KPI. */
    static final List<String> KEYS =
            List.of("label", "label_fi", "unit", "better", "core", "numerator", "denominator", "description");

    /** The units that a KPI can have. */
    static final List<String> UNITS =
            List.of("ratio", "money", "count", "days", "years", "money per day", "money per year");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Map<String, KpiDefinition> definitions = new LinkedHashMap<>();

    /**
     * The catalog.
     *
     * @param builtIn the KPIs of the jar
     * @param own {@code kpis.catalog}: what a deployment adds
     */
    KpisReader(Section builtIn, Section own) {
        builtIn.keys().forEach(name -> definitions.put(name, definition(name, builtIn.section(name))));
        for (String name : own.keys()) {
            if (definitions.containsKey(name)) {
                own.problem(name, "is a built-in KPI: give your own another name");
            } else if (!NAME.matcher(name).matches()) {
                own.problem(name, "must be a name of lower-case letters, digits and _");
            } else {
                own.optionalSection(name).ifPresent(kpi -> definitions.put(name, definition(name, kpi)));
            }
        }
    }

    /** All definitions, in the order of the catalog. */
    List<KpiDefinition> definitions() {
        return List.copyOf(definitions.values());
    }

    /** The names that {@code kpis.enabled} lists, in the order of the catalog; all for {@code all}. */
    List<String> enabled(Section kpis) {
        List<String> names = kpis.names("enabled");
        if (names.equals(List.of("all"))) {
            return List.copyOf(definitions.keySet());
        }
        if (names.isEmpty()) {
            kpis.problem("enabled", "must be all, or a list of one KPI or more");
        }
        names.stream()
                .filter(name -> !definitions.containsKey(name))
                .forEach(name -> kpis.problem(
                        "enabled",
                        "names no KPI '" + name + "'; the nearest is " + Nearest.of(name, definitions.keySet())));
        return definitions.keySet().stream().filter(names::contains).toList();
    }

    /** Figures per KPI and grain: a number is meant for every grain. */
    Map<String, Map<Grain, BigDecimal>> figures(Section figures) {
        figures.onlyKeys(definitions.keySet());
        Map<String, Map<Grain, BigDecimal>> read = new TreeMap<>();
        for (String name : figures.keys()) {
            read.put(name, figures.isSection(name) ? perGrain(figures.section(name)) : forAll(figures.decimal(name)));
        }
        return Collections.unmodifiableMap(read);
    }

    private static Map<Grain, BigDecimal> perGrain(Section section) {
        section.onlyKeys(Arrays.stream(Grain.values()).map(Grain::grainName).toList());
        Map<Grain, BigDecimal> figures = new EnumMap<>(Grain.class);
        for (Grain grain : Grain.values()) {
            if (section.has(grain.grainName())) {
                figures.put(grain, section.decimal(grain.grainName()));
            }
        }
        return Collections.unmodifiableMap(figures);
    }

    private static Map<Grain, BigDecimal> forAll(BigDecimal figure) {
        Map<Grain, BigDecimal> figures = new EnumMap<>(Grain.class);
        List.of(Grain.values()).forEach(grain -> figures.put(grain, figure));
        return Collections.unmodifiableMap(figures);
    }

    private static KpiDefinition definition(String name, Section kpi) {
        kpi.onlyKeys(KEYS);
        String label = kpi.requiredText("label", "what people call the KPI");
        String unit = kpi.requiredText("unit", "one of " + String.join(", ", UNITS));
        if (!unit.isEmpty() && !UNITS.contains(unit)) {
            kpi.problem("unit", "must be one of " + String.join(", ", UNITS) + ", not '" + unit + "'");
        }
        return new KpiDefinition(
                name,
                label,
                kpi.optionalText("label_fi").orElse(label),
                kpi.requiredText("description", "what the KPI says and what a reader could mistake"),
                unit,
                better(kpi),
                kpi.has("core") && kpi.flag("core"),
                kpi.requiredText("numerator", "an expression over measures and KPIs"),
                kpi.optionalText("denominator"),
                kpi.place());
    }

    private static KpiDefinition.Better better(Section kpi) {
        if (kpi.has("better")) {
            return kpi.choice("better", KpiDefinition.Better.class);
        }
        kpi.requiredText("better", "higher or lower, whichever is good");
        return KpiDefinition.Better.HIGHER;
    }
}
