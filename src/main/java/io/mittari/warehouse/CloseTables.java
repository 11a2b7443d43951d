package io.mittari.warehouse;

import static io.mittari.warehouse.PublishedColumn.count;
import static io.mittari.warehouse.PublishedColumn.date;
import static io.mittari.warehouse.PublishedColumn.flag;
import static io.mittari.warehouse.PublishedColumn.money;
import static io.mittari.warehouse.PublishedColumn.of;
import static io.mittari.warehouse.PublishedColumn.rank;
import static io.mittari.warehouse.PublishedColumn.text;
import static io.mittari.warehouse.PublishedColumn.timestamp;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;

/**
 * The declarations of the tables of the quarter close. Rows are added to them and never changed; a row of the frozen
 * tables counts where {@code closes} names its close.
 */
public final class CloseTables {
    /** The column that says which close froze a row. */
    public static final String CLOSE_ID = "close_id";

    /** What was closed, approved and reopened, by whom, and the checksums of what was frozen. */
    public static final PublishedTable CLOSES = frozen(
            "closes",
            "One close, approval or reopening of a period, and who signed it.",
            List.of(
                    count("entry", "Number of the entry, from 1, without gaps.").notNull(),
                    text("period_type", "quarter or year.").notNull().oneOf(List.of("quarter", "year")),
                    text("period", "Period that is closed; a quarter with its months.")
                            .notNull(),
                    date("period_start", "First day of the period.").notNull(),
                    date("period_end", "Last day of the period.").notNull(),
                    rank("close_version", "1 for the first close of the period, one more after each reopening.")
                            .notNull(),
                    text("action", "close, approve or reopen.").notNull().oneOf(List.of("close", "approve", "reopen")),
                    text("signed_by", "Who did it.").notNull(),
                    timestamp("signed_at", "When.").notNull(),
                    text("note", "What the signer says; of a reopening the reason."),
                    text(CLOSE_ID, "The close, as in the frozen tables.").notNull(),
                    flag("needs_approval", "Whether the close takes effect only once it is approved.")
                            .notNull(),
                    text("run_id", "Run that published the figures, as in runs.")
                            .notNull(),
                    date("reporting_date", "Reporting date of that run.").notNull(),
                    text("code_version", "Version of the program that computed the figures.")
                            .notNull(),
                    text("configuration_fingerprint", "Hash of all settings that the figures rest on.")
                            .notNull(),
                    of("row_counts", createMapType(StringType, LongType), "Frozen rows, by table.")
                            .notNull(),
                    of("checksums", createMapType(StringType, StringType), "Checksum of the frozen rows, by table.")
                            .notNull(),
                    text("entry_checksum", "Checksum of this entry and the one before it.")
                            .notNull()),
            List.of("entry"));

    /** The measures of closed periods. */
    public static final PublishedTable CLOSED_MEASURES = frozen(
            "closed_measures",
            "One measure of one member in one closed period, as it was published.",
            Stream.of(
                            Stream.of(closeId()),
                            shared(KpiTables.KPI_VALUES, "grain", "period_type", "period"),
                            shared(KpiTables.KPI_VALUES, "rep_id", "team", "segment", "channel"),
                            Stream.of(text("measure", "Name of the measure: its column in the kpi_ tables.")
                                    .notNull()),
                            shared(KpiTables.KPI_VALUES, "period_start", "period_end", "as_of", "run_id"),
                            Stream.of(
                                    text("rep_name", "Name of the rep, in rows of reps."),
                                    text("rep_team", "Team of the rep, in rows of reps."),
                                    figure("value", "The measure in its unit; null where its source was absent.")))
                    .flatMap(columns -> columns)
                    .toList(),
            List.of(CLOSE_ID, "grain", "period_type", "period", "rep_id", "team", "segment", "channel", "measure"));

    /** The KPIs of closed periods. */
    public static final PublishedTable CLOSED_KPI_VALUES = frozenCopy(
            "closed_kpi_values",
            "One row of kpi_values of one closed period, as it was published.",
            KpiTables.KPI_VALUES);

    /** The stages of closed periods. */
    public static final PublishedTable CLOSED_STAGE_PERFORMANCE = frozenCopy(
            "closed_stage_performance",
            "One row of stage_performance of one closed period, as it was published.",
            KpiTables.STAGE_PERFORMANCE);

    /** The KPIs' formulas at the time of a close. */
    public static final PublishedTable CLOSED_KPI_CATALOG = frozen(
            "closed_kpi_catalog",
            "One KPI as the data dictionary had it when a period was closed.",
            Stream.of(
                            Stream.of(closeId()),
                            shared(KpiTables.KPI_CATALOG, "kpi", "label", "label_fi", "description", "formula"),
                            shared(KpiTables.KPI_CATALOG, "unit", "better", "core"),
                            Stream.of(text("inputs", "Names of the measures in the formula, joined by commas.")
                                    .notNull()),
                            shared(KpiTables.KPI_CATALOG, "run_id"))
                    .flatMap(columns -> columns)
                    .toList(),
            List.of(CLOSE_ID, "kpi"));

    /** The rows that the measures of closed periods were made of. */
    public static final PublishedTable CLOSED_ROWS = frozen(
            "closed_rows",
            "What one row of an extract has added to one measure of a closed period.",
            Stream.of(
                            Stream.of(closeId()),
                            shared(KpiTables.KPI_VALUES, "period_type", "period"),
                            row(),
                            Stream.of(
                                    of(
                                            "amount",
                                            DataTypes.createDecimalType(28, 4),
                                            "Amount of the row in its own currency."),
                                    text("currency", "Currency of the amount; null: the reporting currency."),
                                    of("rate", DataTypes.createDecimalType(18, 10), "Exchange rate of the amount."),
                                    figure("value", "What the row has added to the measure, in its unit.")
                                            .notNull()))
                    .flatMap(columns -> columns)
                    .toList(),
            List.of(CLOSE_ID, "period", "measure", "source", "row_key", "rep_id", "team", "segment", "channel"));

    /** Bookings of the CRM against revenue of finance. */
    public static final PublishedTable CLOSED_RECONCILIATION = frozen(
            "closed_reconciliation",
            "Bookings against revenue of the company, one account, rep or segment in a closed quarter or year.",
            Stream.of(
                            Stream.of(closeId()),
                            shared(KpiTables.KPI_VALUES, "period_type", "period"),
                            Stream.of(
                                    text("grain", "What the row is about: company, account, rep or segment.")
                                            .notNull()
                                            .oneOf(List.of("company", "account", "rep", "segment")),
                                    text("account_id", "Account, or Unassigned; All where the row is about all.")
                                            .notNull()),
                            shared(KpiTables.KPI_VALUES, "rep_id", "segment"),
                            Stream.of(
                                    text(
                                                    "status",
                                                    "matched (up to close.reconciliation_tolerance), only_in_crm,"
                                                            + " only_in_finance or different.")
                                            .notNull()
                                            .oneOf(List.of("matched", "only_in_crm", "only_in_finance", "different")),
                                    money("bookings", "Amount of the deals won in the period.")
                                            .notNull(),
                                    money("revenue", "Revenue invoiced in the period.")
                                            .notNull(),
                                    money("difference", "revenue - bookings.").notNull(),
                                    count("won_deals", "Deals won.").notNull(),
                                    count("invoice_lines", "Lines of invoices and credit notes.")
                                            .notNull()))
                    .flatMap(columns -> columns)
                    .toList(),
            List.of(CLOSE_ID, "grain", "account_id", "rep_id", "segment"));

    /** Why measures of closed periods would be others today. */
    public static final PublishedTable RESTATEMENT_CAUSES = causes();

    /** What the figures of closed periods would be today. */
    public static final PublishedTable RESTATEMENTS = restatements();

    /** The tables that a close adds rows to, in the order of the documentation. */
    public static final List<PublishedTable> FROZEN = List.of(
            CLOSED_MEASURES,
            CLOSED_KPI_VALUES,
            CLOSED_STAGE_PERFORMANCE,
            CLOSED_KPI_CATALOG,
            CLOSED_ROWS,
            CLOSED_RECONCILIATION);

    /** The tables that runs publish once something has been closed. */
    public static final List<PublishedTable> AFTER_A_CLOSE = List.of(RESTATEMENTS, RESTATEMENT_CAUSES);

    private CloseTables() {}

    private static PublishedTable restatements() {
        List<PublishedColumn> columns = Stream.of(
                        shared(KpiTables.KPI_VALUES, "grain", "period_type", "period"),
                        shared(KpiTables.KPI_VALUES, "rep_id", "team", "segment", "channel"),
                        Stream.of(
                                text("kind", "Whether the figure is a measure or a KPI.")
                                        .notNull()
                                        .oneOf(List.of("measure", "kpi")),
                                text("figure", "Name of the measure or KPI.").notNull()),
                        shared(KpiTables.KPI_VALUES, "period_start", "period_end", "as_of", "run_id"),
                        Stream.of(
                                rank("close_version", "Version of the close that froze the figure.")
                                        .notNull(),
                                figure("as_closed", "The figure as it was closed; null where there was none."),
                                figure("as_now", "The figure as the run computes it; null where there is none."),
                                figure(
                                        "difference",
                                        "as_now - as_closed. A measure that is missing counts 0; null where a KPI is"
                                                + " missing."),
                                flag(
                                                "formula_changed",
                                                "Whether the KPI's formula is another than when the period was closed.")
                                        .notNull()))
                .flatMap(some -> some)
                .toList();
        return PublishedTable.replaced(
                "restatements",
                "One figure of one member in one closed period that would be another today.",
                columns,
                List.of("grain", "period_type", "period", "rep_id", "team", "segment", "channel", "kind", "figure"));
    }

    private static PublishedTable causes() {
        List<PublishedColumn> columns = Stream.of(
                        shared(KpiTables.KPI_VALUES, "period_type", "period"),
                        row(),
                        shared(KpiTables.KPI_VALUES, "period_start", "period_end", "as_of", "run_id"),
                        Stream.of(
                                rank("close_version", "Version of the close.").notNull(),
                                text(
                                                "cause",
                                                "came (did not count at the close), vanished (no longer counts), moved"
                                                        + " (counts for other members), exchange_rate, or changed.")
                                        .notNull()
                                        .oneOf(List.of("came", "vanished", "moved", "exchange_rate", "changed")),
                                figure("as_closed", "What the row added there at the close; null where nothing."),
                                figure("as_now", "What it adds there now; null where nothing."),
                                figure(
                                                "difference",
                                                "The row's share of the measure's difference: as_now - as_closed, a"
                                                        + " missing one counts 0.")
                                        .notNull()))
                .flatMap(some -> some)
                .toList();
        return PublishedTable.replaced(
                "restatement_causes",
                "What one row adds to one measure of a closed period otherwise than at the close.",
                columns,
                List.of("period", "measure", "source", "row_key", "rep_id", "team", "segment", "channel"));
    }

    /** The columns that name a row of an extract, what it counts for, and where. */
    private static Stream<PublishedColumn> row() {
        return Stream.of(
                text("measure", "Name of the measure.").notNull(),
                text("source", "Entity of the row.").notNull(),
                text("row_key", "Values of the row's key joined by |.").notNull(),
                text("rep_id", "Rep who is credited, or Unassigned.").notNull(),
                text("team", "Team of the rep, or Unassigned.").notNull(),
                text("segment", "Segment, or Unassigned.").notNull(),
                text("channel", "Channel, or Unassigned.").notNull());
    }

    private static PublishedColumn figure(String name, String comment) {
        return of(name, DataTypes.createDecimalType(38, 6), comment);
    }

    private static PublishedTable frozenCopy(String name, String description, PublishedTable table) {
        List<PublishedColumn> columns = new ArrayList<>(List.of(closeId()));
        columns.addAll(table.columns());
        columns.removeAll(KpiTables.CLOSING);
        List<String> key = new ArrayList<>(List.of(CLOSE_ID));
        key.addAll(table.key());
        return new PublishedTable(name, description, columns, key, table.rowChecks(), PublishedTable.History.FROZEN);
    }

    private static PublishedTable frozen(
            String name, String description, List<PublishedColumn> columns, List<String> key) {
        return new PublishedTable(name, description, columns, key, Map.of(), PublishedTable.History.FROZEN);
    }

    private static PublishedColumn closeId() {
        return text(CLOSE_ID, "Close that froze the row, as in closes.").notNull();
    }

    private static Stream<PublishedColumn> shared(PublishedTable table, String... names) {
        List<String> wanted = List.of(names);
        return table.columns().stream().filter(column -> wanted.contains(column.name()));
    }
}
