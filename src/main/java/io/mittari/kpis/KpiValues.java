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

    /** A member in a period: its row, its KPIs' details, and whether it has a place among the others. */
    private record Ranked(Row row, Grain grain, List<Row> details, boolean hasPlace) {
        static Ranked of(Row row) {
            Grain grain = Grain.named(row.getAs(Members.GRAIN));
            // Unassigned is no member that could be better or worse.
            boolean hasPlace = grain.keys().stream().noneMatch(key -> Grain.UNASSIGNED.equals(row.getAs(key)));
            return new Ranked(row, grain, row.getList(row.fieldIndex(Figures.DETAILS)), hasPlace);
        }
    }

    private Iterator<Row> ranked(Iterator<Row> rows) {
        List<Ranked> members = new ArrayList<>();
        rows.forEachRemaining(row -> members.add(Ranked.of(row)));
        Map<String, Ranking> rankings = rankings(members);
        return members.stream()
                .flatMap(member ->
                        member.details().stream().map(detail -> row(member, detail, rankings.get(detail.getString(0)))))
                .iterator();
    }

    private Map<String, Ranking> rankings(List<Ranked> members) {
        Map<String, List<BigDecimal>> values = new HashMap<>();
        better.keySet().forEach(kpi -> values.put(kpi, new ArrayList<>()));
        members.stream()
                .filter(Ranked::hasPlace)
                .flatMap(member -> member.details().stream())
                .filter(detail -> !detail.isNullAt(1))
                .forEach(detail -> values.get(detail.getString(0)).add(detail.getDecimal(1)));
        Map<String, Ranking> rankings = new HashMap<>();
        values.forEach((kpi, ofMembers) -> rankings.put(kpi, new Ranking(ofMembers, better.get(kpi))));
        return rankings;
    }

    private Row row(Ranked member, Row detail, Ranking ranking) {
        String name = detail.getString(0);
        Grain grain = member.grain();
        BigDecimal value = detail.getDecimal(1);
        BigDecimal previous = detail.getDecimal(5);
        BigDecimal change = value == null || previous == null ? null : value.subtract(previous);
        BigDecimal target = of(targets, name, grain);
        boolean isRanked = member.hasPlace() && value != null;
        List<Object> values = new ArrayList<>();
        values.add(grain.grainName());
        Members.KEY.stream()
                .skip(1)
                .forEach(key ->
                        values.add(grain.keys().contains(key) ? member.row().getAs(key) : Grain.ALL));
        PERIOD.forEach(column -> values.add(member.row().getAs(column)));
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

    static BigDecimal changeRate(BigDecimal change, BigDecimal previous) {
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
