package io.mittari.explain;

import static org.apache.spark.sql.functions.col;

import io.mittari.measures.Measure;
import io.mittari.model.Failure;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.settings.Nearest;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The published figures of one member, as a run left them. */
final class PublishedMember {
    private final Warehouse warehouse;
    private final PublishedRun run;
    private final Subject subject;

    PublishedMember(Warehouse warehouse, PublishedRun run, Subject subject) {
        this.warehouse = warehouse;
        this.run = run;
        this.subject = subject;
    }

    /** The row of the grain's wide table; empty where the member has none in the period. */
    Optional<Row> wide(Period period) {
        return table(subject.grain()).where(isOf(period)).where(subject.isMember()).collectAsList().stream()
                .findFirst();
    }

    /** The KPI's row of kpi_values. */
    Row value(String kpi, Period period) {
        Column isMember = subject.isMember();
        return warehouse
                .table("kpi_values", run)
                .where(col("grain").equalTo(subject.grain().grainName()))
                .where(isOf(period))
                .where(isMember)
                .where(col("kpi").equalTo(kpi))
                .first();
    }

    /** The rows of another grain's wide table in the period. */
    Dataset<Row> rows(Grain grain, Period period) {
        return table(grain).where(isOf(period));
    }

    /** The measures of a row of a wide table that have a value, exactly. */
    static Map<Measure, BigDecimal> measures(Row wide) {
        Map<Measure, BigDecimal> measures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            Object value = wide.getAs(measure.column());
            if (value != null) {
                measures.put(measure, value instanceof Long number ? BigDecimal.valueOf(number) : (BigDecimal) value);
            }
        }
        return measures;
    }

    /** What is wrong with a member that is no row of the period: the failure names the nearest one. */
    Failure missing(Period period) {
        for (Map.Entry<String, String> key : subject.keys().entrySet()) {
            List<Row> known = members(key.getKey());
            if (known.stream().noneMatch(row -> key.getValue().equals(row.get(0)))) {
                return unknown(key.getKey(), key.getValue(), known);
            }
        }
        return Failure.usage(
                "There are no figures of %s in %s: every measure is 0 there. Give another period, or leave an option out"
                        .formatted(subject.text(), period.name()));
    }

    private Failure unknown(String key, String value, List<Row> known) {
        String nearest = known.stream()
                .filter(row -> row.size() > 1 && value.equalsIgnoreCase(row.getString(1)))
                .findFirst()
                .map(row -> row.getString(0))
                .orElseGet(() -> Nearest.of(
                        value, known.stream().map(row -> row.getString(0)).toList()));
        return Failure.usage("There is no published %s '%s' (%s); the nearest is %s"
                .formatted(Subject.word(key), value, Subject.option(key), nearest));
    }

    /** All members of a key, with the names of reps. */
    private List<Row> members(String key) {
        Grain grain = key.equals("rep_id") ? Grain.REP : Grain.named(key);
        Dataset<Row> rows = table(grain);
        Dataset<Row> members = key.equals("rep_id") ? rows.select(key, "rep_name") : rows.select(key);
        return members.distinct().orderBy(key).collectAsList();
    }

    private Dataset<Row> table(Grain grain) {
        return warehouse.table("kpi_" + grain.grainName(), run);
    }

    private static Column isOf(Period period) {
        return col("period_type")
                .equalTo(period.type().typeName())
                .and(col("period").equalTo(period.name()));
    }
}
