-- Every KPI as one fraction of measures. Numerators and denominators are whole numbers (money in cents), so that a value
-- is computed exactly and rounded once.

-- A fraction in millionths, half away from zero; null where the denominator is missing, zero or negative. The whole part
-- comes first, so that nothing overflows that the fraction itself does not.
CREATE OR REPLACE MACRO millionths(numerator, denominator) AS
    CASE WHEN denominator > 0 THEN
        sign(numerator) * (
            abs(numerator) // denominator * 1000000
            + (2000000 * (abs(numerator) % denominator) + denominator) // (2 * denominator))
    END;

CREATE OR REPLACE MACRO decimal6(millionths) AS
    CAST(CAST(millionths AS DECIMAL(28, 0)) * 0.000001 AS DECIMAL(28, 6));

-- A fraction whose parts are KPIs is null where one of those is: a condition that fails makes it so.
CREATE OR REPLACE TABLE fractions AS
WITH scaled AS (
    SELECT
        m.* REPLACE (
            CAST(revenue AS HUGEINT) AS revenue,
            CAST(bookings AS HUGEINT) AS bookings,
            CAST(lifetime_days AS HUGEINT) AS lifetime_days,
            CAST(units_sold * 1000000 AS HUGEINT) AS units_sold,
            CAST(selling_minutes * 10000 AS HUGEINT) AS selling_minutes,
            CAST(total_minutes * 10000 AS HUGEINT) AS total_minutes),
        p.days,
        p.fiscal_year_days,
        2 * CAST(p.fiscal_year_days AS HUGEINT) * revenue AS yearly_revenue_twice,
        CAST(p.days AS HUGEINT) * (customers_start + customers_end) AS customer_period_days
    FROM measures m
    JOIN periods p USING (period_type, period)
)
SELECT
    m.grain,
    m.period_type,
    m.period,
    m.rep_id,
    m.team,
    m.segment,
    m.channel,
    f.kpi,
    f.sources,
    CASE WHEN f.numerator IS NOT NULL AND f.denominator > 0 THEN CAST(f.numerator AS HUGEINT) END AS numerator,
    CASE WHEN f.numerator IS NOT NULL AND f.denominator > 0 THEN CAST(f.denominator AS HUGEINT) END AS denominator
FROM scaled m, LATERAL (VALUES
    ('total_revenue', 'invoice_lines', revenue, 100),
    ('average_price', 'invoice_lines', revenue * 10000, units_sold),
    ('revenue_growth', 'invoice_lines', revenue - revenue_previous, revenue_previous),
    ('revenue_growth_yoy', 'invoice_lines', revenue - revenue_year_ago, revenue_year_ago),
    ('average_deal_size', 'opportunities', bookings, 100 * won_deals),
    ('lead_conversion_rate', 'leads', leads_converted, leads_created),
    ('opportunity_conversion_rate', 'opportunities', won_deals, opportunities_worked),
    ('win_rate', 'opportunities', won_deals, won_deals + lost_deals),
    ('win_rate_by_value', 'opportunities', bookings, bookings + lost_amount),
    ('sales_cycle_length', 'opportunities', sales_cycle_days, won_deals),
    ('qualified_leads', 'leads', qualified_leads, 1),
    -- qualified_leads * (won / worked) * (bookings / won) / (cycle days / won)
    (
        'pipeline_velocity',
        'leads opportunities',
        CASE WHEN won_deals > 0 THEN qualified_leads * bookings * won_deals END,
        100 * CAST(opportunities_worked AS HUGEINT) * sales_cycle_days),
    ('pipeline_coverage', 'opportunities quotas', pipeline_due, quota),
    ('pipeline_coverage_remaining', 'opportunities quotas', pipeline_due_end, quota - bookings),
    ('forecast_accuracy', 'opportunities forecasts', bookings - abs(bookings - forecast), bookings),
    ('forecast_bias', 'opportunities forecasts', forecast - bookings, bookings),
    ('cac', 'expenses customers', acquisition_cost, 100 * new_customers),
    ('acquisition_roi', 'opportunities expenses', bookings - acquisition_cost, acquisition_cost),
    ('average_revenue_per_customer', 'invoice_lines customers', yearly_revenue_twice, 100 * customer_period_days),
    ('average_customer_lifetime', 'customers', 100 * lifetime_days, 36525 * lifetime_churn_events),
    (
        'cltv',
        'invoice_lines customers',
        CASE WHEN customer_period_days > 0 AND lifetime_churn_events > 0
            THEN yearly_revenue_twice * lifetime_days END,
        customer_period_days * lifetime_churn_events * 36525),
    (
        'ltv_to_cac',
        'invoice_lines customers expenses',
        CASE WHEN customer_period_days > 0 AND lifetime_churn_events > 0 AND new_customers > 0
            THEN 100 * yearly_revenue_twice * lifetime_days * new_customers END,
        customer_period_days * lifetime_churn_events * 36525 * acquisition_cost),
    ('churn_rate', 'customers', customers_lost, customers_start),
    ('net_churn_rate', 'customers', customers_start - customers_end, customers_start),
    ('customer_retention_rate', 'customers', customers_retained, customers_start),
    ('quota_attainment_rate', 'quotas opportunities', quota_reps_attained, quota_reps),
    ('quota_attainment', 'opportunities quotas', bookings, quota),
    ('rep_productivity', 'invoice_lines reps', revenue, 100 * active_reps),
    ('time_spent_selling', 'time', selling_minutes, total_minutes)
) f(kpi, sources, numerator, denominator);

CREATE OR REPLACE TABLE kpi_properties AS
FROM (VALUES
    ('total_revenue', 'money', 'higher', true),
    ('average_price', 'money', 'higher', true),
    ('revenue_growth', 'ratio', 'higher', true),
    ('revenue_growth_yoy', 'ratio', 'higher', true),
    ('average_deal_size', 'money', 'higher', true),
    ('lead_conversion_rate', 'ratio', 'higher', true),
    ('opportunity_conversion_rate', 'ratio', 'higher', true),
    ('win_rate', 'ratio', 'higher', true),
    ('win_rate_by_value', 'ratio', 'higher', true),
    ('sales_cycle_length', 'days', 'lower', true),
    ('qualified_leads', 'count', 'higher', true),
    ('pipeline_velocity', 'money per day', 'higher', true),
    ('pipeline_coverage', 'ratio', 'higher', false),
    ('pipeline_coverage_remaining', 'ratio', 'higher', false),
    ('forecast_accuracy', 'ratio', 'higher', false),
    ('forecast_bias', 'ratio', 'lower', false),
    ('cac', 'money', 'lower', true),
    ('acquisition_roi', 'ratio', 'higher', true),
    ('average_revenue_per_customer', 'money per year', 'higher', true),
    ('average_customer_lifetime', 'years', 'higher', true),
    ('cltv', 'money', 'higher', true),
    ('ltv_to_cac', 'ratio', 'higher', true),
    ('churn_rate', 'ratio', 'lower', true),
    ('net_churn_rate', 'ratio', 'lower', true),
    ('customer_retention_rate', 'ratio', 'higher', true),
    ('quota_attainment_rate', 'ratio', 'higher', false),
    ('quota_attainment', 'ratio', 'higher', false),
    ('rep_productivity', 'money', 'higher', false),
    ('time_spent_selling', 'ratio', 'higher', false)
) k(kpi, unit, better, has_channels);

-- The long table: every KPI of every member, with what it is held against.
CREATE OR REPLACE TABLE kpi_values AS
WITH sources AS (
    SELECT
        present
        || CASE WHEN has_source('subscriptions') OR has_source('invoice_lines') THEN ['customers'] ELSE [] END
        || CASE WHEN has_source('timesheets') OR has_source('activities') THEN ['time'] ELSE [] END AS present
    FROM parameters
),
applicable AS (
    SELECT
        f.* EXCLUDE (numerator, denominator),
        k.unit,
        k.better,
        f.grain <> 'channel' OR k.has_channels AS is_applicable,
        list_has_all(s.present, string_split(f.sources, ' ')) AS has_sources,
        CASE WHEN is_applicable THEN f.numerator END AS numerator,
        CASE WHEN is_applicable THEN f.denominator END AS denominator
    FROM fractions f
    JOIN kpi_properties k USING (kpi)
    CROSS JOIN sources s
),
computed AS (
    SELECT *, decimal6(millionths(numerator, denominator)) AS value
    FROM applicable
),
compared AS (
    SELECT
        c.*,
        p.first_month_no,
        p.month_count,
        p.period_start,
        p.period_end,
        p.complete,
        c.value IS NOT NULL AND NOT list_contains([c.rep_id, c.team, c.segment, c.channel], 'Unassigned')
            AS is_ranked,
        rank() OVER (
            PARTITION BY c.grain, c.period_type, c.period, c.kpi, is_ranked
            ORDER BY CASE c.better WHEN 'higher' THEN -c.value ELSE c.value END) AS place,
        count(*) OVER (PARTITION BY c.grain, c.period_type, c.period, c.kpi, is_ranked) AS ranked_members
    FROM computed c
    JOIN periods p USING (period_type, period)
),
earlier AS (
    SELECT grain, period_type, rep_id, team, segment, channel, kpi, first_month_no, value
    FROM compared
)
SELECT
    c.grain,
    c.period_type,
    c.period,
    c.rep_id,
    c.team,
    c.segment,
    c.channel,
    c.kpi,
    c.period_start,
    c.period_end,
    c.complete,
    reporting_date() AS as_of,
    c.value,
    c.unit,
    c.numerator,
    c.denominator,
    CASE
        WHEN NOT c.is_applicable THEN 'not_applicable'
        WHEN NOT c.has_sources THEN 'no_source'
        WHEN c.value IS NULL THEN 'no_denominator'
        ELSE 'ok'
    END AS status,
    before.value AS previous_value,
    c.value - before.value AS change,
    decimal6(millionths(
        CAST((c.value - before.value) * 1000000 AS HUGEINT), CAST(abs(before.value) * 1000000 AS HUGEINT)))
        AS change_rate,
    year_ago.value AS year_ago_value,
    t.target,
    CASE
        WHEN c.value > t.target THEN 'above'
        WHEN c.value = t.target THEN 'on'
        WHEN c.value < t.target THEN 'below'
    END AS target_status,
    b.benchmark,
    CASE WHEN c.is_ranked THEN c.place END AS rank,
    CASE WHEN c.is_ranked THEN
        decimal6(millionths(
            CAST(c.ranked_members - c.place AS HUGEINT), CAST(c.ranked_members - 1 AS HUGEINT)))
    END AS percentile
FROM compared c
LEFT JOIN kpi_targets t ON t.kpi = c.kpi AND t.grain = c.grain
LEFT JOIN kpi_benchmarks b ON b.kpi = c.kpi AND b.grain = c.grain
LEFT JOIN earlier before
    ON before.first_month_no = c.first_month_no - c.month_count
    AND before.grain = c.grain AND before.period_type = c.period_type AND before.kpi = c.kpi
    AND before.rep_id = c.rep_id AND before.team = c.team
    AND before.segment = c.segment AND before.channel = c.channel
LEFT JOIN earlier year_ago
    ON year_ago.first_month_no = c.first_month_no - 12
    AND year_ago.grain = c.grain AND year_ago.period_type = c.period_type AND year_ago.kpi = c.kpi
    AND year_ago.rep_id = c.rep_id AND year_ago.team = c.team
    AND year_ago.segment = c.segment AND year_ago.channel = c.channel;
