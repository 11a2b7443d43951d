package io.mittari.close;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.mittari.kpis.Catalog;
import io.mittari.kpis.Figures;
import io.mittari.measures.Measure;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.QualityCheck;
import io.mittari.settings.KpiDefinition;
import io.mittari.warehouse.Close;
import io.mittari.warehouse.CloseTables;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the figures of closed periods would be today: a row each that differs.
 *
 * @param spark the session
 * @param closed the closed figures
 * @param catalog the KPIs of today
 */
public record Restatements(SparkSession spark, ClosedFigures closed, Catalog catalog) {
    private static final String VALUE_TYPE = "decimal(38,6)";
    private static final List<String> KEY = Stream.concat(
                    Stream.of("grain", "period_type", "period", "kind", "figure"), ClosedFigures.MEMBER.stream())
            .toList();

    private static final StructType COMPARABLE = new StructType()
            .add("period", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add("figure", DataTypes.StringType)
            .add("period_start", DataTypes.DateType)
            .add("period_end", DataTypes.DateType)
            .add("close_version", DataTypes.IntegerType)
            .add("formula_changed", DataTypes.BooleanType);

    /**
     * The rows of {@link CloseTables#RESTATEMENTS} about the closed periods that figures are wanted of. KPIs that the
     * catalog has not had at the close, or has no longer, are left out.
     *
     * @param figures all figures as the run has computed them, the result of {@link Figures#of}
     */
    public Dataset<Row> of(Dataset<Row> figures) {
        List<Period> periods = closed.emitted();
        if (periods.isEmpty()) {
            return ClosedFigures.none(spark, CloseTables.RESTATEMENTS);
        }
        Dataset<Row> before = closed.figures(periods)
                .select(columns(col("value").as("as_closed"), lit(true).as("was_row")));
        Dataset<Row> now = asNow(figures.where(ClosedFigures.isOneOf(periods)))
                .select(columns(col("value").as("as_now"), lit(true).as("is_row")));
        Dataset<Row> restated = before.join(now, KEY.toArray(String[]::new), "full_outer")
                .where(differs())
                .join(broadcast(comparable(periods)), new String[] {"period", "kind", "figure"})
                .withColumn("difference", difference());
        return ClosedFigures.only(CloseTables.RESTATEMENTS, restated);
    }

    /**
     * Warns of KPIs that would be another today by as much as the settings call material.
     *
     * @param restated the rows of all closed periods, as they are about to be published
     * @param materiality smallest material difference per KPI and grain
     */
    public List<QualityCheck> checks(Dataset<Row> restated, Map<String, Map<Grain, BigDecimal>> materiality) {
        Map<String, List<Row>> material = isMaterial(materiality).stream()
                .flatMap(condition -> restated.where(condition).orderBy(columns()).collectAsList().stream())
                .collect(Collectors.groupingBy(row -> row.getAs("period")));
        return closed.closes().stream()
                .map(Close::period)
                .map(period -> check(period, material.getOrDefault(period, List.of())))
                .toList();
    }

    private static QualityCheck check(String period, List<Row> material) {
        return QualityCheck.warning(
                "restatements." + period,
                "No KPI of closed %s differs by as much as close.materiality says; restatements has all differences"
                        .formatted(period),
                material.isEmpty(),
                material.isEmpty()
                        ? "none"
                        : "%d, such as %s: closed %s, now %s"
                                .formatted(
                                        material.size(),
                                        name(material.get(0)),
                                        text(material.get(0), "as_closed"),
                                        text(material.get(0), "as_now")),
                "none");
    }

    private static String name(Row row) {
        List<String> members = ClosedFigures.MEMBER.stream()
                .map(row::<String>getAs)
                .filter(member -> !member.equals(Grain.ALL))
                .toList();
        return members.isEmpty()
                ? row.<String>getAs("figure")
                : "%s of %s".formatted(row.<String>getAs("figure"), String.join(", ", members));
    }

    private static String text(Row row, String column) {
        BigDecimal value = row.getAs(column);
        return value == null ? "none" : value.toPlainString();
    }

    private static Optional<Column> isMaterial(Map<String, Map<Grain, BigDecimal>> materiality) {
        return materiality.entrySet().stream()
                .flatMap(kpi -> kpi.getValue().entrySet().stream()
                        .map(grain -> col("kind")
                                .equalTo("kpi")
                                .and(col("figure").equalTo(kpi.getKey()))
                                .and(col("grain").equalTo(grain.getKey().grainName()))
                                .and(coalesce(abs(col("difference")).geq(lit(grain.getValue())), lit(true)))))
                .reduce(Column::or);
    }

    /** A missing row says nothing else than that all its measures are 0. */
    private static Column differs() {
        Column isSame = col("as_closed").eqNullSafe(col("as_now"));
        Column bothThere = col("was_row").isNotNull().and(col("is_row").isNotNull());
        Column isNothing = col("kind")
                .equalTo("measure")
                .and(coalesce(col("as_closed"), col("as_now"), lit(0)).equalTo(0));
        return functions.not(isSame).and(bothThere.or(functions.not(isNothing)));
    }

    private static Column difference() {
        Column measure = coalesce(col("as_now"), lit(0)).minus(coalesce(col("as_closed"), lit(0)));
        return when(col("kind").equalTo("measure"), measure)
                .otherwise(col("as_now").minus(col("as_closed")))
                .cast(VALUE_TYPE);
    }

    private static Dataset<Row> asNow(Dataset<Row> figures) {
        Column[] measures = Arrays.stream(Measure.values())
                .map(measure -> figure(
                        "measure", lit(measure.column()), col(measure.column()).cast(VALUE_TYPE)))
                .toArray(Column[]::new);
        Column kpis = transform(
                col(Figures.DETAILS),
                detail -> figure(
                        "kpi", detail.getField("kpi"), detail.getField("value").cast(VALUE_TYPE)));
        List<Column> columns = Stream.concat(
                        Stream.of("grain", "period_type", "period").map(functions::col),
                        ClosedFigures.MEMBER.stream().map(Restatements::member))
                .collect(Collectors.toList());
        columns.add(explode(concat(array(measures), kpis)).as("of"));
        return figures.select(columns.toArray(Column[]::new))
                .select(col("*"), col("of.*"))
                .drop("of");
    }

    private static Column figure(String kind, Column name, Column value) {
        return struct(lit(kind).as("kind"), name.as("figure"), value.as("value"));
    }

    /** All where the grain has no such member; a rep's team is no key of a rep. */
    private static Column member(String key) {
        Object[] grains = Arrays.stream(Grain.values())
                .filter(grain -> grain.keys().contains(key))
                .map(Grain::grainName)
                .toArray();
        return when(col("grain").isin(grains), col(key))
                .otherwise(lit(Grain.ALL))
                .as(key);
    }

    /** The figures that can be compared: every measure, and the KPIs of both catalogs. */
    private Dataset<Row> comparable(List<Period> periods) {
        Map<String, Map<String, String>> formulas = closed.formulas();
        List<Row> rows = new ArrayList<>();
        for (Close close : closed.closes()) {
            for (Period period : closed.covered(close)) {
                if (periods.contains(period)) {
                    Arrays.stream(Measure.values())
                            .forEach(measure -> rows.add(row(close, period, "measure", measure.column(), false)));
                    Map<String, String> before = formulas.getOrDefault(close.closeId(), Map.of());
                    catalog.published().stream()
                            .map(KpiDefinition::name)
                            .filter(before::containsKey)
                            .forEach(kpi -> rows.add(row(
                                    close, period, "kpi", kpi, !before.get(kpi).equals(catalog.formula(kpi)))));
                }
            }
        }
        return spark.createDataFrame(rows, COMPARABLE);
    }

    private static Row row(Close close, Period period, String kind, String figure, boolean isFormulaChanged) {
        return RowFactory.create(
                period.name(),
                kind,
                figure,
                Date.valueOf(period.start()),
                Date.valueOf(period.end()),
                close.version(),
                isFormulaChanged);
    }

    private static Column[] columns(Column... more) {
        return Stream.concat(KEY.stream().map(functions::col), Arrays.stream(more))
                .toArray(Column[]::new);
    }
}
