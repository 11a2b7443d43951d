package io.mittari.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Functions that mappings of extracts have beside those of Spark.
 *
 * <ul>
 *   <li>{@code first_of(a, b, ...)}: the first of its arguments that is not null, but arguments that name a column that
 *       the files do not have are left out. So one mapping reads extracts of several loaders.
 *   <li>{@code salesforce_id(id)}: a record id of Salesforce in its form of 18 characters, whether it came in that form
 *       or in the one of 15, which is told apart by upper and lower case only. Any other text stays as it is.
 * </ul>
 */
final class ExtractFunctions {
    private static final String FIRST_OF = "first_of";
    private static final String SALESFORCE_ID = "salesforce_id";

    /** Of each 5 characters the ones in upper case, as bits from the right, are a digit in base 32. */
    private static final String WITH_CHECK_DIGITS = """
            transform(array(trim(cast(argument as string))), id -> if(length(id) = 15, concat(id, array_join(
                transform(array(0, 5, 10), start -> substring('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
                    1 + aggregate(array(0, 1, 2, 3, 4), 0, (sum, i) ->
                        sum + if(substring(id, start + i + 1, 1) between 'A' and 'Z', shiftleft(1, i), 0)),
                    1)), '')), id))[0]""";

    private ExtractFunctions() {}

    /** The expression with Spark's functions in place of these; throws {@link LackingColumns}. */
    static Expression replaced(Expression expression, StructType columns) {
        return transformed(expression, node -> {
            if (isFirstOf(node)) {
                return firstOf(arguments(node), columns);
            }
            return isCall(node, SALESFORCE_ID) && arguments(node).size() == 1
                    ? of(arguments(node).get(0), WITH_CHECK_DIGITS)
                    : node;
        });
    }

    static boolean isFirstOf(Expression node) {
        return isCall(node, FIRST_OF) && !arguments(node).isEmpty();
    }

    /** An expression of SQL in which {@code argument} stands for another one. */
    static Expression of(Expression argument, String sql) {
        return transformed(
                CatalystSqlParser$.MODULE$.parseExpression(sql),
                node -> node instanceof UnresolvedAttribute attribute
                                && attribute.name().equals("argument")
                        ? argument
                        : node);
    }

    private static Expression firstOf(List<Expression> arguments, StructType columns) {
        List<Expression> present = arguments.stream()
                .filter(argument -> columnsOf(argument).allMatch(column -> has(columns, names(column))))
                .toList();
        if (present.isEmpty()) {
            throw new LackingColumns(arguments.stream()
                    .flatMap(ExtractFunctions::columnsOf)
                    .map(UnresolvedAttribute::name)
                    .distinct()
                    .toList());
        }
        return present.size() == 1
                ? present.get(0)
                : new Coalesce(CollectionConverters.asScala(present).toSeq());
    }

    private static Stream<UnresolvedAttribute> columnsOf(Expression expression) {
        List<UnresolvedAttribute> columns = new ArrayList<>();
        expression.foreach(node -> {
            if (node instanceof UnresolvedAttribute column) {
                columns.add(column);
            }
            return null;
        });
        return columns.stream();
    }

    private static List<String> names(UnresolvedAttribute column) {
        return CollectionConverters.asJava(column.nameParts());
    }

    /** Whether a column, or a field below one, has that name, without regard to case. */
    private static boolean has(DataType type, List<String> names) {
        if (names.isEmpty()) {
            return true;
        }
        if (type instanceof ArrayType array) {
            return has(array.elementType(), names);
        }
        return type instanceof StructType struct
                && Stream.of(struct.fields())
                        .filter(field -> field.name().equalsIgnoreCase(names.get(0)))
                        .map(StructField::dataType)
                        .anyMatch(field -> has(field, names.subList(1, names.size())));
    }

    private static boolean isCall(Expression node, String name) {
        return node instanceof UnresolvedFunction function
                && function.nameParts().size() == 1
                && function.nameParts().head().toLowerCase(Locale.ROOT).equals(name);
    }

    private static List<Expression> arguments(Expression call) {
        return CollectionConverters.asJava(((UnresolvedFunction) call).arguments());
    }

    private static Expression transformed(Expression expression, UnaryOperator<Expression> change) {
        return expression.transformUp(new AbstractPartialFunction<Expression, Expression>() {
            @Override
            public boolean isDefinedAt(Expression node) {
                return true;
            }

            @Override
            public Expression apply(Expression node) {
                return change.apply(node);
            }
        });
    }
}
