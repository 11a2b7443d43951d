package io.mittari.kpis;

import io.mittari.measures.Measure;
import io.mittari.model.Failure;
import io.mittari.settings.KpiDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The KPIs of a deployment, checked: every name resolves, units agree, nothing refers to itself. A KPI stands after the
 * ones that it is made of.
 */
public final class Catalog {
    /** Days of the period up to D, in formulas. */
    static final String PERIOD_DAYS = "period_days";
    /** Days of the fiscal year that holds the period, in formulas. */
    static final String FISCAL_YEAR_DAYS = "fiscal_year_days";

    private static final Set<String> LENGTHS = Set.of(PERIOD_DAYS, FISCAL_YEAR_DAYS);

    private final List<String> faults = new ArrayList<>();
    private final Map<String, KpiDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, Kpi> kpis = new LinkedHashMap<>();
    private final List<String> enabled;

    /**
     * @param definitions all KPIs that can be referred to
     * @param enabled the names of those that are published, in order
     * @throws Failure with every fault of the definitions, each with its file and line
     */
    public Catalog(List<KpiDefinition> definitions, List<String> enabled) {
        definitions.forEach(definition -> this.definitions.put(definition.name(), definition));
        this.enabled = List.copyOf(enabled);
        definitions.forEach(definition -> resolve(definition, new LinkedHashSet<>()));
        if (!faults.isEmpty()) {
            throw Failure.usage(String.join("\n", faults));
        }
    }

    /** All KPIs, each after those that it is made of. */
    List<Kpi> all() {
        return List.copyOf(kpis.values());
    }

    /** The published KPIs, in the order of the catalog. */
    public List<KpiDefinition> published() {
        return enabled.stream().map(definitions::get).toList();
    }

    /** The KPI of that name; of a measure's name the measure, also where the catalog has no such KPI. */
    Kpi kpi(String name) {
        return kpis.containsKey(name) ? kpis.get(name) : measure(name);
    }

    /** Whether the name is that of a KPI that is no measure. */
    boolean hasFormula(String name) {
        return kpis.containsKey(name) && !kpis.get(name).isMeasure();
    }

    private static Kpi measure(String name) {
        Measure measure = Measure.named(name)
                .orElseThrow(() -> new IllegalArgumentException("Cannot find a KPI or measure '" + name + "'"));
        return new Kpi(name, new Formula.Name(name), null, Set.of(measure));
    }

    /** The formula of a KPI, for people. */
    public String formula(String kpi) {
        KpiDefinition definition = definitions.get(kpi);
        return definition
                .denominator()
                .map(below -> grouped(definition.numerator()) + " / " + grouped(below))
                .orElse(definition.numerator());
    }

    /** The measures that a KPI rests on, also through other KPIs. */
    public List<String> inputs(String kpi) {
        return kpis.get(kpi).inputs().stream().map(Measure::column).toList();
    }

    /** The names of the published KPIs that have columns of their own beside the measures. */
    public List<String> kpiColumns() {
        return enabled.stream().filter(name -> Measure.named(name).isEmpty()).toList();
    }

    private void resolve(KpiDefinition definition, Set<String> path) {
        if (kpis.containsKey(definition.name())) {
            return;
        }
        if (!path.add(definition.name())) {
            fault(definition, "refers to itself: " + String.join(" -> ", path) + " -> " + definition.name());
            return;
        }
        Formula numerator = parsed(definition, "numerator", definition.numerator());
        Formula denominator = definition
                .denominator()
                .map(text -> parsed(definition, "denominator", text))
                .orElse(null);
        if (numerator == null
                || (denominator == null && definition.denominator().isPresent())) {
            return;
        }
        Set<String> names = new LinkedHashSet<>(numerator.names());
        if (denominator != null) {
            names.addAll(denominator.names());
        }
        Set<Measure> inputs = inputs(definition, names, path);
        if (inputs != null) {
            path.remove(definition.name());
            add(definition, new Kpi(definition.name(), numerator, denominator, inputs));
        }
    }

    private Formula parsed(KpiDefinition definition, String part, String text) {
        try {
            return FormulaParser.parse(text);
        } catch (IllegalArgumentException exception) {
            fault(definition, part + ": " + exception.getMessage());
            return null;
        }
    }

    private Set<Measure> inputs(KpiDefinition definition, Set<String> names, Set<String> path) {
        Set<Measure> inputs = EnumSet.noneOf(Measure.class);
        boolean resolved = true;
        for (String name : names) {
            if (Measure.named(name).isPresent()) {
                inputs.add(Measure.named(name).get());
            } else if (definitions.containsKey(name)) {
                resolve(definitions.get(name), path);
                Kpi part = kpis.get(name);
                resolved &= part != null;
                inputs.addAll(part == null ? Set.of() : part.inputs());
            } else if (!LENGTHS.contains(name)) {
                fault(
                        definition,
                        "uses '" + name + "', which is neither a measure nor a KPI; measures are "
                                + Arrays.stream(Measure.values())
                                        .map(Measure::column)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
                resolved = false;
            }
        }
        return resolved ? inputs : null;
    }

    private void add(KpiDefinition definition, Kpi kpi) {
        boolean itself = kpi.denominator() == null && kpi.numerator().equals(new Formula.Name(kpi.name()));
        if (kpi.isMeasure() && !itself) {
            fault(definition, "bears the name of a measure but means something else; choose another name");
            return;
        }
        Units units = new Units(definitions);
        units.faultOf(kpi).ifPresent(message -> fault(definition, message));
        kpis.put(kpi.name(), kpi);
    }

    private static String grouped(String expression) {
        return expression.matches("\\w+|\\w+\\([^()]*\\)") ? expression : "(" + expression + ")";
    }

    private void fault(KpiDefinition definition, String message) {
        faults.add("%s: KPI %s %s".formatted(definition.origin(), definition.name(), message));
    }
}
