package io.mittari.kpis;

import io.mittari.facts.Cells;
import io.mittari.measures.Measure;
import io.mittari.measures.MemberMonths;
import io.mittari.measures.MemberPeriod;
import io.mittari.measures.Members;
import io.mittari.measures.PeriodRange;
import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.model.PeriodType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * From the tallies of members to published figures: one row a grain, member and period, with every measure, every KPI,
 * and the details of each KPI's value.
 */
public final class Figures implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The column of the KPIs' details: an array with a struct a KPI, its name and value in {@code kpi} and {@code value}. */
    public static final String DETAILS = "kpi_details";
    /** The type of KPI values. */
    static final DataType KPI_TYPE = DataTypes.createDecimalType(28, 6);
    /** The type of the sides of a fraction. */
    static final DataType SIDE_TYPE = DataTypes.createDecimalType(38, 6);

    private final PeriodRange range;
    private final Set<Entity> sources;
    private final List<Kpi> kpis;
    private final List<String> enabled;
    private final List<String> kpiColumns;

    /**
     * @param range the periods of the run
     * @param sources the entities that have a source; a measure without its source is null
     * @param catalog the KPIs
     */
    public Figures(PeriodRange range, Set<Entity> sources, Catalog catalog) {
        this.range = range;
        this.sources = Set.copyOf(sources);
        this.kpis = catalog.all();
        this.enabled = catalog.published().stream().map(kpi -> kpi.name()).toList();
        this.kpiColumns = catalog.kpiColumns();
    }

    /**
     * The figures of every member in the periods that are wanted: {@link Members#KEY} (null where a grain has no such key; {@code team} is also the
     * rep's), {@code rep_name, period_type, period, period_start, period_end, complete}, measures, KPIs, details.
     *
     * @param memberMonths the result of {@link Members#months}
     */
    public Dataset<Row> of(Dataset<Row> memberMonths) {
        Column[] key = Stream.concat(Members.KEY.stream(), Stream.of("rep_name", "rep_team"))
                .map(functions::col)
                .toArray(Column[]::new);
        StructType keyType = memberMonths.select(key).schema();
        FlatMapGroupsFunction<Row, Row, Row> figures = this::figuresOf;
        return memberMonths
                .groupBy(key)
                .as(Encoders.row(keyType), Encoders.row(memberMonths.schema()))
                .flatMapGroups(figures, Encoders.row(schema()));
    }

    private Iterator<Row> figuresOf(Row member, Iterator<Row> rows) {
        Grain grain = Grain.named(member.getAs(Members.GRAIN));
        MemberMonths months = months(rows);
        return Arrays.stream(PeriodType.values())
                .flatMap(type -> figuresOf(member, grain, months, type).stream())
                .iterator();
    }

    private MemberMonths months(Iterator<Row> rows) {
        long[][] inMonth = MemberMonths.nothing(range);
        while (rows.hasNext()) {
            Row row = rows.next();
            int index = MemberMonths.index(range, row.getAs(Cells.MONTH));
            int first = row.fieldIndex(Tally.values()[0].column());
            for (int tally = 0; tally < inMonth.length; tally++) {
                inMonth[tally][index] = Math.addExact(inMonth[tally][index], row.getLong(first + tally));
            }
        }
        return new MemberMonths(range, inMonth);
    }

    private List<Row> figuresOf(Row member, Grain grain, MemberMonths months, PeriodType type) {
        Map<Integer, MemberFigures> published = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        for (Period period : range.compared(type)) {
            MemberFigures figures = MemberFigures.of(new MemberPeriod(range, months, period), grain, sources, kpis);
            if (!isRow(grain, figures)) {
                continue;
            }
            published.put(period.firstMonth(), figures);
            if (range.isEmitted(period)) {
                MemberFigures previous = published.get(period.firstMonth() - type.months());
                MemberFigures yearAgo = published.get(period.firstMonth() - PeriodType.YEAR.months());
                rows.add(row(member, period, figures, previous, yearAgo));
            }
        }
        return rows;
    }

    /** A rep or a pair is a row where any measure is neither 0 nor null (an employed rep is an active one); others always. */
    private boolean isRow(Grain grain, MemberFigures figures) {
        return switch (grain) {
            case COMPANY, SEGMENT, TEAM, CHANNEL -> true;
            case REP, REP_SEGMENT -> figures.hasAny();
        };
    }

    private Row row(Row member, Period period, MemberFigures figures, MemberFigures previous, MemberFigures yearAgo) {
        List<Object> values = new ArrayList<>();
        values.add(member.getAs(Members.GRAIN));
        values.add(member.getAs("rep_id"));
        String team = member.getAs("team");
        values.add(team == null ? member.<String>getAs("rep_team") : team);
        values.add(member.getAs("segment"));
        values.add(member.getAs("channel"));
        values.add(member.getAs("rep_name"));
        values.add(period.type().typeName());
        values.add(period.name());
        values.add(java.sql.Date.valueOf(period.start()));
        values.add(java.sql.Date.valueOf(period.end()));
        values.add(range.isComplete(period));
        for (Measure measure : Measure.values()) {
            values.add(figures.published(measure));
        }
        for (String kpi : kpiColumns) {
            values.add(figures.value(kpi));
        }
        values.add(enabled.stream()
                .map(kpi -> figures.detail(kpi, previous, yearAgo))
                .toArray(Row[]::new));
        return RowFactory.create(values.toArray());
    }

    private StructType schema() {
        List<StructField> fields = new ArrayList<>();
        Stream.concat(Members.KEY.stream(), Stream.of("rep_name", "period_type", "period"))
                .forEach(name -> fields.add(DataTypes.createStructField(name, DataTypes.StringType, true)));
        fields.add(DataTypes.createStructField("period_start", DataTypes.DateType, false));
        fields.add(DataTypes.createStructField("period_end", DataTypes.DateType, false));
        fields.add(DataTypes.createStructField("complete", DataTypes.BooleanType, false));
        for (Measure measure : Measure.values()) {
            fields.add(
                    DataTypes.createStructField(measure.column(), measure.unit().dataType(), true));
        }
        kpiColumns.forEach(kpi -> fields.add(DataTypes.createStructField(kpi, KPI_TYPE, true)));
        fields.add(DataTypes.createStructField(
                DETAILS, DataTypes.createArrayType(MemberFigures.detailType(), false), false));
        return DataTypes.createStructType(fields);
    }
}
