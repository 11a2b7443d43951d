package io.mittari.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.mittari.measures.Measure;
import io.mittari.measures.Members;
import io.mittari.model.Grain;
import io.mittari.model.QualityCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The gate that members of every grain add up to the company, in every period and measure, exactly. */
final class MembersAddUp {
    private MembersAddUp() {}

    /** One check a grain. The sums have a row a grain and period, however many members there are. */
    static List<QualityCheck> checks(Dataset<Row> figures) {
        Column[] sums = Arrays.stream(Measure.values())
                .map(Measure::column)
                .map(name -> sum(col(name)).as(name))
                .toArray(Column[]::new);
        Map<String, Map<String, Row>> byGrain = figures
                .groupBy(col(Members.GRAIN), col("period_type"), col("period"))
                .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length))
                .collectAsList()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.getString(0),
                        Collectors.toMap(row -> row.getString(1) + " " + row.getString(2), row -> row)));
        Map<String, Row> company = byGrain.getOrDefault(Grain.COMPANY.grainName(), Map.of());
        return Arrays.stream(Grain.values())
                .filter(grain -> grain != Grain.COMPANY)
                .map(grain -> check(grain, company, byGrain.getOrDefault(grain.grainName(), Map.of())))
                .toList();
    }

    private static QualityCheck check(Grain grain, Map<String, Row> company, Map<String, Row> members) {
        List<String> differences = new ArrayList<>();
        company.forEach((period, whole) -> {
            for (Measure measure : Measure.values()) {
                Object expected = whole.getAs(measure.column());
                Row sum = members.get(period);
                Object found = sum == null ? null : sum.getAs(measure.column());
                if (!same(expected, found)) {
                    differences.add(
                            "%s of %s: company %s, members %s".formatted(measure.column(), period, expected, found));
                }
            }
        });
        return QualityCheck.gate(
                "members_add_up." + grain.grainName(),
                "The members of grain " + grain.grainName().toLowerCase(Locale.ROOT)
                        + " add up to the company in every period and measure",
                differences.isEmpty(),
                differences.isEmpty()
                        ? "no difference"
                        : differences.size() + " differences, such as " + differences.get(0),
                "no difference");
    }

    /** Nothing is the same as a sum of 0: a grain without a member in a period has no rows to sum. */
    private static boolean same(Object expected, Object found) {
        return Objects.equals(expected, found) || (isNothing(expected) && isNothing(found));
    }

    private static boolean isNothing(Object value) {
        return value == null || (value instanceof Number number && number.doubleValue() == 0);
    }
}
