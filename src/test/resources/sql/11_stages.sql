-- Where deals get stuck: entries into stages and stays in them (kpis.md, "Stages").

CREATE OR REPLACE TABLE stays AS
WITH entries AS (
    SELECT
        h.opportunity_id,
        h.stage,
        h.entered_at,
        coalesce(d.rep_id, 'Unassigned') AS rep_id,
        coalesce(d.segment, 'Unassigned') AS segment,
        d.status,
        CASE WHEN d.closed_on <= reporting_date() THEN d.closed_at END AS closed_at,
        h.stage IS DISTINCT FROM lag(h.stage) OVER (PARTITION BY h.opportunity_id ORDER BY h.entered_at)
            AS is_entry
    FROM stage_history h
    LEFT JOIN deals d ON d.opportunity_id = h.opportunity_id
    WHERE local_day(h.entered_at) <= reporting_date()
),
followed AS (
    SELECT
        *,
        lead(entered_at) OVER (PARTITION BY opportunity_id ORDER BY entered_at) AS next_entered_at
    FROM entries
    WHERE is_entry
)
SELECT
    opportunity_id,
    stage,
    rep_id,
    segment,
    local_day(entered_at) AS entered_on,
    coalesce(entered_at < closed_at, true) AS is_stay,
    -- least() leaves nulls out: no end where there is neither.
    local_day(least(next_entered_at, closed_at)) AS ended_on,
    coalesce(status = 'lost' AND closed_at <= coalesce(next_entered_at, closed_at), false) AS is_lost
FROM followed;

CREATE OR REPLACE TABLE stage_performance AS
WITH by_member AS (
    SELECT m.grain, m.rep_id, m.team, m.segment, s.* EXCLUDE (rep_id, segment)
    FROM stays s
    LEFT JOIN rep_homes h ON h.rep_id = s.rep_id,
    LATERAL (VALUES
        ('company', 'All', 'All', 'All'),
        ('segment', 'All', 'All', s.segment),
        ('rep', s.rep_id, 'All', 'All'),
        ('team', 'All', coalesce(h.team, 'Unassigned'), 'All')
    ) m(grain, rep_id, team, segment)
),
entered AS (
    SELECT
        m.grain,
        p.period_type,
        p.period,
        m.rep_id,
        m.team,
        m.segment,
        m.stage,
        count(DISTINCT m.opportunity_id) AS entered
    FROM by_member m
    JOIN periods p ON m.entered_on BETWEEN p.period_start AND p.last_day
    GROUP BY ALL
),
ended AS (
    SELECT
        m.grain,
        p.period_type,
        p.period,
        m.rep_id,
        m.team,
        m.segment,
        m.stage,
        count(*) AS stays_ended,
        sum(m.ended_on - m.entered_on) AS total_days,
        CAST(quantile_cont(m.ended_on - m.entered_on, 0.5) AS DECIMAL(28, 6)) AS median_days,
        CAST(quantile_cont(m.ended_on - m.entered_on, 0.9) AS DECIMAL(28, 6)) AS p90_days,
        count_if(NOT m.is_lost) AS moved_on,
        count_if(m.is_lost) AS lost
    FROM by_member m
    JOIN periods p ON m.ended_on BETWEEN p.period_start AND p.last_day
    WHERE m.is_stay
    GROUP BY ALL
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
    coalesce(moved_on, 0) AS moved_on,
    coalesce(lost, 0) AS lost,
    decimal6(millionths(CAST(moved_on AS HUGEINT), CAST(stays_ended AS HUGEINT))) AS moved_on_share,
    CASE WHEN median_days IS NOT NULL THEN
        rank() OVER (
            PARTITION BY grain, period_type, period, rep_id, team, segment ORDER BY median_days DESC NULLS LAST)
    END AS bottleneck_rank
FROM entered
FULL JOIN ended USING (grain, period_type, period, rep_id, team, segment, stage)
JOIN periods p USING (period_type, period);
