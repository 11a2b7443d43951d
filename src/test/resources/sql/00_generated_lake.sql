-- From the extracts of a generated lake to the rows that are used (data-contract.md). What is given: the views raw_*,
-- with the columns of the files as they are (text in CSV, typed in Parquet) and the load of each row; the table
-- parameters; and the session's TimeZone, which is the business zone.
--
-- A judged_* table has the canonical columns of every row, its key as one value, its version and load, is_deleted, and,
-- of a row that is rejected, the reasons and the row as it came. A decided_* table has the good ones with their outcome.

CREATE OR REPLACE MACRO cleaned(value) AS nullif(trim(nfc_normalize(value)), '');
CREATE OR REPLACE MACRO code(value) AS lower(cleaned(value));
CREATE OR REPLACE MACRO currency_code(value) AS upper(cleaned(value));
CREATE OR REPLACE MACRO instant(value) AS TRY_CAST(value AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO date_of(value) AS TRY_CAST(value AS DATE);
CREATE OR REPLACE MACRO amount_of(value) AS TRY_CAST(value AS DECIMAL(18, 4));
CREATE OR REPLACE MACRO share_of(percent) AS CAST(TRY_CAST(percent AS DECIMAL(9, 0)) * 0.01 AS DECIMAL(11, 4));

-- Whether a value stands in the extract, but cannot be read.
CREATE OR REPLACE MACRO is_unreadable(given, value) AS (given IS NOT NULL AND value IS NULL);

-- Why a row is rejected, sorted; null where it is not, as most are not.
CREATE OR REPLACE MACRO reasons_of(is_bad, is_missing, other) AS
    CASE WHEN coalesce(is_bad, false) OR is_missing OR other IS NOT NULL THEN
        list_sort(list_filter(
            [CASE WHEN is_bad THEN 'bad_value' END, CASE WHEN is_missing THEN 'missing_value' END, other],
            lambda reason: reason IS NOT NULL))
    END;

-- Whether a fiscal period of that type begins on that day.
CREATE OR REPLACE MACRO begins_period(first_on, period_type) AS
    (day(first_on) = 1
    AND (month(first_on) - (SELECT first_month FROM parameters))
        % CASE period_type WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END = 0);

-- Per key the newest good version is used. Identical repeats count once; a key that stands in one load twice with the
-- same version and different values is rejected there. Of a deletion nothing but key and version counts. Only keys with
-- several rows take the long way.
CREATE OR REPLACE MACRO decided(judged) AS TABLE
WITH good AS (SELECT * EXCLUDE (reasons, raw) FROM query_table(judged) WHERE reasons IS NULL),
repeated AS (SELECT key FROM good GROUP BY key HAVING count(*) > 1),
several AS (SELECT g.* FROM good g SEMI JOIN repeated r ON r.key = g.key),
versions AS (
    SELECT *, count(*) OVER (PARTITION BY key, version, load) AS contents
    FROM (
        SELECT DISTINCT * FROM several WHERE NOT is_deleted
        UNION ALL
        SELECT DISTINCT ON (key, version, load) * FROM several WHERE is_deleted
    )
)
SELECT g.*, CASE WHEN is_deleted THEN 'deleted' ELSE 'used' END AS outcome
FROM good g
ANTI JOIN repeated r ON r.key = g.key
UNION ALL
SELECT
    * EXCLUDE (contents),
    CASE
        WHEN contents > 1 THEN 'rejected'
        WHEN row_number() OVER (PARTITION BY key ORDER BY contents = 1 DESC, version DESC, load DESC) > 1
            THEN 'superseded'
        WHEN is_deleted THEN 'deleted'
        ELSE 'used'
    END AS outcome
FROM versions;

-- What is published beside the figures: the rejected rows with their reasons, and the balance of each load.
CREATE OR REPLACE TABLE rejected_rows (source VARCHAR, load VARCHAR, row_key VARCHAR, reasons VARCHAR[], row VARCHAR);

CREATE OR REPLACE TABLE source_loads (
    source VARCHAR, load VARCHAR, rows_read BIGINT, rows_used BIGINT, rows_deleted BIGINT, rows_rejected BIGINT);

CREATE OR REPLACE MACRO rejected(source, judged, decided) AS TABLE
SELECT source, load, key, reasons, raw FROM query_table(judged) WHERE reasons IS NOT NULL
UNION ALL
SELECT source, load, key, ['conflicting_duplicate'], NULL FROM query_table(decided) WHERE outcome = 'rejected';

CREATE OR REPLACE MACRO balance(source, judged, decided) AS TABLE
SELECT source, load, sum(was_read), sum(was_used), sum(was_deleted), sum(was_rejected)
FROM (
    SELECT load, count(*) AS was_read, 0 AS was_used, 0 AS was_deleted, count(reasons) AS was_rejected
    FROM query_table(judged)
    GROUP BY load
    UNION ALL
    SELECT load, 0, count_if(outcome = 'used'), count_if(outcome = 'deleted'), count_if(outcome = 'rejected')
    FROM query_table(decided)
    GROUP BY load)
GROUP BY load;

CREATE OR REPLACE TABLE judged_fx_rates AS
WITH mapped AS (
    SELECT
        currency_code(r.currency) AS currency,
        date_of(r.valid_on) AS valid_on,
        TRY_CAST(r.rate AS DECIMAL(18, 10)) AS rate,
        NULL AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_fx_rates r
),
with_reasons AS (
    SELECT
        m.*,
        concat_ws('|', m.currency, m.valid_on) AS key,
        reasons_of(
            is_unreadable(m.given.valid_on, m.valid_on)
                OR is_unreadable(m.given.rate, m.rate)
                OR m.rate <= 0,
            m.given.currency IS NULL
                OR m.given.valid_on IS NULL
                OR m.given.rate IS NULL,
            NULL) AS reasons
    FROM mapped m
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_fx_rates AS FROM decided('judged_fx_rates');
INSERT INTO rejected_rows FROM rejected('fx_rates', 'judged_fx_rates', 'decided_fx_rates');
INSERT INTO source_loads FROM balance('fx_rates', 'judged_fx_rates', 'decided_fx_rates');
DROP TABLE judged_fx_rates;

-- From when on amounts in a currency can be converted.
CREATE OR REPLACE TABLE first_rates AS
SELECT currency, min(valid_on) AS first_on
FROM decided_fx_rates
WHERE outcome = 'used' AND currency <> (SELECT reporting_currency FROM parameters)
GROUP BY currency
UNION ALL
SELECT reporting_currency, DATE '0001-01-01' FROM parameters;

CREATE OR REPLACE TABLE judged_reps AS
WITH mapped AS (
    SELECT
        cleaned(r.rep_id) AS rep_id,
        cleaned(r.rep_name) AS rep_name,
        cleaned(r.team) AS team,
        cleaned(r.region) AS region,
        cleaned(r.segment) AS segment,
        cleaned(r.manager_id) AS manager_id,
        date_of(r.hired_on) AS hired_on,
        date_of(r.left_on) AS left_on,
        NULL AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_reps r
),
with_reasons AS (
    SELECT
        m.*,
        m.rep_id AS key,
        reasons_of(
            is_unreadable(m.given.hired_on, m.hired_on)
                OR is_unreadable(m.given.left_on, m.left_on),
            m.rep_id IS NULL
                OR m.rep_name IS NULL,
            NULL) AS reasons
    FROM mapped m
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_reps AS FROM decided('judged_reps');
INSERT INTO rejected_rows FROM rejected('reps', 'judged_reps', 'decided_reps');
INSERT INTO source_loads FROM balance('reps', 'judged_reps', 'decided_reps');
DROP TABLE judged_reps;

CREATE OR REPLACE TABLE judged_accounts AS
WITH mapped AS (
    SELECT
        cleaned(r.Id) AS account_id,
        cleaned(r.Name) AS account_name,
        cleaned(r.Segment__c) AS segment,
        cleaned(r.Industry) AS industry,
        cleaned(r.Region__c) AS region,
        cleaned(r.OwnerId) AS owner_id,
        cleaned(r.AccountSource) AS channel,
        NULL AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_accounts r
),
with_reasons AS (
    SELECT
        m.*,
        m.account_id AS key,
        reasons_of(
            false,
            m.account_id IS NULL
                OR m.segment IS NULL,
            NULL) AS reasons
    FROM mapped m
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_accounts AS FROM decided('judged_accounts');
INSERT INTO rejected_rows FROM rejected('accounts', 'judged_accounts', 'decided_accounts');
INSERT INTO source_loads FROM balance('accounts', 'judged_accounts', 'decided_accounts');
DROP TABLE judged_accounts;

CREATE OR REPLACE TABLE judged_leads AS
WITH mapped AS (
    SELECT
        cleaned(r.lead_id) AS lead_id,
        instant(r.created_at) AS created_at,
        cleaned(r.owner_id) AS owner_id,
        cleaned(r.segment) AS segment,
        cleaned(r.channel) AS channel,
        cleaned(r.account_id) AS account_id,
        cleaned(r.opportunity_id) AS opportunity_id,
        cleaned(r.status) AS status,
        amount_of(r.score) AS score,
        instant(r.qualified_at) AS qualified_at,
        instant(r.converted_at) AS converted_at,
        instant(r.updated_at) AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_leads r
),
with_reasons AS (
    SELECT
        m.*,
        m.lead_id AS key,
        reasons_of(
            is_unreadable(m.given.created_at, m.created_at)
                OR is_unreadable(m.given.score, m.score)
                OR is_unreadable(m.given.qualified_at, m.qualified_at)
                OR is_unreadable(m.given.converted_at, m.converted_at),
            m.lead_id IS NULL
                OR m.given.created_at IS NULL
                OR m.version IS NULL,
            NULL) AS reasons
    FROM mapped m
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_leads AS FROM decided('judged_leads');
INSERT INTO rejected_rows FROM rejected('leads', 'judged_leads', 'decided_leads');
INSERT INTO source_loads FROM balance('leads', 'judged_leads', 'decided_leads');
DROP TABLE judged_leads;

CREATE OR REPLACE TABLE judged_opportunities AS
WITH mapped AS (
    SELECT
        cleaned(r.Id) AS opportunity_id,
        cleaned(r.AccountId) AS account_id,
        cleaned(r.OwnerId) AS owner_id,
        cleaned(r.Name) AS opportunity_name,
        cleaned(r.Type) AS type,
        cleaned(r.LeadSource) AS channel,
        cleaned(r.StageName) AS stage,
        code(r.Status) AS status,
        amount_of(r.Amount) AS amount,
        currency_code(r.CurrencyIsoCode) AS currency,
        share_of(r.Probability) AS probability,
        instant(r.CreatedDate) AS created_at,
        instant(r.FirstContactDate) AS first_contact_at,
        date_of(r.CloseDate) AS expected_close_on,
        instant(r.ClosedAt) AS closed_at,
        instant(r.SystemModstamp) AS version,
        load,
        coalesce(CAST(r.IsDeleted AS VARCHAR) = 'true', false) AS is_deleted,
        r AS given
    FROM raw_opportunities r
),
with_reasons AS (
    SELECT
        m.*,
        m.opportunity_id AS key,
        reasons_of(
            NOT m.is_deleted AND (m.probability NOT BETWEEN 0 AND 1
                OR is_unreadable(m.given.Amount, m.amount)
                OR is_unreadable(m.given.CreatedDate, m.created_at)
                OR is_unreadable(m.given.FirstContactDate, m.first_contact_at)
                OR is_unreadable(m.given.CloseDate, m.expected_close_on)
                OR is_unreadable(m.given.ClosedAt, m.closed_at)),
            m.opportunity_id IS NULL
                OR m.version IS NULL
                OR NOT m.is_deleted AND (m.stage IS NULL
                OR m.status IS NULL
                OR m.given.CreatedDate IS NULL
                OR m.amount IS NOT NULL AND m.currency IS NULL),
            CASE
                WHEN m.is_deleted THEN NULL
                WHEN m.status NOT IN ('open', 'won', 'lost') THEN 'unknown_status'
                WHEN m.status <> 'open' AND m.given.ClosedAt IS NULL THEN 'closed_without_date'
                WHEN m.status <> 'open' AND CAST(m.closed_at AS DATE) < CAST(m.created_at AS DATE)
                    THEN 'closed_before_created'
                WHEN m.amount IS NOT NULL AND coalesce(f.first_on > CAST(m.created_at AS DATE), m.currency IS NOT NULL)
                    THEN 'no_exchange_rate'
            END) AS reasons
    FROM mapped m
    LEFT JOIN first_rates f ON f.currency = m.currency
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_opportunities AS FROM decided('judged_opportunities');
INSERT INTO rejected_rows FROM rejected('opportunities', 'judged_opportunities', 'decided_opportunities');
INSERT INTO source_loads FROM balance('opportunities', 'judged_opportunities', 'decided_opportunities');
DROP TABLE judged_opportunities;

CREATE OR REPLACE TABLE judged_stage_history AS
WITH mapped AS (
    SELECT
        cleaned(r.OpportunityId) AS opportunity_id,
        cleaned(r.StageName) AS stage,
        instant(r.CreatedDate) AS entered_at,
        amount_of(r.Amount) AS amount,
        date_of(r.CloseDate) AS expected_close_on,
        share_of(r.Probability) AS probability,
        instant(r.CreatedDate) AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_stage_history r
),
with_reasons AS (
    SELECT
        m.*,
        concat_ws('|', m.opportunity_id, epoch_us(m.entered_at)) AS key,
        reasons_of(
            m.probability NOT BETWEEN 0 AND 1
                OR is_unreadable(m.given.CreatedDate, m.entered_at)
                OR is_unreadable(m.given.Amount, m.amount)
                OR is_unreadable(m.given.CloseDate, m.expected_close_on),
            m.opportunity_id IS NULL
                OR m.stage IS NULL
                OR m.given.CreatedDate IS NULL,
            NULL) AS reasons
    FROM mapped m
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_stage_history AS FROM decided('judged_stage_history');
INSERT INTO rejected_rows FROM rejected('stage_history', 'judged_stage_history', 'decided_stage_history');
INSERT INTO source_loads FROM balance('stage_history', 'judged_stage_history', 'decided_stage_history');
DROP TABLE judged_stage_history;

CREATE OR REPLACE TABLE judged_timesheets AS
WITH mapped AS (
    SELECT
        cleaned(r.rep_id) AS rep_id,
        date_of(r.worked_on) AS worked_on,
        amount_of(r.total_hours) AS total_hours,
        amount_of(r.selling_hours) AS selling_hours,
        instant(r.updated_at) AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_timesheets r
),
with_reasons AS (
    SELECT
        m.*,
        concat_ws('|', m.rep_id, m.worked_on) AS key,
        reasons_of(
            is_unreadable(m.given.worked_on, m.worked_on)
                OR is_unreadable(m.given.total_hours, m.total_hours)
                OR is_unreadable(m.given.selling_hours, m.selling_hours),
            m.rep_id IS NULL
                OR m.given.worked_on IS NULL
                OR m.given.total_hours IS NULL
                OR m.given.selling_hours IS NULL
                OR m.version IS NULL,
            CASE
                WHEN m.total_hours < 0 OR m.selling_hours < 0 THEN 'negative_hours'
                WHEN m.selling_hours > m.total_hours THEN 'selling_above_total'
            END) AS reasons
    FROM mapped m
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_timesheets AS FROM decided('judged_timesheets');
INSERT INTO rejected_rows FROM rejected('timesheets', 'judged_timesheets', 'decided_timesheets');
INSERT INTO source_loads FROM balance('timesheets', 'judged_timesheets', 'decided_timesheets');
DROP TABLE judged_timesheets;

CREATE OR REPLACE TABLE judged_quotas AS
WITH mapped AS (
    SELECT
        cleaned(r.rep_id) AS rep_id,
        code(r.period_type) AS period_type,
        date_of(r.period_start) AS period_start,
        amount_of(r.amount) AS amount,
        currency_code(r.currency) AS currency,
        cleaned(r.segment) AS segment,
        NULL AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_quotas r
),
with_reasons AS (
    SELECT
        m.*,
        concat_ws('|', m.rep_id, m.period_type, m.period_start, coalesce(m.segment, '')) AS key,
        reasons_of(
            is_unreadable(m.given.period_start, m.period_start)
                OR is_unreadable(m.given.amount, m.amount)
                OR m.amount < 0
                OR m.period_type NOT IN ('month', 'quarter', 'year')
                OR NOT begins_period(m.period_start, m.period_type),
            m.rep_id IS NULL
                OR m.period_type IS NULL
                OR m.given.period_start IS NULL
                OR m.given.amount IS NULL
                OR m.amount IS NOT NULL AND m.currency IS NULL,
            CASE WHEN m.amount IS NOT NULL AND coalesce(f.first_on > m.period_start, m.currency IS NOT NULL) THEN 'no_exchange_rate' END) AS reasons
    FROM mapped m
    LEFT JOIN first_rates f ON f.currency = m.currency
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_quotas AS FROM decided('judged_quotas');

-- Quotas of one rep and segment whose periods share a day are all rejected.
CREATE OR REPLACE TABLE overlapping_quotas AS
WITH placed AS (
    SELECT
        q.key,
        q.rep_id,
        coalesce(q.segment, r.segment, 'Unassigned') AS found_segment,
        q.period_start,
        q.period_start
            + to_months(CASE q.period_type WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END) AS next_start
    FROM decided_quotas q
    LEFT JOIN decided_reps r ON r.rep_id = q.rep_id AND r.outcome = 'used'
    WHERE q.outcome = 'used'
)
SELECT DISTINCT p.key
FROM placed p
JOIN placed o
    ON o.rep_id = p.rep_id AND o.found_segment = p.found_segment AND o.key <> p.key
    AND o.period_start < p.next_start AND p.period_start < o.next_start;

UPDATE decided_quotas SET outcome = 'rejected'
WHERE outcome = 'used' AND key IN (SELECT key FROM overlapping_quotas);
INSERT INTO rejected_rows FROM rejected('quotas', 'judged_quotas', 'decided_quotas');
INSERT INTO source_loads FROM balance('quotas', 'judged_quotas', 'decided_quotas');
DROP TABLE judged_quotas;

CREATE OR REPLACE TABLE judged_forecasts AS
WITH mapped AS (
    SELECT
        cleaned(r.rep_id) AS rep_id,
        code(r.period_type) AS period_type,
        date_of(r.period_start) AS period_start,
        instant(r.submitted_at) AS submitted_at,
        amount_of(r.amount) AS amount,
        currency_code(r.currency) AS currency,
        cleaned(r.segment) AS segment,
        instant(r.submitted_at) AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_forecasts r
),
with_reasons AS (
    SELECT
        m.*,
        concat_ws('|', m.rep_id, m.period_type, m.period_start, coalesce(m.segment, ''), epoch_us(m.submitted_at)) AS key,
        reasons_of(
            is_unreadable(m.given.period_start, m.period_start)
                OR is_unreadable(m.given.submitted_at, m.submitted_at)
                OR is_unreadable(m.given.amount, m.amount)
                OR m.period_type NOT IN ('month', 'quarter', 'year')
                OR NOT begins_period(m.period_start, m.period_type),
            m.rep_id IS NULL
                OR m.period_type IS NULL
                OR m.given.period_start IS NULL
                OR m.given.submitted_at IS NULL
                OR m.given.amount IS NULL
                OR m.amount IS NOT NULL AND m.currency IS NULL,
            CASE WHEN m.amount IS NOT NULL AND coalesce(f.first_on > CAST(m.submitted_at AS DATE), m.currency IS NOT NULL) THEN 'no_exchange_rate' END) AS reasons
    FROM mapped m
    LEFT JOIN first_rates f ON f.currency = m.currency
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_forecasts AS FROM decided('judged_forecasts');
INSERT INTO rejected_rows FROM rejected('forecasts', 'judged_forecasts', 'decided_forecasts');
INSERT INTO source_loads FROM balance('forecasts', 'judged_forecasts', 'decided_forecasts');
DROP TABLE judged_forecasts;

CREATE OR REPLACE TABLE judged_invoice_lines AS
WITH mapped AS (
    SELECT
        cleaned(r.invoice_id) AS invoice_id,
        cleaned(r.line_no) AS line_no,
        cleaned(r.account_id) AS account_id,
        date_of(r.invoiced_on) AS invoiced_on,
        TRY_CAST(r.quantity AS DECIMAL(18, 6)) AS quantity,
        amount_of(r.unit_price) AS unit_price,
        currency_code(r.currency) AS currency,
        cleaned(r.opportunity_id) AS opportunity_id,
        cleaned(r.rep_id) AS rep_id,
        code(r.kind) AS kind,
        instant(r.updated_at) AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_invoice_lines r
),
with_reasons AS (
    SELECT
        m.*,
        concat_ws('|', m.invoice_id, m.line_no) AS key,
        reasons_of(
            is_unreadable(m.given.invoiced_on, m.invoiced_on)
                OR is_unreadable(m.given.quantity, m.quantity)
                OR is_unreadable(m.given.unit_price, m.unit_price),
            m.invoice_id IS NULL
                OR m.line_no IS NULL
                OR m.account_id IS NULL
                OR m.given.invoiced_on IS NULL
                OR m.given.quantity IS NULL
                OR m.given.unit_price IS NULL
                OR m.unit_price IS NOT NULL AND m.currency IS NULL
                OR m.version IS NULL,
            CASE
                WHEN m.kind NOT IN ('invoice', 'credit_note') THEN 'unknown_status'
                WHEN m.unit_price IS NOT NULL AND coalesce(f.first_on > m.invoiced_on, m.currency IS NOT NULL)
                    THEN 'no_exchange_rate'
            END) AS reasons
    FROM mapped m
    LEFT JOIN first_rates f ON f.currency = m.currency
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_invoice_lines AS FROM decided('judged_invoice_lines');
INSERT INTO rejected_rows FROM rejected('invoice_lines', 'judged_invoice_lines', 'decided_invoice_lines');
INSERT INTO source_loads FROM balance('invoice_lines', 'judged_invoice_lines', 'decided_invoice_lines');
DROP TABLE judged_invoice_lines;

-- Expenses that are not approved are filtered, not judged.
CREATE OR REPLACE TABLE judged_expenses AS
WITH mapped AS (
    SELECT
        cleaned(r.expense_id) AS expense_id,
        date_of(r.incurred_on) AS incurred_on,
        cleaned(r.category) AS category,
        amount_of(r.amount) AS amount,
        currency_code(r.currency) AS currency,
        cleaned(r.channel) AS channel,
        cleaned(r.segment) AS segment,
        cleaned(r.rep_id) AS rep_id,
        instant(r.updated_at) AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_expenses r
    WHERE CAST(r.approved AS VARCHAR) = 'true'
),
with_reasons AS (
    SELECT
        m.*,
        m.expense_id AS key,
        reasons_of(
            is_unreadable(m.given.incurred_on, m.incurred_on)
                OR is_unreadable(m.given.amount, m.amount),
            m.expense_id IS NULL
                OR m.given.incurred_on IS NULL
                OR m.category IS NULL
                OR m.given.amount IS NULL
                OR m.amount IS NOT NULL AND m.currency IS NULL
                OR m.version IS NULL,
            CASE WHEN m.amount IS NOT NULL AND coalesce(f.first_on > m.incurred_on, m.currency IS NOT NULL) THEN 'no_exchange_rate' END) AS reasons
    FROM mapped m
    LEFT JOIN first_rates f ON f.currency = m.currency
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_expenses AS FROM decided('judged_expenses');
INSERT INTO rejected_rows FROM rejected('expenses', 'judged_expenses', 'decided_expenses');
INSERT INTO source_loads FROM balance('expenses', 'judged_expenses', 'decided_expenses');
DROP TABLE judged_expenses;

CREATE OR REPLACE TABLE judged_subscriptions AS
WITH mapped AS (
    SELECT
        cleaned(r.subscription_id) AS subscription_id,
        cleaned(r.account_id) AS account_id,
        date_of(r.started_on) AS started_on,
        date_of(r.ended_on) AS ended_on,
        amount_of(r.mrr) AS mrr,
        currency_code(r.currency) AS currency,
        instant(r.updated_at) AS version,
        load,
        false AS is_deleted,
        r AS given
    FROM raw_subscriptions r
),
with_reasons AS (
    SELECT
        m.*,
        m.subscription_id AS key,
        reasons_of(
            is_unreadable(m.given.started_on, m.started_on)
                OR is_unreadable(m.given.ended_on, m.ended_on)
                OR is_unreadable(m.given.mrr, m.mrr),
            m.subscription_id IS NULL
                OR m.account_id IS NULL
                OR m.given.started_on IS NULL
                OR m.version IS NULL,
            CASE WHEN m.ended_on < m.started_on THEN 'ended_before_started' END) AS reasons
    FROM mapped m
)
SELECT * EXCLUDE (given), CASE WHEN reasons IS NOT NULL THEN CAST(to_json(given) AS VARCHAR) END AS raw
FROM with_reasons;

CREATE OR REPLACE TABLE decided_subscriptions AS FROM decided('judged_subscriptions');
INSERT INTO rejected_rows FROM rejected('subscriptions', 'judged_subscriptions', 'decided_subscriptions');
INSERT INTO source_loads FROM balance('subscriptions', 'judged_subscriptions', 'decided_subscriptions');
DROP TABLE judged_subscriptions;
