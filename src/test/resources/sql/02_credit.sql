-- Whose a fact is: rep, segment and channel of accounts, opportunities and leads (kpis.md, "Dimensions and credit").

CREATE OR REPLACE TABLE rep_homes AS
SELECT
    rep_id,
    rep_name,
    coalesce(team, 'Unassigned') AS team,
    coalesce(segment, 'Unassigned') AS home_segment,
    hired_on,
    left_on
FROM reps;

-- The lead that an opportunity came from: of those that name it, created up to D, the earliest, then the smallest id.
CREATE OR REPLACE TABLE origin_leads AS
SELECT opportunity_id, channel
FROM leads
WHERE opportunity_id IS NOT NULL AND local_day(created_at) <= reporting_date()
QUALIFY row_number() OVER (PARTITION BY opportunity_id ORDER BY created_at, lead_id) = 1;

-- The first day on which anybody heard of an opportunity by a lead.
CREATE OR REPLACE TABLE first_lead_days AS
SELECT opportunity_id, min(local_day(created_at)) AS first_lead_on
FROM leads
WHERE opportunity_id IS NOT NULL
GROUP BY opportunity_id;

-- An opportunity with its credit and its days. closed_at counts with won and lost only.
CREATE OR REPLACE TABLE deals AS
SELECT
    o.opportunity_id,
    o.account_id,
    o.owner_id,
    credited_rep(o.owner_id, r.rep_id) AS rep_id,
    coalesce(a.segment, 'Unassigned') AS segment,
    coalesce(o.channel, l.channel, a.channel) AS found_channel,
    coalesce(o.channel, l.channel, a.channel, 'Unassigned') AS channel,
    o.status,
    o.amount,
    currency_or_own(o.currency) AS currency,
    o.expected_close_on,
    o.first_contact_at,
    local_day(o.created_at) AS created_on,
    CASE WHEN o.status <> 'open' THEN o.closed_at END AS closed_at,
    CASE WHEN o.status <> 'open' THEN local_day(o.closed_at) END AS closed_on
FROM opportunities o
LEFT JOIN rep_homes r ON r.rep_id = o.owner_id
LEFT JOIN accounts a ON a.account_id = o.account_id
LEFT JOIN origin_leads l ON l.opportunity_id = o.opportunity_id;

-- A lead with its credit and its days.
CREATE OR REPLACE TABLE lead_days AS
SELECT
    credited_rep(l.owner_id, r.rep_id) AS rep_id,
    coalesce(l.segment, a.segment, 'Unassigned') AS segment,
    coalesce(l.channel, 'Unassigned') AS channel,
    local_day(l.created_at) AS created_on,
    local_day(l.qualified_at) AS qualified_on,
    local_day(l.converted_at) AS converted_on,
    l.meets_criteria
FROM leads l
LEFT JOIN rep_homes r ON r.rep_id = l.owner_id
LEFT JOIN accounts a ON a.account_id = l.account_id;
