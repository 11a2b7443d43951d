package io.mittari.kpis;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** An expression over named figures, evaluated exactly. Null in, null out. */
sealed interface Formula extends Serializable {
    /** A number as it is written. */
    record Number(BigDecimal value) implements Formula {}

    /** A measure, a KPI, or a length of time. */
    record Name(String name) implements Formula {}

    /** An operation on one value. */
    record Unary(UnaryOperator operator, Formula operand) implements Formula {}

    /** An operation on two values. */
    record Binary(BinaryOperator operator, Formula left, Formula right) implements Formula {}

    /** Operations on one value. */
    enum UnaryOperator {
        NEGATE,
        ABSOLUTE
    }

    /** Operations on two values. */
    enum BinaryOperator {
        PLUS,
        MINUS,
        TIMES,
        OVER
    }

    /**
     * The value.
     *
     * @param figures the value of a name; null where it has none
     */
    default Fraction evaluate(Function<String, Fraction> figures) {
        if (this instanceof Number number) {
            return Fraction.of(number.value());
        }
        if (this instanceof Name name) {
            return figures.apply(name.name());
        }
        if (this instanceof Unary unary) {
            Fraction operand = unary.operand().evaluate(figures);
            return operand == null ? null : apply(unary.operator(), operand);
        }
        Binary binary = (Binary) this;
        Fraction left = binary.left().evaluate(figures);
        Fraction right = binary.right().evaluate(figures);
        return left == null || right == null ? null : apply(binary.operator(), left, right);
    }

    /** The names that the expression uses, in the order in which it does. */
    default Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        collectNames(names);
        return names;
    }

    private void collectNames(Set<String> names) {
        if (this instanceof Name name) {
            names.add(name.name());
        } else if (this instanceof Unary unary) {
            unary.operand().collectNames(names);
        } else if (this instanceof Binary binary) {
            binary.left().collectNames(names);
            binary.right().collectNames(names);
        }
    }

    private static Fraction apply(UnaryOperator operator, Fraction operand) {
        return switch (operator) {
            case NEGATE -> operand.negated();
            case ABSOLUTE -> operand.abs();
        };
    }

    private static Fraction apply(BinaryOperator operator, Fraction left, Fraction right) {
        return switch (operator) {
            case PLUS -> left.plus(right);
            case MINUS -> left.minus(right);
            case TIMES -> left.times(right);
            case OVER -> left.over(right);
        };
    }
}
