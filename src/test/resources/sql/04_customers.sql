-- When accounts are customers, and how many are at the end of each month (kpis.md, "Activity of an account").

-- Days on which an account is active: from started_on to the day before ended_on.
CREATE OR REPLACE TABLE activity_intervals AS
SELECT account_id, started_on, coalesce(ended_on, DATE '9999-12-31') AS ended_on
FROM subscriptions
WHERE has_source('subscriptions') AND (ended_on IS NULL OR ended_on > started_on)
UNION ALL
SELECT account_id, invoiced_on, invoiced_on + (SELECT inactive_after_days FROM parameters)
FROM invoice_lines
WHERE NOT has_source('subscriptions') AND quantity > 0 AND coalesce(kind, 'invoice') = 'invoice';

-- The union of an account's intervals, with short gaps closed: each row is a time as a customer without a break.
CREATE OR REPLACE TABLE spells AS
WITH reached AS (
    SELECT
        account_id,
        started_on,
        ended_on,
        max(ended_on) OVER (
            PARTITION BY account_id ORDER BY started_on, ended_on
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS active_until
    FROM activity_intervals
),
numbered AS (
    SELECT
        *,
        count_if(active_until IS NULL OR started_on - active_until > (SELECT reactivation_gap_days FROM parameters))
            OVER (PARTITION BY account_id ORDER BY started_on, ended_on ROWS UNBOUNDED PRECEDING) AS spell_no
    FROM reached
)
SELECT account_id, spell_no, min(started_on) AS started_on, max(ended_on) AS ended_on
FROM numbered
GROUP BY account_id, spell_no
HAVING min(started_on) <= reporting_date();

CREATE OR REPLACE TABLE customers AS
WITH first_won AS (
    SELECT account_id, found_channel
    FROM deals
    WHERE status = 'won' AND closed_on <= reporting_date() AND account_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY closed_at, opportunity_id) = 1
)
SELECT
    s.account_id,
    credited_rep(a.owner_id, r.rep_id) AS rep_id,
    coalesce(a.segment, 'Unassigned') AS segment,
    coalesce(a.channel, w.found_channel, 'Unassigned') AS channel
FROM (SELECT DISTINCT account_id FROM spells) s
LEFT JOIN accounts a ON a.account_id = s.account_id
LEFT JOIN rep_homes r ON r.rep_id = a.owner_id
LEFT JOIN first_won w ON w.account_id = s.account_id;

-- Beginnings and ends of activity up to D, by month.
CREATE OR REPLACE TABLE customer_changes AS
SELECT
    month_number(day) AS month_no,
    rep_id,
    segment,
    channel,
    count_if(is_begin AND spell_no = 1) AS new_customers,
    count_if(is_begin) AS begins,
    count_if(NOT is_begin) AS churn_events,
    -- Each beginning adds the days from then on and each end takes them off: days since 1970 are summed here.
    sum(CASE WHEN is_begin THEN 1 ELSE -1 END * epoch_day) AS day_sum
FROM (
    SELECT account_id, spell_no, true AS is_begin, started_on AS day, started_on - DATE '1970-01-01' AS epoch_day
    FROM spells
    UNION ALL
    SELECT account_id, spell_no, false, ended_on, ended_on - DATE '1970-01-01'
    FROM spells
    WHERE ended_on <= reporting_date()
)
JOIN customers USING (account_id)
GROUP BY ALL;

-- What there is at the end of each month (or of D): customers, and the days and ends of activity since the beginning.
CREATE OR REPLACE TABLE customers_by_month AS
WITH months AS (
    SELECT unnest(range(min(month_no), month_number(reporting_date()) + 1)) AS month_no
    FROM customer_changes
),
grid AS (
    SELECT m.month_no, c.rep_id, c.segment, c.channel
    FROM (SELECT rep_id, segment, channel, min(month_no) AS first_month FROM customer_changes GROUP BY ALL) c
    JOIN months m ON m.month_no >= c.first_month
),
running AS (
    SELECT
        g.month_no,
        g.rep_id,
        g.segment,
        g.channel,
        least(first_day(g.month_no + 1) - 1, reporting_date()) AS day,
        sum(coalesce(begins, 0)) OVER cell AS begins,
        sum(coalesce(churn_events, 0)) OVER cell AS ends,
        sum(coalesce(day_sum, 0)) OVER cell AS day_sum
    FROM grid g
    LEFT JOIN customer_changes c USING (month_no, rep_id, segment, channel)
    WINDOW cell AS (PARTITION BY g.rep_id, g.segment, g.channel ORDER BY g.month_no)
)
SELECT
    month_no,
    rep_id,
    segment,
    channel,
    begins - ends AS customers,
    (begins - ends) * (day + 1 - DATE '1970-01-01') - day_sum AS lifetime_days,
    ends AS lifetime_churn_events
FROM running;
