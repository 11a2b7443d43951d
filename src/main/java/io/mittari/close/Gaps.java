package io.mittari.close;

import static org.apache.spark.sql.functions.col;

import io.mittari.explain.Rejected;
import io.mittari.model.Grain;
import io.mittari.model.Period;
import io.mittari.warehouse.PublishedRun;
import io.mittari.warehouse.Warehouse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is missing in the figures of a period, for whoever signs them.
 *
 * @param warehouse the warehouse
 * @param run the run
 */
record Gaps(Warehouse warehouse, PublishedRun run) {
    /** Amounts of nobody in the period, and rejected rows of the loads that the run rests on, of whatever period. */
    List<String> of(Period period) {
        List<String> gaps = new ArrayList<>();
        Stream.of(Grain.REP, Grain.SEGMENT).forEach(grain -> gaps.addAll(unassigned(grain, period)));
        gaps.addAll(rejected());
        return gaps;
    }

    private List<String> unassigned(Grain grain, Period period) {
        return warehouse
                .table("kpi_" + grain.grainName(), run)
                .where(col("period").equalTo(period.name()))
                .where(col(grain.keys().get(0)).equalTo(Grain.UNASSIGNED))
                .select("revenue", "bookings")
                .collectAsList()
                .stream()
                .flatMap(row -> Stream.of("revenue", "bookings")
                        .filter(name -> row.getAs(name) != null
                                && row.<BigDecimal>getAs(name).signum() != 0)
                        .map(name ->
                                "Unassigned: %s %s of no known %s".formatted(name, row.getAs(name), grain.grainName())))
                .toList();
    }

    private List<String> rejected() {
        return Rejected.of(warehouse, run).stream()
                .map(rejected -> "Rejected: %d rows of source %s, in rejected_rows"
                        .formatted(rejected.rows(), rejected.source()))
                .toList();
    }
}
