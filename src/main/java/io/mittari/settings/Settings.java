package io.mittari.settings;

import io.mittari.model.Entity;
import io.mittari.model.FiscalCalendar;
import io.mittari.model.Grain;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of a deployment, read once and checked.
 *
 * @param calendar the business calendar
 * @param firstPeriod first day of the first period to publish; empty: from the earliest event
 * @param reportingCurrency currency of all published money, three upper-case letters
 * @param warehouse where tables are published
 * @param sources the extracts, by entity
 * @param qualifiedWhen SQL predicate over a canonical lead: which leads count as qualified
 * @param expenses what an acquisition costs and who bears it
 * @param customers when an account is active
 * @param sellingKinds kinds of activities that are selling time, in lower case
 * @param gates limits beyond which nothing is published
 * @param close who may sign for figures
 * @param kpis all KPIs of the catalog, built in and the deployment's own, in its order
 * @param enabledKpis names of the KPIs to publish, in the order of the catalog; their formulas may refer to any other
 * @param targets target per KPI and grain
 * @param benchmarks benchmark per KPI and grain
 * @param spark settings of the Spark session by their full names, passed through
 */
public record Settings(
        FiscalCalendar calendar,
        Optional<LocalDate> firstPeriod,
        String reportingCurrency,
        Warehouse warehouse,
        Map<Entity, Source> sources,
        String qualifiedWhen,
        Expenses expenses,
        Customers customers,
        Set<String> sellingKinds,
        Gates gates,
        Close close,
        List<KpiDefinition> kpis,
        List<String> enabledKpis,
        Map<String, Map<Grain, BigDecimal>> targets,
        Map<String, Map<Grain, BigDecimal>> benchmarks,
        Map<String, String> spark) {

    /**
     * Where tables are published.
     *
     * @param path folder of the tables
     * @param database session catalog database to register them in, if any
     * @param maintenance how long versions of tables are kept
     */
    public record Warehouse(String path, Optional<String> database, Maintenance maintenance) {}

    /**
     * How long a reader finds the tables as a run left them.
     *
     * @param keepDays days after a run
     * @param keepRuns as many of the newest runs are kept, however old they are
     * @param everyRuns how many runs apart what is no longer kept is deleted
     */
    public record Maintenance(int keepDays, int keepRuns, int everyRuns) {}

    /**
     * What an acquisition costs and who bears it.
     *
     * @param acquisitionCategories categories of expenses that count, in lower case
     * @param allocateBy what shared expenses are shared out by
     */
    public record Expenses(Set<String> acquisitionCategories, AllocateBy allocateBy) {}

    /** What expenses without rep and segment are shared out by. */
    public enum AllocateBy {
        NEW_CUSTOMERS,
        QUALIFIED_LEADS,
        REVENUE,
        NONE
    }

    /**
     * When an account is active.
     *
     * @param reactivationGapDays longest gap between subscriptions in which an account stays active
     * @param inactiveAfterDays days that an invoice keeps an account active where there are no subscriptions
     */
    public record Customers(int reactivationGapDays, int inactiveAfterDays) {}

    /**
     * Limits beyond which nothing is published.
     *
     * @param maxRejectedShare largest share of a source's rows that may be rejected, 0 to 1
     * @param minRejectedRows as many rejected rows of a source never stop a run
     * @param minShareOfPrevious smallest number of a snapshot's rows, as a share of the last published run's
     */
    public record Gates(BigDecimal maxRejectedShare, long minRejectedRows, BigDecimal minShareOfPrevious) {}

    /**
     * Who may sign for figures, and what they want to hear of.
     *
     * @param approvers those who may approve a close; none: a close takes effect without
     * @param reconciliationTolerance up to which difference bookings and revenue count as the same
     * @param maxDifferenceShare largest difference between bookings and revenue of the company that can be closed, as a
     *     share of the bookings; empty: any
     * @param materiality smallest difference of a closed KPI that a run warns of, per KPI and grain
     */
    public record Close(
            List<String> approvers,
            BigDecimal reconciliationTolerance,
            Optional<BigDecimal> maxDifferenceShare,
            Map<String, Map<Grain, BigDecimal>> materiality) {}

    /** A copy that publishes to another folder. */
    public Settings withWarehousePath(String path) {
        return new Settings(
                calendar,
                firstPeriod,
                reportingCurrency,
                new Warehouse(path, Optional.empty(), warehouse.maintenance()),
                sources,
                qualifiedWhen,
                expenses,
                customers,
                sellingKinds,
                gates,
                close,
                kpis,
                enabledKpis,
                targets,
                benchmarks,
                spark);
    }

    /** SHA-256, in hexadecimal digits, of all settings that can change a figure; the warehouse and Spark's cannot. */
    public String fingerprint() {
        return Fingerprint.of(this);
    }
}
