-- What winning customers cost, with shared expenses shared out to the cent (kpis.md, "Shared expenses").

CREATE OR REPLACE TABLE acquisition_expenses AS
SELECT
    month_number(e.incurred_on) AS month_no,
    e.rep_id IS NULL AND e.segment IS NULL AS is_shared,
    credited_rep(e.rep_id, r.rep_id) AS rep_id,
    coalesce(e.segment, 'Unassigned') AS segment,
    coalesce(e.channel, 'Unassigned') AS channel,
    e.channel AS own_channel,
    sum(to_cents(e.amount, x.rate)) AS cents
FROM (SELECT * REPLACE (currency_or_own(currency) AS currency) FROM expenses) e
LEFT JOIN rep_homes r ON r.rep_id = e.rep_id
ASOF LEFT JOIN rates x ON x.currency = e.currency AND x.valid_on <= e.incurred_on
WHERE e.incurred_on <= reporting_date()
    AND list_contains((SELECT acquisition_categories FROM parameters), lower(e.category))
GROUP BY ALL;

-- How much each cell weighs in a month; nothing below 0.
CREATE OR REPLACE TABLE allocation_weights AS
WITH weights AS (
    SELECT month_no, rep_id, segment, channel, new_customers AS weight
    FROM customer_changes
    WHERE (SELECT allocate_by FROM parameters) = 'new_customers'
    UNION ALL
    SELECT month_number(qualified_on), rep_id, segment, channel, count(*)
    FROM lead_days
    WHERE (SELECT allocate_by FROM parameters) = 'qualified_leads'
        AND meets_criteria AND qualified_on <= reporting_date()
    GROUP BY ALL
    UNION ALL
    SELECT month_number(invoiced_on), rep_id, segment, channel, sum(revenue)
    FROM invoiced
    WHERE (SELECT allocate_by FROM parameters) = 'revenue'
    GROUP BY ALL
)
SELECT month_no, rep_id, segment, channel, CAST(weight AS HUGEINT) AS weight
FROM weights
WHERE weight > 0;

CREATE OR REPLACE TABLE acquisition_costs AS
WITH pots AS (
    -- What is to be shared out together: a month's expenses of one channel, or of none.
    SELECT month_no, own_channel, channel, CAST(sum(cents) AS HUGEINT) AS cents
    FROM acquisition_expenses
    WHERE is_shared
    GROUP BY ALL
),
takers AS (
    SELECT
        p.month_no,
        p.own_channel,
        p.cents,
        w.rep_id,
        w.segment,
        w.channel,
        abs(p.cents) * w.weight AS product,
        sum(w.weight) OVER (PARTITION BY p.month_no, p.own_channel) AS total_weight
    FROM pots p
    JOIN allocation_weights w
        ON w.month_no = p.month_no AND (p.own_channel IS NULL OR w.channel = p.own_channel)
),
floors AS (
    SELECT
        *,
        CAST(product AS HUGEINT) // CAST(total_weight AS HUGEINT) AS whole_cents,
        CAST(product AS HUGEINT) % CAST(total_weight AS HUGEINT) AS fraction
    FROM takers
),
shares AS (
    SELECT
        *,
        abs(cents) - sum(whole_cents) OVER (PARTITION BY month_no, own_channel) AS cents_left,
        row_number() OVER (
            PARTITION BY month_no, own_channel ORDER BY fraction DESC, rep_id, segment, channel) AS place
    FROM floors
)
SELECT month_no, rep_id, segment, channel, cents
FROM acquisition_expenses
WHERE NOT is_shared
UNION ALL
SELECT
    month_no,
    rep_id,
    segment,
    channel,
    sign(cents) * (whole_cents + CASE WHEN place <= cents_left THEN 1 ELSE 0 END)
FROM shares
UNION ALL
SELECT month_no, 'Unassigned', 'Unassigned', channel, cents
FROM pots p
WHERE NOT EXISTS (
    FROM takers t
    WHERE t.month_no = p.month_no AND t.own_channel IS NOT DISTINCT FROM p.own_channel);
