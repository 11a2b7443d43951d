package io.mittari.kpis;

import io.mittari.measures.Measure;
import io.mittari.settings.KpiDefinition;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Checks that a KPI adds and compares like with like. A product or quotient has no unit that could be checked. */
final class Units {
    private final Map<String, KpiDefinition> definitions;
    private String fault;

    Units(Map<String, KpiDefinition> definitions) {
        this.definitions = definitions;
    }

    /** What is wrong with the KPI's units, if anything. */
    Optional<String> faultOf(Kpi kpi) {
        String above = unit(kpi.numerator());
        String below = kpi.denominator() == null ? null : unit(kpi.denominator());
        boolean isRatio = definitions.get(kpi.name()).unit().equals("ratio") && kpi.denominator() != null;
        if (isRatio && above != null && below != null && !above.equals(below)) {
            fault = "is a ratio of " + above + " and " + below + "; give it another unit or formula";
        }
        return Optional.ofNullable(fault);
    }

    private String unit(Formula formula) {
        if (formula instanceof Formula.Name name) {
            return unit(name.name());
        }
        if (formula instanceof Formula.Unary unary) {
            return unit(unary.operand());
        }
        if (formula instanceof Formula.Binary binary) {
            return unit(binary);
        }
        return null;
    }

    private String unit(Formula.Binary binary) {
        String left = unit(binary.left());
        String right = unit(binary.right());
        return switch (binary.operator()) {
            case PLUS, MINUS -> sum(left, right);
            case TIMES -> binary.left() instanceof Formula.Number ? right : onlyIfNumber(binary.right(), left);
            case OVER -> onlyIfNumber(binary.right(), left);
        };
    }

    private String sum(String left, String right) {
        if (left != null && right != null && !Objects.equals(left, right)) {
            fault = "adds " + left + " and " + right;
        }
        return left == null ? right : left;
    }

    private static String onlyIfNumber(Formula other, String unit) {
        return other instanceof Formula.Number ? unit : null;
    }

    private String unit(String name) {
        return Measure.named(name)
                .map(measure -> measure.unit().unitName())
                .or(() -> Optional.ofNullable(definitions.get(name)).map(KpiDefinition::unit))
                .orElse(null);
    }
}
