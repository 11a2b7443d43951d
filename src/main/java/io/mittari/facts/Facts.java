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
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The canonical entities as tallies per cell: every source is aggregated once, for all measures that rest on it. */
public final class Facts {
    private final FactContext context;
    private final Optional<Dataset<Row>> creditedOpportunities;

    /**
     * @param entities the rows in use per entity that has a source
     * @param settings the rules of the deployment
     * @param reportingDate D
     * @param rates the exchange rates
     */
    public Facts(
            Map<Entity, Dataset<Row>> entities, Settings settings, LocalDate reportingDate, ExchangeRates rates) {
        CalendarColumns calendar = new CalendarColumns(settings.calendar(), reportingDate);
        this.context = new FactContext(entities, settings, calendar, rates, new Credit(entities));
        this.creditedOpportunities = context.rows(Entity.OPPORTUNITIES)
                .map(rows -> new Opportunities(context).credited(rows).persist());
    }

    /** The opportunities with their credit and dates as of D; see {@link Opportunities#credited}. */
    public Optional<Dataset<Row>> creditedOpportunities() {
        return creditedOpportunities;
    }

    /**
     * The tallies that each source gives by itself: {@link Cells#KEY} and a bigint column a {@link Tally}. A cell may
     * stand in several rows.
     */
    public Dataset<Row> cells() {
        Quotas quotas = new Quotas(context);
        Team team = new Team(context);
        List<Dataset<Row>> facts = new ArrayList<>();
        context.rows(Entity.LEADS).map(rows -> new Leads(context, rows).cells()).ifPresent(facts::add);
        creditedOpportunities
                .map(rows -> new Opportunities(context).cells(rows))
                .ifPresent(facts::add);
        creditedOpportunities.map(rows -> new Pipeline(context).cells(rows)).ifPresent(facts::add);
        context.rows(Entity.INVOICE_LINES)
                .map(rows -> new Invoices(context).cells(rows, creditedOpportunities))
                .ifPresent(facts::add);
        intervals()
                .map(rows -> new Customers(context).cells(rows, creditedOpportunities))
                .ifPresent(facts::add);
        context.rows(Entity.QUOTAS).map(quotas::cells).ifPresent(facts::add);
        context.rows(Entity.FORECASTS)
                .map(rows -> new Forecasts(context).cells(rows))
                .ifPresent(facts::add);
        context.rows(Entity.EXPENSES)
                .map(rows -> new Expenses(context).cells(rows))
                .ifPresent(facts::add);
        context.rows(Entity.REPS).map(team::headCount).ifPresent(facts::add);
        context.rows(Entity.TIMESHEETS)
                .map(team::timesheetMinutes)
                .or(() -> context.rows(Entity.ACTIVITIES).map(team::activityMinutes))
                .ifPresent(facts::add);
        return union(facts);
    }

    /**
     * The given cells and the tallies that rest on other tallies: shared expenses and the reps who have a quota.
     *
     * @param cells the result of {@link #cells}, materialised by the caller
     */
    public Dataset<Row> withDerived(Dataset<Row> cells) {
        List<Dataset<Row>> all = new ArrayList<>(List.of(cells));
        context.rows(Entity.QUOTAS).map(rows -> new Quotas(context).reps(cells)).ifPresent(all::add);
        context.rows(Entity.EXPENSES)
                .map(rows -> new Expenses(context).shared(rows, cells))
                .ifPresent(all::add);
        return union(all);
    }

    /** Lets go of what was kept for several facts. */
    public void release() {
        creditedOpportunities.ifPresent(Dataset::unpersist);
    }

    private Optional<Dataset<Row>> intervals() {
        int inactiveAfterDays = context.settings().customers().inactiveAfterDays();
        return context.rows(Entity.SUBSCRIPTIONS)
                .map(Customers::ofSubscriptions)
                .or(() -> context.rows(Entity.INVOICE_LINES)
                        .map(rows -> Customers.ofInvoices(rows, inactiveAfterDays)));
    }

    private static Dataset<Row> union(List<Dataset<Row>> facts) {
        return facts.stream()
                .map(Facts::withAllTallies)
                .reduce(Dataset::unionByName)
                .orElseThrow(() -> new IllegalStateException("Cannot compute figures without any source"));
    }

    private static Dataset<Row> withAllTallies(Dataset<Row> facts) {
        List<String> present = Arrays.asList(facts.columns());
        Stream<Column> key = Cells.KEY.stream().map(name -> col(name));
        Stream<Column> tallies = Arrays.stream(Tally.values())
                .map(Tally::column)
                .map(name -> (present.contains(name) ? coalesce(col(name).cast("long"), lit(0L)) : lit(0L)).as(name));
        return facts.select(Stream.concat(key, tallies).toArray(Column[]::new));
    }
}
