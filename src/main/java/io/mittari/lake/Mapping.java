package io.mittari.lake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.mittari.model.CanonicalColumn;
import io.mittari.model.Failure;
import io.mittari.settings.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The source's expressions over a batch of raw rows. Each is resolved against the columns that those files have; one that
 * does not resolve is a usage failure, but for a column that the files lack and a row may do without.
 */
final class Mapping {
    /** Whether the row's {@code where} is true. */
    static final String KEPT = "__kept";
    /** Whether the row says that its key is deleted. */
    static final String DELETED = "__deleted";
    /** What orders the versions of a key. */
    static final String VERSION = "__version";

    /** Spark's names for a column or a field that is not there. */
    private static final List<String> LACKS = List.of("UNRESOLVED_COLUMN", "FIELD_NOT_FOUND");

    private final Source source;
    private final Map<String, SideFile> sideFiles;

    /** A mapping of a source; {@code sideFiles} are those of its lookups, by their names. */
    Mapping(Source source, Map<String, SideFile> sideFiles) {
        this.source = source;
        this.sideFiles = sideFiles;
    }

    /**
     * A mapped batch.
     *
     * @param rows the columns of {@link RawBatch#ORIGIN}, {@link #KEPT}, {@link #DELETED}, {@link #VERSION}, and every
     *     canonical column as the expression gives it; of a corrupt or filtered row null
     * @param present the canonical columns that the files have
     * @param lacking the canonical columns that are mapped to what the files lack
     * @param example one of the files
     */
    record Mapped(Dataset<Row> rows, Set<String> present, Set<String> lacking, String example) {
        /** The type of one of the columns of {@link #rows}. */
        DataType type(String column) {
            return rows.schema().apply(column).dataType();
        }
    }

    /** Maps a batch. */
    Mapped map(RawBatch raw) {
        RawBatch batch = hasColumns(raw) ? withLookups(raw) : raw;
        TreeSet<String> present = new TreeSet<>();
        TreeSet<String> lacking = new TreeSet<>();
        Map<String, Column> columns = new HashMap<>();
        for (CanonicalColumn column : source.entity().columns()) {
            Optional<Column> expression = canonical(batch, column);
            expression.ifPresent(found -> columns.put(column.name(), found));
            if (expression.isPresent()) {
                present.add(column.name());
            } else if (source.columns().containsKey(column.name())) {
                lacking.add(column.name());
            }
        }
        Dataset<Row> kept = batch.rows().withColumn(KEPT, condition(batch, "where", source.where(), true));
        return new Mapped(readable(kept.select(selection(batch, columns))), present, lacking, batch.example());
    }

    /** The batch with a column more per lookup, which is no column of its own. */
    private RawBatch withLookups(RawBatch batch) {
        Dataset<Row> rows = batch.rows();
        for (Map.Entry<String, SideFile> sideFile : sideFiles.entrySet()) {
            String name = sideFile.getKey();
            if (sameNamed(batch, name).isPresent()) {
                throw usage(
                        "lookups." + name,
                        "is called like a column of %s; give it another name".formatted(batch.example()));
            }
            Column match = resolved(
                    batch,
                    "lookups." + name + ".match",
                    source.lookups().get(name).match());
            rows = sideFile.getValue().joined(rows, match);
        }
        return new RawBatch(rows, batch.columns(), batch.example());
    }

    private Column[] selection(RawBatch batch, Map<String, Column> columns) {
        Column isLive = col(RawBatch.FAULT).isNull().and(col(KEPT));
        Column version = source.version()
                .filter(sql -> hasColumns(batch))
                .map(sql -> resolved(batch, "version", sql))
                .orElse(lit(null));
        List<Column> selection = new ArrayList<>();
        Stream.of(RawBatch.ORIGIN.fieldNames()).forEach(name -> selection.add(col(name)));
        selection.add(col(KEPT));
        selection.add(coalesce(when(isLive, condition(batch, "deleted", source.deleted(), false)), lit(false))
                .as(DELETED));
        selection.add(when(isLive, version).as(VERSION));
        for (CanonicalColumn column : source.entity().columns()) {
            Column expression = columns.getOrDefault(column.name(), lit(null));
            selection.add(when(isLive, expression).as(column.name()));
        }
        return selection.toArray(Column[]::new);
    }

    /** Rows of types that {@code Judge} reads; anything else is no value of a canonical column. */
    private Dataset<Row> readable(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : rows.schema().fields()) {
            boolean isNull = field.dataType() instanceof NullType;
            columns.add(isNull ? lit(null).cast(DataTypes.StringType).as(field.name()) : col(field.name()));
            if (!isReadable(field.dataType())) {
                String part = field.name().equals(VERSION) ? "version" : "columns." + field.name();
                throw usage(
                        part,
                        "gives %s, which is no text, number, date or time"
                                .formatted(field.dataType().simpleString()));
            }
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    private Optional<Column> canonical(RawBatch batch, CanonicalColumn column) {
        String sql = source.columns().get(column.name());
        if (!hasColumns(batch)) {
            return Optional.empty();
        }
        Optional<Column> found = sql == null ? sameNamed(batch, column.name()) : mapped(batch, column, sql);
        if (found.isEmpty() && column.required()) {
            throw usage(
                    "columns." + column.name(),
                    "is not set, and %s has no column %s; it has %s"
                            .formatted(batch.example(), column.name(), names(batch)));
        }
        return found;
    }

    private static Optional<Column> sameNamed(RawBatch batch, String name) {
        return Stream.of(batch.columns().fieldNames())
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(own -> col("`" + own + "`"));
    }

    /** The mapped expression; empty where the files lack a column of it that a row may do without. */
    private Optional<Column> mapped(RawBatch batch, CanonicalColumn column, String sql) {
        try {
            return Optional.of(resolved(batch, "columns." + column.name(), sql));
        } catch (Failure failure) {
            if (!column.required() && isLackOfColumn(failure.getCause())) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static boolean isLackOfColumn(Throwable cause) {
        return cause instanceof LackingColumns
                || cause instanceof AnalysisException analysis
                        && analysis.getCondition() != null
                        && LACKS.stream().anyMatch(analysis.getCondition()::startsWith);
    }

    /** A condition over a batch's rows, never null; {@code otherwise} where there is none. */
    Column condition(RawBatch batch, String part, Optional<String> sql, boolean otherwise) {
        if (sql.isEmpty() || !hasColumns(batch)) {
            return lit(otherwise);
        }
        Column condition = resolved(batch, part, columns -> TextPredicates.predicate(sql.get(), columns));
        DataType type = batch.rows().select(condition).schema().fields()[0].dataType();
        if (!(type instanceof BooleanType)) {
            throw usage(part, "gives %s, but must be true or false".formatted(type.simpleString()));
        }
        return coalesce(condition, lit(false));
    }

    /** The expression, once it is sure that it resolves against the batch's columns, and looks at one row only. */
    Column resolved(RawBatch batch, String part, String sql) {
        return resolved(batch, part, columns -> TextPredicates.expression(sql, columns));
    }

    private Column resolved(RawBatch batch, String part, Function<StructType, Column> expression) {
        try {
            Column column = expression.apply(batch.rows().schema());
            Dataset<Row> alone = batch.rows().select(column.as("value"));
            LogicalPlan plan = ((org.apache.spark.sql.classic.Dataset<Row>) alone)
                    .queryExecution()
                    .analyzed();
            LogicalPlan base = ((org.apache.spark.sql.classic.Dataset<Row>) batch.rows())
                    .queryExecution()
                    .analyzed();
            if (!(plan instanceof Project project && project.child().equals(base))) {
                throw usage(part, "looks at more than one row, or makes several of one");
            }
            return column;
        } catch (LackingColumns e) {
            throw Failure.usage(
                    "%s needs a column %s, and %s has none of them; it has the columns %s (%s)"
                            .formatted(source.key(part), e.getMessage(), places(batch), names(batch), source.origin()),
                    e);
        } catch (Exception e) {
            if (e instanceof AnalysisException) {
                throw Failure.usage(
                        "%s does not resolve over %s: %s It has the columns %s (%s)"
                                .formatted(source.key(part), places(batch), inWords(e), names(batch), source.origin()),
                        e);
            }
            throw e;
        }
    }

    /** What Spark says, without its codes and without the names that it proposes, which are ours. */
    private static String inWords(Exception exception) {
        return exception
                .getMessage()
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^\\[[A-Z0-9_.]+] ", "")
                .replaceFirst(" (Did you mean one of the following\\?|SQLSTATE:).*$", "");
    }

    private Failure usage(String part, String fault) {
        return Failure.usage("%s %s (%s)".formatted(source.key(part), fault, source.origin()));
    }

    /** A file of the batch, and one of each lookup. */
    private String places(RawBatch batch) {
        StringBuilder places = new StringBuilder(batch.example());
        sideFiles.forEach((name, file) -> file.example()
                .ifPresent(example ->
                        places.append(" with ").append(name).append(" of ").append(example)));
        return places.toString();
    }

    private static boolean hasColumns(RawBatch batch) {
        return batch.columns().size() > 0;
    }

    private static String names(RawBatch batch) {
        return String.join(", ", batch.columns().fieldNames());
    }

    private static boolean isReadable(DataType type) {
        return type instanceof StringType
                || type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType
                || type instanceof NullType;
    }
}
