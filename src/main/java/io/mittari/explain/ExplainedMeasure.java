package io.mittari.explain;

import io.mittari.measures.Measure;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A measure, or another number that a value follows from, and the rows behind it, whose sum it is.
 *
 * @param name the measure, as formulas name it
 * @param description what it says
 * @param unit its unit
 * @param value its published value in that unit; empty where it has none
 * @param rowCount how many rows stand behind it
 * @param largest finds the rows, those that add or take off most first; so many at most, or all of them
 */
public record ExplainedMeasure(
        String name,
        String description,
        String unit,
        Optional<BigDecimal> value,
        long rowCount,
        Function<OptionalInt, Iterator<BehindRow>> largest) {
    static ExplainedMeasure of(Measure measure, Optional<BigDecimal> value, MeasureRows rows) {
        return new ExplainedMeasure(
                measure.column(),
                measure.description(),
                measure.unit().unitName(),
                value,
                rows.total(measure).rows(),
                limit -> rows.largest(measure, limit));
    }
}
