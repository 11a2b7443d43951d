package io.mittari.facts;

import io.mittari.concurrent.Kept;
import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The canonical entities as tallies per cell: every source is aggregated once, for all measures that rest on it. */
public final class Facts {
    /** The name of a tally's column. */
    public static final String TALLY = "tally";
    /** What a fact adds to a tally (bigint). */
    public static final String UNITS = "units";

    private final FactContext context;
    private Optional<Dataset<Row>> creditedOpportunities = Optional.empty();

    /**
     * @param entities the rows in use per entity that has a source
     * @param settings the rules of the deployment
     * @param reportingDate D
     * @param rates the exchange rates
     */
    public Facts(Map<Entity, Dataset<Row>> entities, Settings settings, LocalDate reportingDate, ExchangeRates rates) {
        CalendarColumns calendar = new CalendarColumns(settings.calendar(), reportingDate);
        this.context = new FactContext(entities, settings, calendar, rates, new Credit(entities));
    }

    /**
     * The tallies that each source gives by itself: {@link Cells#SOURCE}, {@link Cells#KEY} and a bigint column a
     * {@link Tally}. A cell may stand in several rows.
     */
    public Dataset<Row> cells() {
        return union(own().map(Fact::cells));
    }

    /**
     * The rows behind tallies, one row a fact: {@link FactDetails}, {@link Cells#KEY} and a bigint column a tally; empty
     * where no source adds to any of them. They are the rows that {@link #cells} and {@link #withDerived} sum up.
     *
     * @param tallies what the rows add to
     * @param cells the result of {@link #cells}, materialised by the caller
     */
    public Optional<Dataset<Row>> rows(Set<Tally> tallies, Dataset<Row> cells) {
        return Stream.concat(own(), derived(cells))
                .filter(fact -> fact.tallies().stream().anyMatch(tallies::contains))
                .map(fact -> fact.details(tallies))
                .reduce(Dataset::unionByName);
    }

    /**
     * The same rows, one a fact and tally that it adds to: {@link FactDetails}, {@link Cells#KEY}, {@link #TALLY} and
     * {@link #UNITS}, which are never 0.
     *
     * @param tallies as of {@link #rows}
     * @param cells as of {@link #rows}
     */
    public Optional<Dataset<Row>> units(Set<Tally> tallies, Dataset<Row> cells) {
        return Stream.concat(own(), derived(cells))
                .filter(fact -> fact.tallies().stream().anyMatch(tallies::contains))
                .map(fact -> fact.units(tallies))
                .reduce(Dataset::unionByName);
    }

    /**
     * How long opportunities stay in a stage, where there is a history of stages: {@code rep_id, segment, stage, month,
     * days} and the sums {@code entered_month, entered_quarter, entered_year} (distinct opportunities that entered the
     * stage in the period that holds the month; of rows without {@code days}), {@code ended} and {@code lost}.
     */
    public Optional<Dataset<Row>> stays() {
        return context.rows(Entity.STAGE_HISTORY)
                .map(history -> new Stays(context).histogram(history, creditedOpportunities()));
    }

    /**
     * The rows that {@link #stays} sums up, where there is a history of stages: its columns, one row for each beginning
     * and one for each end of a stay, and {@link FactDetails} (entity, key, day and note) of the row of
     * {@code stage_history} with which the stay began.
     */
    public Optional<Dataset<Row>> stayRows() {
        return context.rows(Entity.STAGE_HISTORY)
                .map(history -> new Stays(context).rows(history, creditedOpportunities()));
    }

    /**
     * The given cells and the tallies that rest on other tallies: shared expenses and the reps who have a quota.
     *
     * @param cells the result of {@link #cells}, materialised by the caller
     */
    public Dataset<Row> withDerived(Dataset<Row> cells) {
        return union(Stream.concat(Stream.of(cells), derived(cells).map(Fact::cells)));
    }

    /** The facts of the sources that are there. */
    private Stream<Fact> own() {
        Team team = new Team(context);
        boolean hasTimesheets = context.entities().containsKey(Entity.TIMESHEETS);
        return Stream.of(
                        fact(Entity.LEADS, Leads.TALLIES, rows -> new Leads(context, rows).facts()),
                        fact(
                                Entity.OPPORTUNITIES,
                                Opportunities.TALLIES,
                                rows -> new Opportunities(context)
                                        .facts(creditedOpportunities().orElseThrow())),
                        fact(
                                Entity.OPPORTUNITIES,
                                Pipeline.TALLIES,
                                rows -> new Pipeline(context)
                                        .facts(creditedOpportunities().orElseThrow())),
                        fact(
                                Entity.INVOICE_LINES,
                                Invoices.TALLIES,
                                rows -> new Invoices(context).facts(rows, creditedOpportunities())),
                        fact(
                                        customerSource(),
                                        Customers.TALLIES,
                                        rows -> new Customers(context).facts(intervals(rows), creditedOpportunities()))
                                .map(fact -> fact.keyedBy(Entity.ACCOUNTS)),
                        fact(Entity.QUOTAS, Quotas.TALLIES, new Quotas(context)::facts),
                        fact(Entity.FORECASTS, Forecasts.TALLIES, new Forecasts(context)::facts),
                        fact(Entity.EXPENSES, Expenses.TALLIES, new Expenses(context)::facts),
                        fact(Entity.REPS, Team.HEAD_COUNT, team::headCount),
                        fact(Entity.TIMESHEETS, Team.TIME, team::timesheetMinutes),
                        hasTimesheets
                                ? Optional.<Fact>empty()
                                : fact(Entity.ACTIVITIES, Team.TIME, team::activityMinutes))
                .flatMap(Optional::stream);
    }

    /** The facts that rest on the sums of others. */
    private Stream<Fact> derived(Dataset<Row> cells) {
        return Stream.of(
                        fact(Entity.QUOTAS, Quotas.REP_TALLIES, rows -> new Quotas(context).reps(cells))
                                .map(fact -> fact.keyedBy(Entity.REPS)),
                        fact(
                                Entity.EXPENSES,
                                Expenses.SHARED_TALLIES,
                                rows -> new Expenses(context).shared(rows, cells)))
                .flatMap(Optional::stream);
    }

    /** The opportunities with their credit, at their first use: several facts rest on them. */
    private Optional<Dataset<Row>> creditedOpportunities() {
        if (creditedOpportunities.isEmpty()) {
            creditedOpportunities = context.rows(Entity.OPPORTUNITIES)
                    .map(rows -> Kept.rows(new Opportunities(context).credited(rows)));
        }
        return creditedOpportunities;
    }

    private Optional<Fact> fact(Entity entity, List<Tally> tallies, UnaryOperator<Dataset<Row>> facts) {
        return context.rows(entity).map(rows -> Fact.of(entity, tallies, () -> facts.apply(rows)));
    }

    private Entity customerSource() {
        return context.entities().containsKey(Entity.SUBSCRIPTIONS) ? Entity.SUBSCRIPTIONS : Entity.INVOICE_LINES;
    }

    private Dataset<Row> intervals(Dataset<Row> rows) {
        return customerSource() == Entity.SUBSCRIPTIONS
                ? Customers.ofSubscriptions(rows)
                : Customers.ofInvoices(rows, context.settings().customers().inactiveAfterDays());
    }

    private static Dataset<Row> union(Stream<Dataset<Row>> facts) {
        return facts.reduce(Dataset::unionByName)
                .orElseThrow(() -> new IllegalStateException("Cannot compute figures without any source"));
    }
}
