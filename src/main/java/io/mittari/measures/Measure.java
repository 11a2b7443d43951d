package io.mittari.measures;

import static io.mittari.measures.Unit.COUNT;
import static io.mittari.measures.Unit.DAYS;
import static io.mittari.measures.Unit.MINUTES;
import static io.mittari.measures.Unit.MONEY;
import static io.mittari.measures.Unit.UNITS;
import static io.mittari.model.Entity.ACTIVITIES;
import static io.mittari.model.Entity.EXPENSES;
import static io.mittari.model.Entity.FORECASTS;
import static io.mittari.model.Entity.INVOICE_LINES;
import static io.mittari.model.Entity.LEADS;
import static io.mittari.model.Entity.OPPORTUNITIES;
import static io.mittari.model.Entity.QUOTAS;
import static io.mittari.model.Entity.REPS;
import static io.mittari.model.Entity.SUBSCRIPTIONS;
import static io.mittari.model.Entity.TIMESHEETS;

import io.mittari.model.Entity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The published measures: what each is, what it needs, and how a period's value follows from a member's tallies. Every
 * value is a whole number of the unit's smallest parts, and linear in the tallies, so that the members of a grain add up
 * to the company.
 */
public enum Measure {
    REVENUE(MONEY, needs(INVOICE_LINES), "Invoiced revenue.", flow(Tally.REVENUE)),
    REVENUE_PREVIOUS(
            MONEY,
            needs(INVOICE_LINES),
            "Revenue of the period before; for a running period of as many days from its beginning.",
            MemberPeriod::previousRevenue),
    REVENUE_YEAR_AGO(
            MONEY,
            needs(INVOICE_LINES),
            "Revenue of the same period a year before; for a running period of as many days from its beginning.",
            MemberPeriod::yearAgoRevenue),
    UNITS_SOLD(UNITS, needs(INVOICE_LINES), "Units invoiced.", flow(Tally.UNITS_SOLD)),
    LEADS_CREATED(COUNT, needs(LEADS), "Leads created.", flow(Tally.LEADS_CREATED)),
    LEADS_CONVERTED(
            COUNT,
            needs(LEADS),
            "Leads created in the period and converted up to the reporting date.",
            flow(Tally.LEADS_CONVERTED)),
    QUALIFIED_LEADS(
            COUNT, needs(LEADS), "Leads qualified in the period that meet the criteria.", flow(Tally.QUALIFIED_LEADS)),
    OPPORTUNITIES_CREATED(COUNT, needs(OPPORTUNITIES), "Opportunities created.", flow(Tally.OPPORTUNITIES_CREATED)),
    OPEN_OPPORTUNITIES(
            COUNT,
            needs(OPPORTUNITIES),
            "Opportunities open at the start of the period.",
            period -> period.openBefore(period.period().firstMonth())),
    OPPORTUNITIES_WORKED(
            COUNT,
            needs(OPPORTUNITIES),
            "Opportunities open at the start of the period or created in it.",
            period -> period.openBefore(period.period().firstMonth()) + period.flow(Tally.OPPORTUNITIES_CREATED)),
    WON_DEALS(COUNT, needs(OPPORTUNITIES), "Opportunities won.", flow(Tally.WON_DEALS)),
    LOST_DEALS(COUNT, needs(OPPORTUNITIES), "Opportunities lost.", flow(Tally.LOST_DEALS)),
    BOOKINGS(MONEY, needs(OPPORTUNITIES), "Amount of the opportunities won.", flow(Tally.BOOKINGS)),
    LOST_AMOUNT(MONEY, needs(OPPORTUNITIES), "Amount of the opportunities lost.", flow(Tally.LOST_AMOUNT)),
    SALES_CYCLE_DAYS(
            DAYS,
            needs(OPPORTUNITIES),
            "Days from first contact to closing of the opportunities won.",
            flow(Tally.SALES_CYCLE_DAYS)),
    PIPELINE(
            MONEY,
            needs(OPPORTUNITIES),
            "Open amount at the start of the period, as known then.",
            atStart(Tally.PIPELINE)),
    PIPELINE_DUE(
            MONEY,
            needs(OPPORTUNITIES),
            "The part of pipeline that is expected to close before the end of the period.",
            period -> period.atStart(
                    period.ofType(Tally.PIPELINE_DUE_MONTH, Tally.PIPELINE_DUE_QUARTER, Tally.PIPELINE_DUE_YEAR))),
    OPEN_OPPORTUNITIES_END(
            COUNT,
            needs(OPPORTUNITIES),
            "Opportunities open at the end of the period, or of the reporting date.",
            period -> period.openBefore(period.period().endMonth())),
    PIPELINE_END(
            MONEY,
            needs(OPPORTUNITIES),
            "Open amount at the end of the period, or of the reporting date.",
            period -> period.atEnd(Tally.PIPELINE)),
    PIPELINE_DUE_END(
            MONEY,
            needs(OPPORTUNITIES),
            "The part of pipeline_end that is expected to close before the end of the period.",
            period -> period.atEnd(period.ofType(
                    Tally.PIPELINE_DUE_END_MONTH, Tally.PIPELINE_DUE_END_QUARTER, Tally.PIPELINE_DUE_END_YEAR))),
    QUOTA(MONEY, needs(QUOTAS), "Quotas whose own periods lie within the period.", true, MemberPeriod::quota),
    FORECAST(
            MONEY,
            needs(FORECASTS),
            "Forecasts for the period, the longest of a rep and segment.",
            true,
            period -> period.flow(period.ofType(Tally.FORECAST_MONTH, Tally.FORECAST_QUARTER, Tally.FORECAST_YEAR))),
    QUOTA_REPS(
            COUNT,
            needs(QUOTAS),
            "Reps with a quota above 0, at their home segment.",
            true,
            period -> period.flow(
                    period.ofType(Tally.QUOTA_REPS_MONTH, Tally.QUOTA_REPS_QUARTER, Tally.QUOTA_REPS_YEAR))),
    QUOTA_REPS_ATTAINED(
            COUNT,
            List.of(Set.of(QUOTAS), Set.of(OPPORTUNITIES)),
            "Reps with a quota whose bookings reach it.",
            true,
            period -> period.flow(period.ofType(
                    Tally.QUOTA_REPS_ATTAINED_MONTH,
                    Tally.QUOTA_REPS_ATTAINED_QUARTER,
                    Tally.QUOTA_REPS_ATTAINED_YEAR))),
    ACTIVE_REPS(
            COUNT,
            needs(REPS),
            "Reps employed on any day of the period, at their home segment.",
            true,
            MemberPeriod::activeReps),
    ACQUISITION_COST(
            MONEY, needs(EXPENSES), "Acquisition expenses, shared ones shared out.", flow(Tally.ACQUISITION_COST)),
    SELLING_MINUTES(
            MINUTES, List.of(Set.of(TIMESHEETS, ACTIVITIES)), "Time spent selling.", true, flow(Tally.SELLING_MINUTES)),
    TOTAL_MINUTES(MINUTES, List.of(Set.of(TIMESHEETS, ACTIVITIES)), "Time worked.", true, flow(Tally.TOTAL_MINUTES)),
    CUSTOMERS_START(
            COUNT,
            needsCustomers(),
            "Accounts active on the day before the period.",
            period -> period.customersBefore(period.period().firstMonth())),
    CUSTOMERS_END(
            COUNT,
            needsCustomers(),
            "Accounts active on the last day of the period, or the reporting date.",
            period -> period.customersBefore(period.period().endMonth())),
    CUSTOMERS_RETAINED(
            COUNT,
            needsCustomers(),
            "Accounts active on both.",
            period -> period.customersBefore(period.period().firstMonth()) - period.customersLost()),
    CUSTOMERS_LOST(
            COUNT, needsCustomers(), "Accounts active at the start and not at the end.", MemberPeriod::customersLost),
    NEW_CUSTOMERS(COUNT, needsCustomers(), "Accounts whose first activity ever begins.", flow(Tally.NEW_CUSTOMERS)),
    CUSTOMER_DAYS(
            DAYS,
            needsCustomers(),
            "Days on which accounts are active.",
            period -> period.customerDaysBefore(period.period().endMonth())
                    - period.customerDaysBefore(period.period().firstMonth())),
    CHURN_EVENTS(COUNT, needsCustomers(), "Ends of activity.", flow(Tally.CHURN_EVENTS)),
    LIFETIME_DAYS(
            DAYS,
            needsCustomers(),
            "Customer days from the beginning of the data to the end of the period.",
            period -> period.customerDaysBefore(period.period().endMonth())),
    LIFETIME_CHURN_EVENTS(
            COUNT,
            needsCustomers(),
            "Ends of activity from the beginning of the data to the end of the period.",
            period -> period.before(period.period().endMonth(), Tally.CHURN_EVENTS));

    /** How a period's value follows from a member's tallies. */
    @FunctionalInterface
    interface Derivation {
        /** The value in the unit's smallest parts, null where there is none. */
        Long of(MemberPeriod period);
    }

    private final Unit unit;
    private final List<Set<Entity>> needs;
    private final String description;
    private final boolean withoutChannel;
    private final Derivation derivation;

    Measure(Unit unit, List<Set<Entity>> needs, String description, Derivation derivation) {
        this(unit, needs, description, false, derivation);
    }

    Measure(Unit unit, List<Set<Entity>> needs, String description, boolean withoutChannel, Derivation derivation) {
        this.unit = unit;
        this.needs = needs;
        this.description = description;
        this.withoutChannel = withoutChannel;
        this.derivation = derivation;
    }

    /** The column's name. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is counted. */
    public Unit unit() {
        return unit;
    }

    /** What the measure says, for the column's comment. */
    public String description() {
        return description;
    }

    /** Whether the measure has no channel, so that KPIs over it are not applicable per channel. */
    public boolean isWithoutChannel() {
        return withoutChannel;
    }

    /** The sources that the measure can rest on. */
    public Set<Entity> sources() {
        return needs.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the sources that the measure rests on are there. */
    public boolean isAvailable(Set<Entity> sources) {
        return needs.stream().allMatch(alternatives -> alternatives.stream().anyMatch(sources::contains));
    }

    /** The measure of that name, if there is one. */
    public static Optional<Measure> named(String name) {
        return Arrays.stream(values())
                .filter(measure -> measure.column().equals(name))
                .findFirst();
    }

    /** The value in the unit's smallest parts; null where there is none. */
    public Long valueOf(MemberPeriod period) {
        return derivation.of(period);
    }

    private static List<Set<Entity>> needs(Entity entity) {
        return List.of(Set.of(entity));
    }

    private static List<Set<Entity>> needsCustomers() {
        return List.of(Set.of(SUBSCRIPTIONS, INVOICE_LINES));
    }

    private static Derivation flow(Tally tally) {
        return period -> period.flow(tally);
    }

    private static Derivation atStart(Tally tally) {
        return period -> period.atStart(tally);
    }
}
