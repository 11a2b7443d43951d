-- Where deals get stuck: entries into stages and stays in them (kpis.md, "Stages").

-- Rows in a row in the same stage are one entry. It is the beginning of a stay, unless the deal was closed by then.
CREATE OR REPLACE TABLE stage_entries AS
WITH history AS (
    SELECT
        h.opportunity_id,
        h.stage,
        h.entered_at,
        coalesce(d.rep_id, 'Unassigned') AS rep_id,
        coalesce(d.segment, 'Unassigned') AS segment,
        d.status,
        CASE WHEN d.closed_on <= reporting_date() THEN d.closed_at END AS closed_at,
        lag(h.stage) OVER (PARTITION BY h.opportunity_id ORDER BY h.entered_at) AS stage_before
    FROM stage_history h
    LEFT JOIN deals d ON d.opportunity_id = h.opportunity_id
    WHERE local_day(h.entered_at) <= reporting_date()
),
entries AS (
    SELECT
        *,
        lead(entered_at) OVER (PARTITION BY opportunity_id ORDER BY entered_at) AS left_at,
        lag(entered_at) OVER (PARTITION BY opportunity_id, stage ORDER BY entered_at) AS entered_before_at
    FROM history
    WHERE stage IS DISTINCT FROM stage_before
)
SELECT
    stage,
    rep_id,
    segment,
    local_day(entered_at) AS entered_on,
    local_day(entered_before_at) AS entered_before_on,
    -- A stay ends with the next stage or the closing. least() leaves nulls out: no end where there is neither.
    CASE WHEN coalesce(entered_at < closed_at, true) THEN local_day(least(left_at, closed_at)) END AS ended_on,
    coalesce(status = 'lost' AND closed_at <= coalesce(left_at, closed_at), false) AS is_lost
FROM entries;

-- Entries by month. A deal that enters a stage again counts once in a period: where it had not been in it before.
CREATE OR REPLACE TABLE entries_by_month AS
WITH numbered AS (
    SELECT
        *,
        month_number(entered_on) AS month_no,
        coalesce(month_number(entered_before_on), 0) AS month_no_before
    FROM stage_entries
)
SELECT
    month_no,
    stage,
    rep_id,
    segment,
    count_if(month_no_before < month_no) AS new_in_month,
    count_if(month_no_before < first_month_of_period(month_no, 3)) AS new_in_quarter,
    count_if(month_no_before < first_month_of_period(month_no, 12)) AS new_in_year
FROM numbered
GROUP BY ALL;

-- How many stays of each length ended in each month.
CREATE OR REPLACE TABLE stays_by_month AS
SELECT
    month_number(ended_on) AS month_no,
    stage,
    rep_id,
    segment,
    ended_on - entered_on AS days,
    count(*) AS stays,
    count_if(is_lost) AS lost
FROM stage_entries
WHERE ended_on IS NOT NULL
GROUP BY ALL;

CREATE OR REPLACE TABLE stage_performance AS
WITH entered AS (
    SELECT
        m.grain,
        p.period_type,
        p.period,
        m.rep_id,
        m.team,
        m.segment,
        e.stage,
        sum(CASE p.month_count WHEN 1 THEN new_in_month WHEN 3 THEN new_in_quarter ELSE new_in_year END) AS entered
    FROM entries_by_month e
    JOIN periods p ON e.month_no BETWEEN p.first_month_no AND p.last_month_no
    LEFT JOIN rep_homes h ON h.rep_id = e.rep_id,
    LATERAL (VALUES
        ('company', 'All', 'All', 'All'),
        ('segment', 'All', 'All', e.segment),
        ('rep', e.rep_id, 'All', 'All'),
        ('team', 'All', coalesce(h.team, 'Unassigned'), 'All')
    ) m(grain, rep_id, team, segment)
    GROUP BY ALL
),
lengths AS (
    SELECT
        m.grain,
        p.period_type,
        p.period,
        m.rep_id,
        m.team,
        m.segment,
        s.stage,
        s.days,
        sum(s.stays) AS stays,
        sum(s.lost) AS lost
    FROM stays_by_month s
    JOIN periods p ON s.month_no BETWEEN p.first_month_no AND p.last_month_no
    LEFT JOIN rep_homes h ON h.rep_id = s.rep_id,
    LATERAL (VALUES
        ('company', 'All', 'All', 'All'),
        ('segment', 'All', 'All', s.segment),
        ('rep', s.rep_id, 'All', 'All'),
        ('team', 'All', coalesce(h.team, 'Unassigned'), 'All')
    ) m(grain, rep_id, team, segment)
    GROUP BY ALL
),
ranked AS (
    -- Of stays in the order of their length, numbered from 0, those of a length are the ones before stays_up_to.
    SELECT
        *,
        sum(stays) OVER (stays_of_member ORDER BY days) AS stays_up_to,
        sum(stays) OVER stays_of_member - 1 AS last_place
    FROM lengths
    WINDOW stays_of_member AS (PARTITION BY grain, period_type, period, rep_id, team, segment, stage)
),
percentiles AS (
    -- The median lies at place 0.5 * last_place, between the lengths at the places around it; p90 at 0.9 * last_place.
    SELECT
        grain,
        period_type,
        period,
        rep_id,
        team,
        segment,
        stage,
        sum(stays) AS stays_ended,
        sum(lost) AS lost,
        sum(days * stays) AS total_days,
        min(days) FILTER (stays_up_to > 5 * last_place // 10) AS median_below,
        min(days) FILTER (stays_up_to > (5 * last_place + 9) // 10) AS median_above,
        any_value(5 * last_place % 10) AS median_tenths,
        min(days) FILTER (stays_up_to > 9 * last_place // 10) AS p90_below,
        min(days) FILTER (stays_up_to > (9 * last_place + 9) // 10) AS p90_above,
        any_value(9 * last_place % 10) AS p90_tenths
    FROM ranked
    GROUP BY ALL
),
ended AS (
    SELECT
        * EXCLUDE (median_below, median_above, median_tenths, p90_below, p90_above, p90_tenths),
        decimal6(100000 * (10 * median_below + median_tenths * (median_above - median_below))) AS median_days,
        decimal6(100000 * (10 * p90_below + p90_tenths * (p90_above - p90_below))) AS p90_days
    FROM percentiles
)
SELECT
    grain,
    period_type,
    period,
    rep_id,
    team,
    segment,
    stage,
    p.period_start,
    p.period_end,
    p.complete,
    reporting_date() AS as_of,
    coalesce(entered, 0) AS entered,
    coalesce(stays_ended, 0) AS stays_ended,
    decimal6(millionths(CAST(total_days AS HUGEINT), CAST(stays_ended AS HUGEINT))) AS average_days,
    median_days,
    p90_days,
    coalesce(stays_ended - lost, 0) AS moved_on,
    coalesce(lost, 0) AS lost,
    decimal6(millionths(CAST(stays_ended - lost AS HUGEINT), CAST(stays_ended AS HUGEINT))) AS moved_on_share,
    CASE WHEN median_days IS NOT NULL THEN
        rank() OVER (
            PARTITION BY grain, period_type, period, rep_id, team, segment ORDER BY median_days DESC NULLS LAST)
    END AS bottleneck_rank
FROM entered
FULL JOIN ended USING (grain, period_type, period, rep_id, team, segment, stage)
JOIN periods p USING (period_type, period)
WHERE entered > 0 OR stays_ended > 0;
