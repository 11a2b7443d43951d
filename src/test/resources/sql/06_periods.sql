-- The fiscal periods of the run: from the one of the earliest event to the one that holds D.

CREATE OR REPLACE TABLE working_time AS
WITH days AS (
    SELECT rep_id, worked_on, 60 * selling_hours AS selling_minutes, 60 * total_hours AS total_minutes
    FROM timesheets
    WHERE has_source('timesheets')
    UNION ALL
    SELECT
        rep_id,
        local_day(started_at),
        CASE WHEN list_contains((SELECT selling_kinds FROM parameters), lower(kind)) THEN minutes ELSE 0 END,
        minutes
    FROM activities
    WHERE NOT has_source('timesheets')
)
SELECT
    month_number(d.worked_on) AS month_no,
    credited_rep(d.rep_id, r.rep_id) AS rep_id,
    coalesce(r.home_segment, 'Unassigned') AS segment,
    'Unassigned' AS channel,
    min(d.worked_on) AS first_worked_on,
    sum(d.selling_minutes) AS selling_minutes,
    sum(d.total_minutes) AS total_minutes
FROM days d
LEFT JOIN rep_homes r ON r.rep_id = d.rep_id
WHERE d.worked_on <= reporting_date()
GROUP BY ALL;

CREATE OR REPLACE TABLE periods AS
WITH events AS (
    SELECT min(created_on) AS day FROM lead_days
    UNION ALL
    SELECT min(created_on) FROM deals
    UNION ALL
    SELECT min(invoiced_on) FROM invoice_lines
    UNION ALL
    SELECT min(incurred_on) FROM expenses
    UNION ALL
    SELECT min(first_worked_on) FROM working_time
    UNION ALL
    SELECT min(started_on) FROM spells
),
months AS (
    SELECT
        month_number(coalesce(first_period, earliest_event)) AS first_month_no,
        month_number(reporting_date) AS last_month_no,
        first_month AS fiscal_first_month
    FROM parameters, (SELECT min(day) AS earliest_event FROM events)
),
lengths(period_type, months) AS (VALUES ('month', 1), ('quarter', 3), ('year', 12)),
starts AS (
    SELECT
        period_type,
        months AS month_count,
        fiscal_first_month,
        unnest(range(first_month_of_period(first_month_no, months), last_month_no + 1, months)) AS first_month_no
    FROM months, lengths
),
placed AS (
    SELECT
        *,
        first_month_no + month_count AS next_month_no,
        first_month_of_period(first_month_no, 12) AS year_month_no,
        first_day(first_month_no) AS period_start,
        first_day(first_month_no + month_count) - 1 AS period_end
    FROM starts
),
named AS (
    SELECT
        *,
        -- A fiscal year is named by the year in which it ends.
        CASE WHEN fiscal_first_month = 1 THEN '' ELSE 'FY' END
            || printf('%04d', (year_month_no + 11) // 12)
            || CASE period_type
                WHEN 'year' THEN ''
                WHEN 'quarter' THEN printf('-Q%d', (first_month_no - year_month_no) // 3 + 1)
                ELSE
                    CASE WHEN fiscal_first_month = 1 THEN '-' ELSE '-M' END
                    || printf('%02d', first_month_no - year_month_no + 1)
            END AS period
    FROM placed
)
SELECT
    period_type,
    period,
    month_count,
    first_month_no,
    next_month_no,
    least(next_month_no - 1, month_number(reporting_date())) AS last_month_no,
    period_start,
    period_end,
    least(period_end, reporting_date()) AS last_day,
    period_end <= reporting_date() AS complete,
    CAST(least(period_end, reporting_date()) - period_start + 1 AS INTEGER) AS days,
    first_day(year_month_no + 12) - first_day(year_month_no) AS fiscal_year_days
FROM named;
