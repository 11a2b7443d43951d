package io.mittari.facts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.mittari.measures.Tally;
import io.mittari.model.Entity;
import io.mittari.model.ExchangeRates;
import io.mittari.settings.Settings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The canonical entities as tallies per cell: every source is aggregated once, for all measures that rest on it. */
public final class Facts {
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
        Quotas quotas = new Quotas(context);
        Team team = new Team(context);
        List<Dataset<Row>> facts = new ArrayList<>();
        add(facts, Entity.LEADS, rows -> new Leads(context, rows).cells());
        add(
                facts,
                Entity.OPPORTUNITIES,
                rows -> new Opportunities(context).cells(creditedOpportunities().orElseThrow()));
        add(
                facts,
                Entity.OPPORTUNITIES,
                rows -> new Pipeline(context).cells(creditedOpportunities().orElseThrow()));
        add(facts, Entity.INVOICE_LINES, rows -> new Invoices(context).cells(rows, creditedOpportunities()));
        add(facts, customerSource(), rows -> new Customers(context).cells(intervals(rows), creditedOpportunities()));
        add(facts, Entity.QUOTAS, quotas::cells);
        add(facts, Entity.FORECASTS, rows -> new Forecasts(context).cells(rows));
        add(facts, Entity.EXPENSES, rows -> new Expenses(context).cells(rows));
        add(facts, Entity.REPS, team::headCount);
        if (context.entities().containsKey(Entity.TIMESHEETS)) {
            add(facts, Entity.TIMESHEETS, team::timesheetMinutes);
        } else {
            add(facts, Entity.ACTIVITIES, team::activityMinutes);
        }
        return union(facts);
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
     * The given cells and the tallies that rest on other tallies: shared expenses and the reps who have a quota.
     *
     * @param cells the result of {@link #cells}, materialised by the caller
     */
    public Dataset<Row> withDerived(Dataset<Row> cells) {
        List<Dataset<Row>> all = new ArrayList<>(List.of(cells));
        add(all, Entity.QUOTAS, rows -> new Quotas(context).reps(cells));
        add(all, Entity.EXPENSES, rows -> new Expenses(context).shared(rows, cells));
        return union(all);
    }

    /** The opportunities with their credit, at their first use: several facts rest on them. */
    private Optional<Dataset<Row>> creditedOpportunities() {
        if (creditedOpportunities.isEmpty()) {
            creditedOpportunities = context.rows(Entity.OPPORTUNITIES)
                    .map(rows -> Kept.rows(new Opportunities(context).credited(rows)));
        }
        return creditedOpportunities;
    }

    private void add(List<Dataset<Row>> facts, Entity entity, UnaryOperator<Dataset<Row>> cells) {
        context.rows(entity)
                .map(cells)
                .map(rows -> withAllTallies(rows, entity))
                .ifPresent(facts::add);
    }

    private Entity customerSource() {
        return context.entities().containsKey(Entity.SUBSCRIPTIONS) ? Entity.SUBSCRIPTIONS : Entity.INVOICE_LINES;
    }

    private Dataset<Row> intervals(Dataset<Row> rows) {
        return customerSource() == Entity.SUBSCRIPTIONS
                ? Customers.ofSubscriptions(rows)
                : Customers.ofInvoices(rows, context.settings().customers().inactiveAfterDays());
    }

    private static Dataset<Row> union(List<Dataset<Row>> facts) {
        return facts.stream()
                .reduce(Dataset::unionByName)
                .orElseThrow(() -> new IllegalStateException("Cannot compute figures without any source"));
    }

    private static Dataset<Row> withAllTallies(Dataset<Row> facts, Entity entity) {
        List<String> present = Arrays.asList(facts.columns());
        Stream<Column> key = Cells.KEY.stream().map(name -> col(name));
        Stream<Column> tallies = Arrays.stream(Tally.values())
                .map(Tally::column)
                .map(name -> (present.contains(name) ? coalesce(col(name).cast("long"), lit(0L)) : lit(0L)).as(name));
        return facts.select(Stream.of(Stream.of(lit(entity.entityName()).as(Cells.SOURCE)), key, tallies)
                .flatMap(columns -> columns)
                .toArray(Column[]::new));
    }
}
