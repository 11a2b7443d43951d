package io.mittari.cli;

import io.mittari.explain.ExplainedChange;
import io.mittari.explain.Explanation;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is printed about a value.
 *
 * @param explanation the value and its rows
 * @param change where its change comes from, if that was asked for
 * @param limit so many rows of a measure; empty: all
 * @param currency the currency of all published money
 */
record Explained(Explanation explanation, Optional<ExplainedChange> change, OptionalInt limit, String currency) {}
