package io.mittari.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Parses SQL expressions of the configuration, in which a column may stand for a condition although it is text: CSV has
 * no booleans, and Spark refuses {@code case when IsWon} and {@code IsWon and IsClosed} over text. Such a column means
 * its text as a boolean (true, t, yes, y, 1, and their opposites); blank is null, and anything else stops the run.
 * Beside Spark's functions there are those of {@link ExtractFunctions}.
 */
final class TextPredicates {
    private TextPredicates() {}

    /**
     * The expression over rows of that type; throws Spark's ParseException where it does not parse, and a {@link
     * LackingColumns} where it needs one of several columns and none is there.
     */
    static Column expression(String sql, StructType columns) {
        return ExpressionUtils.column(ExtractFunctions.replaced(rewritten(parsed(sql)), columns));
    }

    /** The expression as a condition. */
    static Column predicate(String sql, StructType columns) {
        return ExpressionUtils.column(ExtractFunctions.replaced(condition(rewritten(parsed(sql))), columns));
    }

    private static Expression parsed(String sql) {
        return CatalystSqlParser$.MODULE$.parseExpression(sql);
    }

    private static Expression rewritten(Expression expression) {
        return expression.transformUp(new AbstractPartialFunction<Expression, Expression>() {
            @Override
            public boolean isDefinedAt(Expression node) {
                return conditions(node) > 0;
            }

            @Override
            public Expression apply(Expression node) {
                return withConditions(node);
            }
        });
    }

    /** How many of the node's children, from the first, are conditions; every other one in a CASE. */
    private static int conditions(Expression node) {
        if (node instanceof And || node instanceof Or || node instanceof Not) {
            return node.children().size();
        }
        if (node instanceof CaseWhen caseWhen) {
            return 2 * caseWhen.branches().size();
        }
        boolean isIf = node instanceof UnresolvedFunction function
                && function.nameParts().size() == 1
                && List.of("if", "iff").contains(function.nameParts().head().toLowerCase(Locale.ROOT));
        return isIf ? 1 : 0;
    }

    private static Expression withConditions(Expression node) {
        List<Expression> children = new ArrayList<>(CollectionConverters.asJava(node.children()));
        int step = node instanceof CaseWhen ? 2 : 1;
        for (int i = 0; i < conditions(node); i += step) {
            children.set(i, condition(children.get(i)));
        }
        return node.withNewChildren(CollectionConverters.asScala(children).toIndexedSeq());
    }

    private static Expression condition(Expression expression) {
        return expression instanceof UnresolvedAttribute || ExtractFunctions.isFirstOf(expression)
                ? ExtractFunctions.of(expression, "cast(nullif(trim(cast(argument as string)), '') as boolean)")
                : expression;
    }
}
