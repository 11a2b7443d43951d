package io.mittari.settings;

import java.util.Optional;

/**
 * A KPI as the catalog defines it: one exact fraction over measures and other KPIs.
 *
 * @param name unique name, the column of the wide tables
 * @param label English label
 * @param labelFi Finnish label
 * @param description what it says, and what a reader could mistake
 * @param unit one of ratio, money, count, days, years, money per day, money per year
 * @param better whether higher or lower values are better
 * @param core whether it belongs to the core that a team watches first
 * @param numerator expression over measures and KPIs: + - * / ( ) abs, numbers, names
 * @param denominator expression; empty where the KPI is the numerator itself
 * @param origin file and line of the definition, for messages
 */
public record KpiDefinition(
        String name,
        String label,
        String labelFi,
        String description,
        String unit,
        Better better,
        boolean core,
        String numerator,
        Optional<String> denominator,
        String origin) {
    /** Which direction of a KPI is good. */
    public enum Better {
        HIGHER,
        LOWER
    }
}
