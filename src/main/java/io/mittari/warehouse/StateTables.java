package io.mittari.warehouse;

import static io.mittari.warehouse.PublishedColumn.count;
import static io.mittari.warehouse.PublishedColumn.date;
import static io.mittari.warehouse.PublishedColumn.flag;
import static io.mittari.warehouse.PublishedColumn.of;
import static io.mittari.warehouse.PublishedColumn.text;
import static io.mittari.warehouse.PublishedColumn.texts;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/**
 * The declarations of the tables in which a run leaves what the next one builds on. They are the job's own: readers of
 * figures have no use for them, and their columns may change with every release.
 */
public final class StateTables {
    /** What was read of each load. */
    public static final PublishedTable LEDGER = PublishedTable.replaced(
            "state/ledger",
            "A load that the newest run's figures rest on, and what is known of its source.",
            List.of(
                    text("source", "Source, by the name of its canonical entity.")
                            .notNull(),
                    text("load", "Date in the name of the load's folder, or all.")
                            .notNull(),
                    count("position", "Place of the load among those of its source, from the oldest.")
                            .notNull(),
                    texts("files", "The load's files: name, size in bytes, and when it was written.")
                            .notNull(),
                    count("rows_read", "As in source_loads, when the load was read.")
                            .notNull(),
                    count("rows_used", "As in source_loads.").notNull(),
                    count("rows_superseded", "As in source_loads.").notNull(),
                    count("rows_deleted", "As in source_loads.").notNull(),
                    count("rows_filtered", "As in source_loads.").notNull(),
                    count("rows_rejected", "As in source_loads.").notNull(),
                    date("newest_event", "As in source_loads."),
                    texts("currencies_without_rate", "Currencies of rows that are rejected for want of a rate.")
                            .notNull(),
                    text("versions", "Of the source: what its versions are, number or instant."),
                    flag("has_currency", "Of the source: whether any load has a currency column.")
                            .notNull(),
                    count("disordered", "Of the source: used rows with dates in an impossible order.")
                            .notNull(),
                    count("overlapping", "Of the source: quotas that overlap others.")
                            .notNull()),
            List.of("source", "load"));

    /** How long opportunities stay in a stage. */
    public static final PublishedTable STAYS = PublishedTable.replaced(
            "state/stays",
            "Entries into a stage, or stays in it of one length, per rep, segment and month.",
            List.of(
                    text("rep_id", "Rep, or Unassigned.").notNull(),
                    text("segment", "Segment, or Unassigned.").notNull(),
                    text("stage", "Stage.").notNull(),
                    of("month", DataTypes.IntegerType, "Number of the month: 12 times the year plus the month from 0.")
                            .notNull(),
                    of("days", DataTypes.IntegerType, "Length of the stays that ended; null of entries."),
                    count("entered_month", "Opportunities that entered, for the first time in the month.")
                            .notNull(),
                    count("entered_quarter", "The same in the quarter.").notNull(),
                    count("entered_year", "The same in the fiscal year.").notNull(),
                    count("ended", "Stays that ended.").notNull(),
                    count("lost", "Of those, the ones that ended because the opportunity was lost.")
                            .notNull()),
            List.of("rep_id", "segment", "stage", "month", "days"));

    private StateTables() {}

    /**
     * What facts are summed into, at the finest grain.
     *
     * @param tallies names of the sums, in order
     */
    public static PublishedTable cells(List<String> tallies) {
        List<PublishedColumn> columns = new ArrayList<>(List.of(
                text("source", "Entity whose rows are summed.").notNull(),
                of("month", DataTypes.IntegerType, "Number of the month: 12 times the year plus the month from 0.")
                        .notNull(),
                text("rep_id", "Rep, or Unassigned.").notNull(),
                text("segment", "Segment, or Unassigned.").notNull(),
                text("channel", "Channel, or Unassigned.").notNull()));
        tallies.forEach(name -> columns.add(of(
                        name,
                        DataTypes.LongType,
                        "Whole number of the smallest parts: hundredths of money, millionths of units.")
                .notNull()));
        return PublishedTable.replaced(
                "state/cells",
                "The facts of one source in one month, rep, segment and channel.",
                columns,
                List.of("source", "month", "rep_id", "segment", "channel"));
    }
}
