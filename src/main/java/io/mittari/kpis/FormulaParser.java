package io.mittari.kpis;

import java.math.BigDecimal;
import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.types.Decimal;

/** Reads formulas with Spark's own SQL parser: + - * / ( ) abs(), numbers and names, and nothing else. */
final class FormulaParser {
    private FormulaParser() {}

    /**
     * @throws IllegalArgumentException where the text is no formula; the message says why
     */
    static Formula parse(String text) {
        return formula(expression(text));
    }

    private static Expression expression(String text) {
        try {
            return new CatalystSqlParser().parseExpression(text);
        } catch (Exception exception) { // ParseException, which Scala does not declare
            throw new IllegalArgumentException("'" + text + "' is no expression over measures and KPIs", exception);
        }
    }

    private static Formula formula(Expression expression) {
        if (expression instanceof Literal literal) {
            return new Formula.Number(number(literal));
        }
        if (expression instanceof UnresolvedAttribute attribute
                && attribute.nameParts().size() == 1) {
            return new Formula.Name(attribute.nameParts().head());
        }
        if (expression instanceof UnaryMinus minus) {
            return new Formula.Unary(Formula.UnaryOperator.NEGATE, formula(minus.child()));
        }
        if (expression instanceof UnresolvedFunction function
                && function.nameParts().last().toLowerCase(Locale.ROOT).equals("abs")
                && function.arguments().size() == 1) {
            return new Formula.Unary(
                    Formula.UnaryOperator.ABSOLUTE, formula(function.arguments().head()));
        }
        if (expression instanceof BinaryArithmetic arithmetic) {
            return new Formula.Binary(operator(arithmetic), formula(arithmetic.left()), formula(arithmetic.right()));
        }
        throw new IllegalArgumentException("a formula cannot use '" + expression.sql() + "'");
    }

    private static Formula.BinaryOperator operator(BinaryArithmetic arithmetic) {
        if (arithmetic instanceof Add) {
            return Formula.BinaryOperator.PLUS;
        }
        if (arithmetic instanceof Subtract) {
            return Formula.BinaryOperator.MINUS;
        }
        if (arithmetic instanceof Multiply) {
            return Formula.BinaryOperator.TIMES;
        }
        if (arithmetic instanceof Divide) {
            return Formula.BinaryOperator.OVER;
        }
        throw new IllegalArgumentException("a formula cannot use '" + arithmetic.symbol() + "'");
    }

    private static BigDecimal number(Literal literal) {
        Object value = literal.value();
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal();
        }
        if (value instanceof Integer || value instanceof Long) {
            return BigDecimal.valueOf(((java.lang.Number) value).longValue());
        }
        throw new IllegalArgumentException("a formula cannot use '" + literal.sql() + "'");
    }
}
