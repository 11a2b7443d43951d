package io.mittari.settings;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;

/** Asks Spark's parser about the SQL expressions of a configuration; it needs no session. */
final class SqlSyntax {
    private static final Pattern PARSER_CODES = Pattern.compile("^\\[[A-Z0-9_.]+] |\\.? SQLSTATE: \\w+");

    private SqlSyntax() {}

    /** What is wrong with an expression, if anything. */
    static Optional<String> fault(String expression) {
        try {
            // Text that lacks an operator, such as "case when", is understood as a column with another name.
            return new CatalystSqlParser().parseExpression(expression) instanceof Alias alias
                    ? Optional.of("it names its result '" + alias.name() + "'")
                    : Optional.empty();
        } catch (Exception e) { // the parser's exceptions are checked ones that Scala does not declare
            String line = e.getMessage().strip().lines().findFirst().orElse("");
            return Optional.of(PARSER_CODES.matcher(line).replaceAll(""));
        }
    }
}
