package io.mittari.explain;

import io.mittari.measures.Measure;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A published measure and the rows behind it, whose sum is its value.
 *
 * @param measure the measure
 * @param value the published value in the measure's unit; empty where it has none
 * @param rowCount how many rows stand behind it
 * @param largest finds the rows, those that add or take off most first; so many at most, or all of them
 */
public record ExplainedMeasure(
        Measure measure,
        Optional<BigDecimal> value,
        long rowCount,
        Function<OptionalInt, Iterator<BehindRow>> largest) {}
