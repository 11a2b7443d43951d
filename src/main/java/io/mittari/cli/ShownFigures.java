package io.mittari.cli;

import io.mittari.model.Grain;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Published KPI values that a person asked for.
 *
 * @param grain what they are about
 * @param periods their periods, in order
 * @param kpis their KPIs, in the order of the catalog
 * @param members the columns that name a member: the grain's, and the reps' names
 * @param columns the columns of the rows
 * @param rows rows of {@code kpi_values}, by period, member and KPI
 */
record ShownFigures(
        Grain grain,
        List<ShownPeriod> periods,
        List<ShownKpi> kpis,
        List<String> members,
        List<String> columns,
        List<Row> rows) {}
