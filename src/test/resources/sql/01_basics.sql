-- Words that all other files use. What is given: the views of the canonical entities (empty where a deployment has no such
-- source; leads with one column more, meets_criteria: whether leads.qualified_when holds), the settings in three tables,
-- and the session's TimeZone, which is the business zone.
--
--   parameters(reporting_date, first_month, first_period, reporting_currency, present, acquisition_categories,
--              allocate_by, reactivation_gap_days, inactive_after_days, selling_kinds): one row
--   kpi_targets(kpi, grain, target), kpi_benchmarks(kpi, grain, benchmark)
--
-- present lists the entities that have a source. Money is in whole cents from here on, so that every sum is exact.

CREATE OR REPLACE MACRO reporting_date() AS (SELECT reporting_date FROM parameters);
CREATE OR REPLACE MACRO has_source(entity) AS (SELECT list_contains(present, entity) FROM parameters);

-- The day of an instant in the business zone.
CREATE OR REPLACE MACRO local_day(instant) AS CAST(instant AS DATE);

-- A month's number, 12 * year + month - 1: so months can be counted with, and a quarter is 3 in a row.
CREATE OR REPLACE MACRO month_number(day) AS CAST(12 * year(day) + month(day) - 1 AS INTEGER);
CREATE OR REPLACE MACRO first_day(month_no) AS make_date(month_no // 12, month_no % 12 + 1, 1);

-- The first month of the fiscal period of so many months that holds a month.
CREATE OR REPLACE MACRO first_month_of_period(month_no, months) AS
    month_no - (month_no - ((SELECT first_month FROM parameters) - 1)) % months;

-- Whose a fact is: the id that was found for it, or Unassigned where there is none or it is no rep's.
CREATE OR REPLACE MACRO credited_rep(found_id, known_id) AS
    coalesce(CASE WHEN has_source('reps') THEN known_id ELSE found_id END, 'Unassigned');

-- An amount in cents of the reporting currency, half away from zero.
CREATE OR REPLACE MACRO to_cents(amount, rate) AS CAST(round(amount * rate, 2) * 100 AS BIGINT);

-- The rates to convert at, from the day on which each is valid. A null currency is the reporting currency.
CREATE OR REPLACE TABLE rates AS
SELECT currency, valid_on, rate
FROM fx_rates
WHERE currency <> (SELECT reporting_currency FROM parameters)
UNION ALL
SELECT reporting_currency, DATE '0001-01-01', 1
FROM parameters;

CREATE OR REPLACE MACRO currency_or_own(currency) AS coalesce(currency, (SELECT reporting_currency FROM parameters));
