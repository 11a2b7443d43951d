package io.mittari.kpis;

import io.mittari.measures.Members;
import io.mittari.model.Grain;
import io.mittari.settings.KpiDefinition;
import io.mittari.settings.KpiDefinition.Better;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One row a KPI value: the value beside its past, its target, and its place among the members of the same grain and
 * period.
 */
public final class KpiValues implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<String> PERIOD =
            List.of("period_type", "period", "period_start", "period_end", "complete");

    private final Map<String, Better> better;
    private final Map<String, String> units;
    private final Map<String, Map<Grain, BigDecimal>> targets;
    private final Map<String, Map<Grain, BigDecimal>> benchmarks;

    /**
     * @param catalog the KPIs
     * @param targets target per KPI and grain
     * @param benchmarks benchmark per KPI and grain
     */
    public KpiValues(
            Catalog catalog,
            Map<String, Map<Grain, BigDecimal>> targets,
            Map<String, Map<Grain, BigDecimal>> benchmarks) {
        this.better = new HashMap<>(
                catalog.published().stream().collect(Collectors.toMap(KpiDefinition::name, KpiDefinition::better)));
        this.units = new HashMap<>(
                catalog.published().stream().collect(Collectors.toMap(KpiDefinition::name, KpiDefinition::unit)));
        this.targets = new HashMap<>(targets);
        this.benchmarks = new HashMap<>(benchmarks);
    }

    /**
     * All KPI values: the columns of the table {@code kpi_values} but {@code as_of} and {@code run_id}.
     *
     * @param figures the result of {@link Figures#of}
     */
    public Dataset<Row> of(Dataset<Row> figures) {
        Column[] columns = Stream.of(Members.KEY.stream(), PERIOD.stream(), Stream.of(Figures.DETAILS))
                .flatMap(names -> names)
                .map(functions::col)
                .toArray(Column[]::new);
        Dataset<Row> details = figures.select(columns);
        Column[] key = {functions.col(Members.GRAIN), functions.col("period_type"), functions.col("period")};
        FlatMapGroupsFunction<Row, Row, Row> ranked = (group, members) -> ranked(members);
        return details.groupBy(key)
                .as(Encoders.row(details.select(key).schema()), Encoders.row(details.schema()))
                .flatMapGroups(ranked, Encoders.row(schema()));
    }

    private Iterator<Row> ranked(Iterator<Row> iterator) {
        List<Row> members = new ArrayList<>();
        iterator.forEachRemaining(members::add);
        Map<String, Ranking> rankings = new HashMap<>();
        List<Row> values = new ArrayList<>();
        for (Row member : members) {
            for (Row detail : member.<Row>getList(member.fieldIndex(Figures.DETAILS))) {
                String kpi = detail.getString(0);
                Ranking ranking = rankings.computeIfAbsent(kpi, name -> ranking(name, members));
                values.add(row(member, detail, ranking));
            }
        }
        return values.iterator();
    }

    private Ranking ranking(String kpi, List<Row> members) {
        List<BigDecimal> values = members.stream()
                .filter(KpiValues::isRanked)
                .flatMap(member -> member.<Row>getList(member.fieldIndex(Figures.DETAILS)).stream())
                .filter(detail -> detail.getString(0).equals(kpi) && !detail.isNullAt(1))
                .map(detail -> detail.getDecimal(1))
                .toList();
        return new Ranking(values, better.get(kpi));
    }

    /** Unassigned is no member that could be better or worse. */
    private static boolean isRanked(Row member) {
        return Grain.valueOf(member.<String>getAs(Members.GRAIN).toUpperCase(Locale.ROOT)).keys().stream()
                .noneMatch(key -> Grain.UNASSIGNED.equals(member.getAs(key)));
    }

    private Row row(Row member, Row detail, Ranking ranking) {
        String name = detail.getString(0);
        Grain grain = Grain.valueOf(member.<String>getAs(Members.GRAIN).toUpperCase(Locale.ROOT));
        BigDecimal value = detail.getDecimal(1);
        BigDecimal previous = detail.getDecimal(5);
        BigDecimal change = value == null || previous == null ? null : value.subtract(previous);
        BigDecimal target = of(targets, name, grain);
        boolean isRanked = isRanked(member) && value != null;
        List<Object> values = new ArrayList<>();
        values.add(grain.grainName());
        Members.KEY.stream()
                .skip(1)
                .forEach(key -> values.add(grain.keys().contains(key) ? member.getAs(key) : Grain.ALL));
        PERIOD.forEach(column -> values.add(member.getAs(column)));
        values.addAll(Arrays.asList(
                name,
                value,
                units.get(name),
                detail.getDecimal(2),
                detail.getDecimal(3),
                detail.getString(4),
                previous,
                change,
                changeRate(change, previous),
                detail.getDecimal(6),
                target,
                targetStatus(value, target),
                of(benchmarks, name, grain),
                isRanked ? ranking.rank(value) : null,
                isRanked ? ranking.percentile(value) : null));
        return RowFactory.create(values.toArray());
    }

    private static BigDecimal of(Map<String, Map<Grain, BigDecimal>> goals, String kpi, Grain grain) {
        return goals.getOrDefault(kpi, Map.of()).get(grain);
    }

    private static BigDecimal changeRate(BigDecimal change, BigDecimal previous) {
        return change == null || previous.signum() == 0 ? null : change.divide(previous.abs(), 6, RoundingMode.HALF_UP);
    }

    private static String targetStatus(BigDecimal value, BigDecimal target) {
        if (value == null || target == null) {
            return null;
        }
        int comparison = value.compareTo(target);
        return comparison > 0 ? "above" : comparison < 0 ? "below" : "on";
    }

    private static StructType schema() {
        List<StructField> fields = new ArrayList<>();
        Members.KEY.forEach(name -> fields.add(field(name, DataTypes.StringType)));
        fields.add(field("period_type", DataTypes.StringType));
        fields.add(field("period", DataTypes.StringType));
        fields.add(field("period_start", DataTypes.DateType));
        fields.add(field("period_end", DataTypes.DateType));
        fields.add(field("complete", DataTypes.BooleanType));
        fields.add(field("kpi", DataTypes.StringType));
        fields.add(field("value", Figures.KPI_TYPE));
        fields.add(field("unit", DataTypes.StringType));
        fields.add(field("numerator", Figures.SIDE_TYPE));
        fields.add(field("denominator", Figures.SIDE_TYPE));
        fields.add(field("status", DataTypes.StringType));
        fields.add(field("previous_value", Figures.KPI_TYPE));
        fields.add(field("change", Figures.KPI_TYPE));
        fields.add(field("change_rate", Figures.KPI_TYPE));
        fields.add(field("year_ago_value", Figures.KPI_TYPE));
        fields.add(field("target", Figures.KPI_TYPE));
        fields.add(field("target_status", DataTypes.StringType));
        fields.add(field("benchmark", Figures.KPI_TYPE));
        fields.add(field("rank", DataTypes.IntegerType));
        fields.add(field("percentile", Figures.KPI_TYPE));
        return DataTypes.createStructType(fields);
    }

    private static StructField field(String name, DataType type) {
        return DataTypes.createStructField(name, type, true);
    }
}
