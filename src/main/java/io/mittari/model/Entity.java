package io.mittari.model;

import static io.mittari.model.CanonicalColumn.optional;
import static io.mittari.model.CanonicalColumn.required;
import static io.mittari.model.ColumnKind.AMOUNT;
import static io.mittari.model.ColumnKind.CODE;
import static io.mittari.model.ColumnKind.CURRENCY;
import static io.mittari.model.ColumnKind.DATE;
import static io.mittari.model.ColumnKind.PROBABILITY;
import static io.mittari.model.ColumnKind.QUANTITY;
import static io.mittari.model.ColumnKind.TEXT;
import static io.mittari.model.ColumnKind.TIMESTAMP;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The canonical entities: all that the program knows of a CRM or a finance system, whatever its vendor. */
public enum Entity {
    REPS(
            "A sales rep.",
            List.of("rep_id"),
            required("rep_id", TEXT, "Key of the rep."),
            required("rep_name", TEXT, "Name of the rep."),
            optional("team", TEXT, "Team of the rep."),
            optional("region", TEXT, "Region of the rep."),
            optional("segment", TEXT, "Home segment: where the rep's hours, heads and quotas without a segment count."),
            optional("manager_id", TEXT, "Rep id of the manager."),
            optional("hired_on", DATE, "First day employed; null: always."),
            optional("left_on", DATE, "Last day employed; null: still.")),
    ACCOUNTS(
            "A customer or prospect.",
            List.of("account_id"),
            required("account_id", TEXT, "Key of the account."),
            optional("account_name", TEXT, "Name of the account."),
            required("segment", TEXT, "Segment of the account."),
            optional("industry", TEXT, "Industry of the account."),
            optional("region", TEXT, "Region of the account."),
            optional("owner_id", TEXT, "Rep id of the owner."),
            optional("channel", TEXT, "How the account was acquired.")),
    LEADS(
            "A lead.",
            List.of("lead_id"),
            required("lead_id", TEXT, "Key of the lead."),
            required("created_at", TIMESTAMP, "When the lead was created."),
            optional("owner_id", TEXT, "Rep id of the owner."),
            optional("segment", TEXT, "Segment of the lead."),
            optional("channel", TEXT, "Channel that the lead came by."),
            optional("account_id", TEXT, "Account of the lead."),
            optional("opportunity_id", TEXT, "Opportunity that the lead became."),
            optional("status", TEXT, "Status as the CRM names it."),
            optional("score", AMOUNT, "Score of the lead."),
            optional("qualified_at", TIMESTAMP, "When the lead was qualified."),
            optional("converted_at", TIMESTAMP, "When the lead was converted.")),
    OPPORTUNITIES(
            "An opportunity (deal).",
            List.of("opportunity_id"),
            required("opportunity_id", TEXT, "Key of the opportunity."),
            optional("account_id", TEXT, "Account of the opportunity."),
            optional("owner_id", TEXT, "Rep id of the owner."),
            optional("opportunity_name", TEXT, "Name of the opportunity."),
            optional("type", TEXT, "Free text: new, renewal, ..."),
            optional("channel", TEXT, "Channel that the opportunity came by."),
            required("stage", TEXT, "Stage as the CRM names it."),
            required("status", CODE, "open, won or lost."),
            optional("amount", AMOUNT, "Amount in the row's currency."),
            optional("currency", CURRENCY, "Currency of the amount; null: the reporting currency."),
            optional("probability", PROBABILITY, "Probability of winning, 0 to 1."),
            required("created_at", TIMESTAMP, "When the opportunity was created."),
            optional("first_contact_at", TIMESTAMP, "When the customer was first met."),
            optional("expected_close_on", DATE, "Expected day of closing."),
            optional("closed_at", TIMESTAMP, "When it was won or lost; counts with those two only.")),
    STAGE_HISTORY(
            "A change of an opportunity's stage, amount or expected closing.",
            List.of("opportunity_id", "entered_at"),
            required("opportunity_id", TEXT, "Opportunity that changed."),
            required("stage", TEXT, "Stage from then on."),
            required("entered_at", TIMESTAMP, "When it changed."),
            optional("amount", AMOUNT, "Amount from then on, in the opportunity's currency; null: unchanged."),
            optional("expected_close_on", DATE, "Expected day of closing from then on; null: unchanged."),
            optional("probability", PROBABILITY, "Probability from then on, 0 to 1.")),
    ACTIVITIES(
            "An activity of a rep.",
            List.of("activity_id"),
            required("activity_id", TEXT, "Key of the activity."),
            required("rep_id", TEXT, "Rep who spent the time."),
            required("kind", CODE, "Kind of activity."),
            required("started_at", TIMESTAMP, "When it began."),
            required("minutes", AMOUNT, "How long it took, in minutes."),
            optional("opportunity_id", TEXT, "Opportunity it was for."),
            optional("account_id", TEXT, "Account it was for.")),
    TIMESHEETS(
            "A rep's hours of a day.",
            List.of("rep_id", "worked_on"),
            required("rep_id", TEXT, "Rep who worked."),
            required("worked_on", DATE, "Day of the work."),
            required("total_hours", AMOUNT, "Hours worked."),
            required("selling_hours", AMOUNT, "Hours of those spent selling.")),
    QUOTAS(
            "A rep's quota of a period.",
            List.of("rep_id", "period_type", "period_start", "segment"),
            required("rep_id", TEXT, "Rep who has the quota."),
            required("period_type", CODE, "month, quarter or year."),
            required("period_start", DATE, "First day of the fiscal period."),
            required("amount", AMOUNT, "Quota in the row's currency."),
            optional("currency", CURRENCY, "Currency of the amount; null: the reporting currency."),
            optional("segment", TEXT, "Segment of the quota; null: the rep's home segment.")),
    FORECASTS(
            "A rep's forecast of a period, as submitted once.",
            List.of("rep_id", "period_type", "period_start", "segment", "submitted_at"),
            required("rep_id", TEXT, "Rep who made the forecast."),
            required("period_type", CODE, "month, quarter or year."),
            required("period_start", DATE, "First day of the fiscal period."),
            required("submitted_at", TIMESTAMP, "When it was submitted."),
            required("amount", AMOUNT, "Forecast in the row's currency."),
            optional("currency", CURRENCY, "Currency of the amount; null: the reporting currency."),
            optional("segment", TEXT, "Segment of the forecast; null: the rep's home segment.")),
    INVOICE_LINES(
            "A line of an invoice or a credit note.",
            List.of("invoice_id", "line_no"),
            required("invoice_id", TEXT, "Invoice of the line."),
            required("line_no", TEXT, "Number of the line, as text."),
            required("account_id", TEXT, "Account that was invoiced."),
            required("invoiced_on", DATE, "Day of the invoice."),
            required("quantity", QUANTITY, "Units sold."),
            required("unit_price", AMOUNT, "Price of a unit in the row's currency."),
            optional("currency", CURRENCY, "Currency of the price; null: the reporting currency."),
            optional("opportunity_id", TEXT, "Opportunity that was won."),
            optional("rep_id", TEXT, "Rep who is credited."),
            optional("kind", CODE, "invoice or credit_note; null: invoice.")),
    EXPENSES(
            "An expense.",
            List.of("expense_id"),
            required("expense_id", TEXT, "Key of the expense."),
            required("incurred_on", DATE, "Day of the expense."),
            required("category", TEXT, "Category of the expense."),
            required("amount", AMOUNT, "Amount in the row's currency."),
            optional("currency", CURRENCY, "Currency of the amount; null: the reporting currency."),
            optional("channel", TEXT, "Channel that it was spent on."),
            optional("segment", TEXT, "Segment that it was spent on."),
            optional("rep_id", TEXT, "Rep who spent it.")),
    SUBSCRIPTIONS(
            "A subscription of an account.",
            List.of("subscription_id"),
            required("subscription_id", TEXT, "Key of the subscription."),
            required("account_id", TEXT, "Account that subscribes."),
            required("started_on", DATE, "First day active."),
            optional("ended_on", DATE, "First day no longer active; null: running."),
            optional("mrr", AMOUNT, "Monthly recurring revenue in the row's currency."),
            optional("currency", CURRENCY, "Currency of mrr.")),
    FX_RATES(
            "An exchange rate.",
            List.of("currency", "valid_on"),
            required("currency", CURRENCY, "Currency that is converted."),
            required("valid_on", DATE, "First day of the rate."),
            required("rate", ColumnKind.RATE, "One unit of the currency in the reporting currency."));

    private final String description;
    private final List<String> key;
    private final List<CanonicalColumn> columns;

    Entity(String description, List<String> key, CanonicalColumn... columns) {
        this.description = description;
        this.key = key;
        this.columns = List.of(columns);
    }

    /** The entity's name in settings and tables, such as {@code invoice_lines}. */
    public String entityName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a row is. */
    public String description() {
        return description;
    }

    /** The columns that identify a row. */
    public List<String> key() {
        return key;
    }

    /** All canonical columns, in the order in which they are published. */
    public List<CanonicalColumn> columns() {
        return columns;
    }

    /** The entity of that name, if there is one. */
    public static Optional<Entity> named(String name) {
        return Arrays.stream(values())
                .filter(entity -> entity.entityName().equals(name))
                .findFirst();
    }
}
