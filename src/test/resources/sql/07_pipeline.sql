-- What was open at the start of each period and at its end, as it was known then.

-- The days before whose beginning the pipeline is looked at: first days of periods, and the day after the end of one
-- (or after D).
CREATE OR REPLACE TABLE pipeline_days AS
SELECT period_start AS day FROM periods
UNION
SELECT last_day + 1 FROM periods;

-- What the stage history said at the end of each day on which it has a row: the newest values that are not null.
CREATE OR REPLACE TABLE known_values AS
SELECT
    opportunity_id,
    local_day(entered_at) AS known_on,
    last_value(amount IGNORE NULLS) OVER so_far AS amount,
    last_value(expected_close_on IGNORE NULLS) OVER so_far AS expected_close_on
FROM stage_history
WHERE local_day(entered_at) <= reporting_date()
WINDOW so_far AS (PARTITION BY opportunity_id ORDER BY entered_at ROWS UNBOUNDED PRECEDING)
QUALIFY row_number() OVER (PARTITION BY opportunity_id, known_on ORDER BY entered_at DESC) = 1;

CREATE OR REPLACE TABLE pipeline AS
WITH open_deals AS (
    SELECT
        p.day,
        p.day - 1 AS rate_day,
        d.opportunity_id,
        d.rep_id,
        d.segment,
        d.channel,
        d.amount,
        d.currency,
        d.expected_close_on
    FROM deals d
    JOIN pipeline_days p ON d.created_on < p.day AND coalesce(d.closed_on, DATE '9999-12-31') >= p.day
),
as_known AS (
    SELECT
        o.* EXCLUDE (amount, expected_close_on),
        coalesce(k.amount, o.amount) AS amount,
        coalesce(k.expected_close_on, o.expected_close_on) AS expected_close_on
    FROM open_deals o
    ASOF LEFT JOIN known_values k ON k.opportunity_id = o.opportunity_id AND k.known_on < o.day
)
SELECT
    k.day,
    k.rep_id,
    k.segment,
    k.channel,
    month_number(k.expected_close_on) AS close_month_no,
    count(*) AS deals,
    coalesce(sum(to_cents(k.amount, x.rate)), 0) AS cents
FROM as_known k
ASOF LEFT JOIN rates x ON x.currency = k.currency AND x.valid_on <= k.rate_day
GROUP BY ALL;
