package io.mittari.explain;

import io.mittari.kpis.Workings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What the change of a value since the period before comes from.
 *
 * @param previousPeriod name of the period before
 * @param previousValue the value published for it; empty where there is none
 * @param change value less previous value; empty where either is missing
 * @param parts what comes from each part of the formula: adds up to the change
 * @param members what comes from each member, those that moved the value most first; does not add up
 */
public record ExplainedChange(
        String previousPeriod,
        Optional<BigDecimal> previousValue,
        Optional<BigDecimal> change,
        List<Workings.Part> parts,
        List<Member> members) {
    /**
     * What a member has done to the value.
     *
     * @param kind what the members are: rep or segment
     * @param member rep id or segment
     * @param name name of the rep, or the segment
     * @param effect the value less what it would be had the measures of the member stayed as they were; empty where there
     *     would be none
     */
    public record Member(String kind, String member, String name, Optional<BigDecimal> effect) {}
}
