-- Invoiced money and units by day, up to D.

CREATE OR REPLACE TABLE invoiced AS
WITH signed AS (
    -- A credit note counts minus, whatever its signs.
    SELECT
        *,
        CASE WHEN is_credit THEN -abs(quantity) ELSE quantity END AS units,
        CASE WHEN is_credit THEN -abs(line_amount) ELSE line_amount END AS signed_amount
    FROM (
        SELECT
            account_id,
            opportunity_id,
            rep_id,
            invoiced_on,
            currency_or_own(currency) AS currency,
            quantity,
            coalesce(kind = 'credit_note', false) OR quantity < 0 AS is_credit,
            CAST(round(quantity * unit_price, 2) AS DECIMAL(20, 2)) AS line_amount
        FROM invoice_lines
        WHERE invoiced_on <= reporting_date()
    )
),
credited AS (
    SELECT
        s.invoiced_on,
        coalesce(s.rep_id, d.owner_id, a.owner_id) AS found_rep,
        coalesce(a.segment, 'Unassigned') AS segment,
        coalesce(d.found_channel, a.channel, 'Unassigned') AS channel,
        s.units,
        to_cents(s.signed_amount, x.rate) AS cents
    FROM signed s
    LEFT JOIN deals d ON d.opportunity_id = s.opportunity_id
    LEFT JOIN accounts a ON a.account_id = s.account_id
    ASOF LEFT JOIN rates x ON x.currency = s.currency AND x.valid_on <= s.invoiced_on
)
SELECT
    c.invoiced_on,
    credited_rep(c.found_rep, r.rep_id) AS rep_id,
    c.segment,
    c.channel,
    sum(c.cents) AS revenue,
    sum(c.units) AS units_sold
FROM credited c
LEFT JOIN rep_homes r ON r.rep_id = c.found_rep
GROUP BY ALL;
