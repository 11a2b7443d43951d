-- Every measure, first per cell (rep, segment, channel), where each fact lies in exactly one, then per member.

-- What adds up over time, by month; won_deals and the like by the day of closing.
CREATE OR REPLACE TABLE flows_by_month AS
WITH closed AS (
    SELECT
        d.*,
        coalesce(to_cents(d.amount, x.rate), 0) AS cents,
        -- From whatever came first: contact, creation or a lead.
        d.closed_on - least(
            d.created_on,
            coalesce(local_day(d.first_contact_at), d.created_on),
            coalesce(l.first_lead_on, d.created_on)) AS cycle_days
    FROM deals d
    LEFT JOIN first_lead_days l ON l.opportunity_id = d.opportunity_id
    ASOF LEFT JOIN rates x ON x.currency = d.currency AND x.valid_on <= d.closed_on
    WHERE d.closed_on <= reporting_date()
)
SELECT
    month_number(closed_on) AS month_no,
    rep_id,
    segment,
    channel,
    count_if(status = 'won') AS won_deals,
    count_if(status = 'lost') AS lost_deals,
    coalesce(sum(cents) FILTER (status = 'won'), 0) AS bookings,
    coalesce(sum(cents) FILTER (status = 'lost'), 0) AS lost_amount,
    coalesce(sum(cycle_days) FILTER (status = 'won'), 0) AS sales_cycle_days
FROM closed
GROUP BY ALL
UNION ALL BY NAME
SELECT month_number(created_on) AS month_no, rep_id, segment, channel, count(*) AS opportunities_created
FROM deals
WHERE created_on <= reporting_date()
GROUP BY ALL
UNION ALL BY NAME
SELECT
    month_number(created_on) AS month_no,
    rep_id,
    segment,
    channel,
    count(*) AS leads_created,
    count_if(converted_on <= reporting_date()) AS leads_converted
FROM lead_days
WHERE created_on <= reporting_date()
GROUP BY ALL
UNION ALL BY NAME
SELECT month_number(qualified_on) AS month_no, rep_id, segment, channel, count(*) AS qualified_leads
FROM lead_days
WHERE meets_criteria AND qualified_on <= reporting_date()
GROUP BY ALL
UNION ALL BY NAME
SELECT
    month_number(invoiced_on) AS month_no,
    rep_id,
    segment,
    channel,
    sum(revenue) AS revenue,
    sum(units_sold) AS units_sold
FROM invoiced
GROUP BY ALL
UNION ALL BY NAME
SELECT month_no, rep_id, segment, channel, sum(cents) AS acquisition_cost
FROM acquisition_costs
GROUP BY ALL
UNION ALL BY NAME
SELECT month_no, rep_id, segment, channel, selling_minutes, total_minutes
FROM working_time
UNION ALL BY NAME
SELECT month_no, rep_id, segment, channel, new_customers, churn_events
FROM customer_changes;

CREATE OR REPLACE TABLE flows AS
SELECT p.period_type, p.period, f.* EXCLUDE (month_no)
FROM flows_by_month f
JOIN periods p ON f.month_no BETWEEN p.first_month_no AND p.last_month_no;

-- Revenue of the period before and of a year before; for a running period over as many days of those.
CREATE OR REPLACE TABLE compared_revenue AS
WITH earlier AS (
    SELECT
        p.period_type,
        p.period,
        e.period_start,
        CASE
            WHEN p.complete THEN e.period_end
            ELSE least(e.period_end, e.period_start + p.days - 1)
        END AS last_day,
        e.first_month_no = p.first_month_no - p.month_count AS is_previous,
        e.first_month_no = p.first_month_no - 12 AS is_year_ago
    FROM periods p
    JOIN periods e
        ON e.period_type = p.period_type
        AND (e.first_month_no = p.first_month_no - p.month_count OR e.first_month_no = p.first_month_no - 12)
)
SELECT
    e.period_type,
    e.period,
    i.rep_id,
    i.segment,
    i.channel,
    sum(i.revenue) FILTER (e.is_previous) AS revenue_previous,
    sum(i.revenue) FILTER (e.is_year_ago) AS revenue_year_ago
FROM invoiced i
JOIN earlier e ON i.invoiced_on BETWEEN e.period_start AND e.last_day
GROUP BY ALL;

CREATE OR REPLACE TABLE pipeline_of_periods AS
SELECT
    p.period_type,
    p.period,
    o.rep_id,
    o.segment,
    o.channel,
    sum(o.deals) FILTER (o.day = p.period_start) AS open_opportunities,
    sum(o.cents) FILTER (o.day = p.period_start) AS pipeline,
    sum(o.cents) FILTER (o.day = p.period_start AND o.close_month_no < p.next_month_no) AS pipeline_due,
    sum(o.deals) FILTER (o.day = p.last_day + 1) AS open_opportunities_end,
    sum(o.cents) FILTER (o.day = p.last_day + 1) AS pipeline_end,
    sum(o.cents) FILTER (o.day = p.last_day + 1 AND o.close_month_no < p.next_month_no) AS pipeline_due_end
FROM (SELECT *, period_start AS day FROM periods UNION ALL SELECT *, last_day + 1 FROM periods) p
JOIN pipeline o ON o.day = p.day
GROUP BY ALL;

-- Customers on the day before a period, on its last day (or D), and how many of the former are not among the latter.
CREATE OR REPLACE TABLE customers_of_periods AS
WITH departed AS (
    SELECT p.period_type, p.period, p.last_day, s.account_id, s.ended_on
    FROM spells s
    JOIN periods p ON s.ended_on BETWEEN p.period_start AND p.last_day AND s.started_on < p.period_start
)
SELECT
    p.period_type,
    p.period,
    m.rep_id,
    m.segment,
    m.channel,
    m.customers AS customers_end,
    m.lifetime_days,
    m.lifetime_churn_events,
    m.lifetime_days AS customer_days
FROM periods p
JOIN customers_by_month m ON m.month_no = p.last_month_no
UNION ALL BY NAME
SELECT
    p.period_type,
    p.period,
    m.rep_id,
    m.segment,
    m.channel,
    m.customers AS customers_start,
    m.customers AS customers_retained,
    -m.lifetime_days AS customer_days
FROM periods p
JOIN customers_by_month m ON m.month_no = p.first_month_no - 1
UNION ALL BY NAME
SELECT
    d.period_type,
    d.period,
    c.rep_id,
    c.segment,
    c.channel,
    count(*) AS customers_lost,
    -count(*) AS customers_retained
FROM departed d
JOIN customers c ON c.account_id = d.account_id
-- Who came back and is active at the end is not lost.
ANTI JOIN spells s ON s.account_id = d.account_id AND s.started_on BETWEEN d.ended_on AND d.last_day
    AND s.ended_on > d.last_day
GROUP BY ALL;

CREATE OR REPLACE TABLE heads AS
WITH rep_quotas AS (
    SELECT period_type, period, rep_id, home_segment, sum(quota) AS quota
    FROM quota_by_period
    WHERE rep_id <> 'Unassigned'
    GROUP BY ALL
    HAVING sum(quota) > 0
),
rep_bookings AS (
    SELECT period_type, period, rep_id, sum(bookings) AS bookings
    FROM flows
    GROUP BY ALL
)
SELECT
    q.period_type,
    q.period,
    q.rep_id,
    q.home_segment AS segment,
    'Unassigned' AS channel,
    1 AS quota_reps,
    CASE WHEN coalesce(b.bookings, 0) >= q.quota THEN 1 ELSE 0 END AS quota_reps_attained
FROM rep_quotas q
LEFT JOIN rep_bookings b USING (period_type, period, rep_id)
UNION ALL BY NAME
SELECT p.period_type, p.period, r.rep_id, r.home_segment AS segment, 'Unassigned' AS channel, 1 AS active_reps
FROM rep_homes r
JOIN periods p
    ON coalesce(r.hired_on, DATE '0001-01-01') <= p.last_day
    AND coalesce(r.left_on, DATE '9999-12-31') >= p.period_start
    AND coalesce(r.hired_on <= r.left_on, true);

CREATE OR REPLACE TABLE targets AS
SELECT period_type, period, rep_id, segment, 'Unassigned' AS channel, quota FROM quota_by_period
UNION ALL BY NAME
SELECT period_type, period, rep_id, segment, 'Unassigned' AS channel, forecast FROM forecast_by_period;

CREATE OR REPLACE TABLE cell_measures AS
FROM flows
UNION ALL BY NAME FROM compared_revenue
UNION ALL BY NAME FROM pipeline_of_periods
UNION ALL BY NAME FROM customers_of_periods
UNION ALL BY NAME FROM heads
UNION ALL BY NAME FROM targets;

-- The sums of each member; is_anything where one of them is not 0.
CREATE OR REPLACE TABLE sums_by_member AS
WITH sums AS (
    SELECT
        CASE grouping_id(c.rep_id, h.team, c.segment, c.channel)
            WHEN 15 THEN 'company'
            WHEN 13 THEN 'segment'
            WHEN 11 THEN 'team'
            WHEN 7 THEN 'rep'
            WHEN 5 THEN 'rep_segment'
            WHEN 14 THEN 'channel'
        END AS grain,
        c.period_type,
        c.period,
        coalesce(c.rep_id, 'All') AS rep_id,
        coalesce(h.team, 'All') AS team,
        coalesce(c.segment, 'All') AS segment,
        coalesce(c.channel, 'All') AS channel,
        sum(COLUMNS(c.* EXCLUDE (period_type, period, rep_id, segment, channel)))
    FROM cell_measures c
    JOIN (
        SELECT rep_id, team FROM rep_homes
        UNION ALL
        SELECT DISTINCT c.rep_id, 'Unassigned' FROM cell_measures c ANTI JOIN rep_homes r ON r.rep_id = c.rep_id
    ) h ON h.rep_id = c.rep_id
    GROUP BY GROUPING SETS (
        (c.period_type, c.period),
        (c.period_type, c.period, c.segment),
        (c.period_type, c.period, h.team),
        (c.period_type, c.period, c.rep_id),
        (c.period_type, c.period, c.rep_id, c.segment),
        (c.period_type, c.period, c.channel))
)
SELECT
    *,
    greatest(*COLUMNS(* EXCLUDE (grain, period_type, period, rep_id, team, segment, channel))) > 0
        OR least(*COLUMNS(* EXCLUDE (grain, period_type, period, rep_id, team, segment, channel))) < 0
        AS is_anything
FROM sums;

-- The rows of each grain: every segment, team and channel of a fact or a rep in every period, reps and pairs where anything is.
CREATE OR REPLACE TABLE members AS
WITH everywhere AS (
    SELECT 'company' AS grain, 'All' AS rep_id, 'All' AS team, 'All' AS segment, 'All' AS channel
    UNION
    SELECT 'segment', 'All', 'All', home_segment, 'All' FROM rep_homes
    UNION
    SELECT 'team', 'All', team, 'All', 'All' FROM rep_homes
    UNION
    SELECT grain, rep_id, team, segment, channel FROM sums_by_member WHERE grain IN ('segment', 'team', 'channel')
)
SELECT e.*, p.period_type, p.period
FROM everywhere e, periods p
UNION
SELECT grain, rep_id, team, segment, channel, period_type, period
FROM sums_by_member
WHERE grain IN ('rep', 'rep_segment') AND is_anything;

-- A measure is 0 where nothing happened, and null where its source is not there.
CREATE OR REPLACE MACRO measured(total, is_there) AS CASE WHEN is_there THEN coalesce(total, 0) END;

CREATE OR REPLACE TABLE measures AS
WITH sources AS (
    SELECT
        has_source('invoice_lines') AS has_invoices,
        has_source('leads') AS has_leads,
        has_source('opportunities') AS has_opportunities,
        has_source('quotas') AS has_quotas,
        has_source('forecasts') AS has_forecasts,
        has_source('expenses') AS has_expenses,
        has_source('reps') AS has_reps,
        has_source('timesheets') OR has_source('activities') AS has_time,
        has_source('subscriptions') OR has_source('invoice_lines') AS has_customers
),
comparable AS (
    -- Whether the period before, and the one a year before, are among the run's.
    SELECT
        period_type,
        period,
        first_month_no - month_count >= min(first_month_no) OVER of_type AS has_previous,
        first_month_no - 12 >= min(first_month_no) OVER of_type AS has_year_ago
    FROM periods
    WINDOW of_type AS (PARTITION BY period_type)
)
SELECT
    grain,
    period_type,
    period,
    rep_id,
    team,
    segment,
    channel,
    measured(revenue, has_invoices) AS revenue,
    measured(revenue_previous, has_invoices AND has_previous) AS revenue_previous,
    measured(revenue_year_ago, has_invoices AND has_year_ago) AS revenue_year_ago,
    measured(units_sold, has_invoices) AS units_sold,
    measured(leads_created, has_leads) AS leads_created,
    measured(leads_converted, has_leads) AS leads_converted,
    measured(qualified_leads, has_leads) AS qualified_leads,
    measured(opportunities_created, has_opportunities) AS opportunities_created,
    measured(open_opportunities, has_opportunities) AS open_opportunities,
    measured(coalesce(open_opportunities, 0) + coalesce(opportunities_created, 0), has_opportunities)
        AS opportunities_worked,
    measured(won_deals, has_opportunities) AS won_deals,
    measured(lost_deals, has_opportunities) AS lost_deals,
    measured(bookings, has_opportunities) AS bookings,
    measured(lost_amount, has_opportunities) AS lost_amount,
    measured(sales_cycle_days, has_opportunities) AS sales_cycle_days,
    measured(pipeline, has_opportunities) AS pipeline,
    measured(pipeline_due, has_opportunities) AS pipeline_due,
    measured(open_opportunities_end, has_opportunities) AS open_opportunities_end,
    measured(pipeline_end, has_opportunities) AS pipeline_end,
    measured(pipeline_due_end, has_opportunities) AS pipeline_due_end,
    measured(quota, has_quotas) AS quota,
    measured(forecast, has_forecasts) AS forecast,
    measured(quota_reps, has_quotas) AS quota_reps,
    measured(quota_reps_attained, has_quotas AND has_opportunities) AS quota_reps_attained,
    measured(active_reps, has_reps) AS active_reps,
    measured(acquisition_cost, has_expenses) AS acquisition_cost,
    measured(selling_minutes, has_time) AS selling_minutes,
    measured(total_minutes, has_time) AS total_minutes,
    measured(customers_start, has_customers) AS customers_start,
    measured(customers_end, has_customers) AS customers_end,
    measured(customers_retained, has_customers) AS customers_retained,
    measured(customers_lost, has_customers) AS customers_lost,
    measured(new_customers, has_customers) AS new_customers,
    measured(customer_days, has_customers) AS customer_days,
    measured(churn_events, has_customers) AS churn_events,
    measured(lifetime_days, has_customers) AS lifetime_days,
    measured(lifetime_churn_events, has_customers) AS lifetime_churn_events
FROM members
LEFT JOIN sums_by_member USING (grain, period_type, period, rep_id, team, segment, channel)
JOIN comparable USING (period_type, period)
CROSS JOIN sources;
