-- What was to be reached, and what reps believed: quotas and forecasts of the periods that lie within a period.

CREATE OR REPLACE MACRO months_of(period_type) AS CASE period_type WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END;

CREATE OR REPLACE TABLE quota_amounts AS
SELECT
    q.rep_id AS found_rep,
    credited_rep(q.rep_id, r.rep_id) AS rep_id,
    coalesce(q.segment, r.home_segment, 'Unassigned') AS segment,
    coalesce(r.home_segment, 'Unassigned') AS home_segment,
    month_number(q.period_start) AS first_month_no,
    month_number(q.period_start) + months_of(q.period_type) AS next_month_no,
    to_cents(q.amount, x.rate) AS cents
FROM (SELECT * REPLACE (currency_or_own(currency) AS currency) FROM quotas) q
LEFT JOIN rep_homes r ON r.rep_id = q.rep_id
ASOF LEFT JOIN rates x ON x.currency = q.currency AND x.valid_on <= q.period_start;

CREATE OR REPLACE TABLE quota_by_period AS
SELECT p.period_type, p.period, q.rep_id, q.segment, q.home_segment, sum(q.cents) AS quota
FROM periods p
JOIN quota_amounts q ON q.first_month_no >= p.first_month_no AND q.next_month_no <= p.next_month_no
GROUP BY ALL;

-- The forecast that counts for each rep, segment and forecast period: the last one submitted before it begins, else the
-- first one submitted during it, up to D.
CREATE OR REPLACE TABLE counted_forecasts AS
WITH submitted AS (
    SELECT
        f.rep_id AS found_rep,
        credited_rep(f.rep_id, r.rep_id) AS rep_id,
        coalesce(f.segment, r.home_segment, 'Unassigned') AS segment,
        month_number(f.period_start) AS first_month_no,
        months_of(f.period_type) AS month_count,
        f.period_start,
        f.submitted_at,
        local_day(f.submitted_at) AS submitted_on,
        f.amount,
        currency_or_own(f.currency) AS currency
    FROM forecasts f
    LEFT JOIN rep_homes r ON r.rep_id = f.rep_id
    WHERE local_day(f.submitted_at) <= least(
        reporting_date(), first_day(month_number(f.period_start) + months_of(f.period_type)) - 1)
),
chosen AS (
    SELECT *
    FROM submitted
    QUALIFY row_number() OVER (
        PARTITION BY found_rep, segment, first_month_no, month_count
        ORDER BY
            submitted_on < period_start DESC,
            CASE WHEN submitted_on < period_start THEN submitted_at END DESC,
            submitted_at) = 1
)
SELECT
    c.found_rep,
    c.rep_id,
    c.segment,
    c.first_month_no,
    c.first_month_no + c.month_count AS next_month_no,
    c.month_count,
    to_cents(c.amount, x.rate) AS cents
FROM chosen c
ASOF LEFT JOIN rates x ON x.currency = c.currency AND x.valid_on <= c.submitted_on;

-- Within a period a longer forecast counts instead of the shorter ones inside of it.
CREATE OR REPLACE TABLE forecast_by_period AS
WITH longer AS (
    SELECT f.found_rep, f.segment, f.first_month_no, f.month_count, min(g.month_count) AS longer_month_count
    FROM counted_forecasts f
    JOIN counted_forecasts g
        ON g.found_rep = f.found_rep AND g.segment = f.segment AND g.month_count > f.month_count
        AND g.first_month_no <= f.first_month_no AND g.next_month_no >= f.next_month_no
    GROUP BY ALL
)
SELECT p.period_type, p.period, f.rep_id, f.segment, sum(f.cents) AS forecast
FROM counted_forecasts f
LEFT JOIN longer l USING (found_rep, segment, first_month_no, month_count)
JOIN periods p ON f.first_month_no >= p.first_month_no AND f.next_month_no <= p.next_month_no
-- The longer one counts only where it lies within the period, too.
WHERE coalesce(l.longer_month_count > p.month_count, true)
GROUP BY ALL;
