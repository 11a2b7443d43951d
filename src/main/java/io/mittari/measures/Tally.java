package io.mittari.measures;

import java.util.Locale;

/**
 * The additive columns that facts are summed into, per month and cell: whole numbers (hundredths of money, millionths
 * of units, ten-thousandths of minutes), so that sums are exact in any order. Every measure is derived from them.
 *
 * <p>A tally that ends in a period type holds what counts for periods of that type only.
 */
public enum Tally {
    /** How many rows a cell sums up: without any it is no cell, however many it had. */
    ROWS,
    /** Rows that open a period: see the specification's events. */
    EVENTS,
    /** References of those rows that lead to no row. */
    LOST_REFERENCES,

    REVENUE,
    UNITS_SOLD,
    /** Revenue of the period before D's, over as many days as D's period has had. */
    REVENUE_TO_DATE_PREVIOUS_MONTH,
    REVENUE_TO_DATE_PREVIOUS_QUARTER,
    REVENUE_TO_DATE_PREVIOUS_YEAR,
    /** Revenue of the period a year before D's, over as many days as D's period has had. */
    REVENUE_TO_DATE_YEAR_AGO_MONTH,
    REVENUE_TO_DATE_YEAR_AGO_QUARTER,

    LEADS_CREATED,
    LEADS_CONVERTED,
    QUALIFIED_LEADS,

    OPPORTUNITIES_CREATED,
    WON_DEALS,
    LOST_DEALS,
    BOOKINGS,
    LOST_AMOUNT,
    SALES_CYCLE_DAYS,

    /** Open amount at the snapshot: the start of the month, or the end of D. */
    PIPELINE,
    /** The part of it that is expected before the end of the period that begins with the snapshot's month. */
    PIPELINE_DUE_MONTH,
    PIPELINE_DUE_QUARTER,
    PIPELINE_DUE_YEAR,
    /** The part of it that is expected before the end of the period that holds the day before the snapshot. */
    PIPELINE_DUE_END_MONTH,
    PIPELINE_DUE_END_QUARTER,
    PIPELINE_DUE_END_YEAR,

    QUOTA_MONTH,
    QUOTA_QUARTER,
    QUOTA_YEAR,
    FORECAST_MONTH,
    FORECAST_QUARTER,
    FORECAST_YEAR,
    QUOTA_REPS_MONTH,
    QUOTA_REPS_QUARTER,
    QUOTA_REPS_YEAR,
    QUOTA_REPS_ATTAINED_MONTH,
    QUOTA_REPS_ATTAINED_QUARTER,
    QUOTA_REPS_ATTAINED_YEAR,

    /** Reps by the month of their first day. */
    REPS_JOINED,
    /** Reps by the month of their last day. */
    REPS_LEFT,

    ACQUISITION_COST,
    /** Acquisition expenses of nobody, before they are shared out. */
    SHARED_COST,
    SELLING_MINUTES,
    TOTAL_MINUTES,

    NEW_CUSTOMERS,
    /** Beginnings of activity, by month. */
    CUSTOMERS_GAINED,
    CHURN_EVENTS,
    /** Days from each beginning of activity to the end of its month, or D. */
    CUSTOMER_DAYS_GAINED,
    /** Days from each end of activity to the end of its month, or D. */
    CUSTOMER_DAYS_LOST,
    /** Customers at the start of a period who are none at its end, by the month in which they left. */
    CUSTOMERS_LOST_MONTH,
    CUSTOMERS_LOST_QUARTER,
    CUSTOMERS_LOST_YEAR;

    /** The value of a snapshot: that of the days before the month, and not of its own. */
    boolean isSnapshot() {
        return name().startsWith(PIPELINE.name());
    }

    /** Whether it rests on how many days the running periods have had. */
    boolean isToDate() {
        return name().startsWith("REVENUE_TO_DATE");
    }

    /** The column's name. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
