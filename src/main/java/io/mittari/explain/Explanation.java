package io.mittari.explain;

import io.mittari.kpis.Workings;
import io.mittari.model.Period;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A published value, taken back to its rows.
 *
 * @param name the KPI or measure
 * @param label what people call it
 * @param unit the unit of its values
 * @param description what it says, and what a reader could mistake
 * @param period its period
 * @param isComplete whether the period had ended; else the value is to date
 * @param subject whose value it is
 * @param value the published value; empty where there is none
 * @param status ok, or why there is no value
 * @param lines the formula, and those of the KPIs that it is made of
 * @param measures the measures that it rests on
 * @param rejected rejected rows of the sources that it rests on, which count nowhere
 * @param closed what is to be known of it where it is published as it was closed; its rows are those of then
 * @param asOf day whose end the value is as of
 * @param runId run that published it
 */
public record Explanation(
        String name,
        String label,
        String unit,
        String description,
        Period period,
        boolean isComplete,
        Subject subject,
        Optional<BigDecimal> value,
        String status,
        List<Workings.Line> lines,
        List<ExplainedMeasure> measures,
        List<Rejected> rejected,
        Optional<ClosedValue> closed,
        LocalDate asOf,
        String runId) {}
