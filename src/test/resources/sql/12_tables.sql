-- The wide tables of all grains in one: a row a member and period, a column a figure, money in units.

CREATE OR REPLACE MACRO money(cents) AS CAST(CAST(cents AS DECIMAL(26, 0)) * 0.01 AS DECIMAL(28, 2));

CREATE OR REPLACE TABLE kpis_by_member AS
PIVOT (SELECT * FROM kpi_values WHERE kpi <> 'qualified_leads')
ON kpi
USING first(value)
GROUP BY grain, period_type, period, rep_id, team, segment, channel;

CREATE OR REPLACE TABLE wide_rows AS
SELECT
    m.* REPLACE (
        CASE WHEN m.rep_id = 'All' THEN m.team ELSE coalesce(r.team, 'Unassigned') END AS team,
        money(m.revenue) AS revenue,
        money(m.revenue_previous) AS revenue_previous,
        money(m.revenue_year_ago) AS revenue_year_ago,
        money(m.bookings) AS bookings,
        money(m.lost_amount) AS lost_amount,
        money(m.pipeline) AS pipeline,
        money(m.pipeline_due) AS pipeline_due,
        money(m.pipeline_end) AS pipeline_end,
        money(m.pipeline_due_end) AS pipeline_due_end,
        money(m.quota) AS quota,
        money(m.forecast) AS forecast,
        money(m.acquisition_cost) AS acquisition_cost),
    coalesce(r.rep_name, m.rep_id) AS rep_name,
    p.period_start,
    p.period_end,
    p.complete,
    reporting_date() AS as_of,
    k.* EXCLUDE (grain, period_type, period, rep_id, team, segment, channel)
FROM measures m
JOIN periods p USING (period_type, period)
JOIN kpis_by_member k USING (grain, period_type, period, rep_id, team, segment, channel)
LEFT JOIN rep_homes r ON r.rep_id = m.rep_id;
