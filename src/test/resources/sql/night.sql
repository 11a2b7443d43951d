-- One more night of a generated lake (typed columns). What is given: the views base_* of the rows of its own loads, and
-- the variable night, a date after the last of them. Leaves the tables night_*, a load each.
--
-- Of opportunities, leads, stage history, invoice lines and subscriptions a night has half a percent as many rows as the
-- lake: new and changed ones of the running quarter, some that come up to a year late, and deletions. Which ones, a hash
-- of key and night draws.

CREATE OR REPLACE MACRO night() AS getvariable('night');
CREATE OR REPLACE MACRO noon() AS CAST(night() + TIME '12:00:00' AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO draw(id) AS CAST(hash(id, night()) >> 1 AS BIGINT);
CREATE OR REPLACE MACRO new_id(id) AS id || strftime(night(), '-%m%d');
CREATE OR REPLACE MACRO a_year_before() AS night() - 365;

CREATE OR REPLACE TABLE night_opportunities AS
WITH open_now AS (
    SELECT *, draw(Id) AS draw FROM base_opportunities WHERE Status = 'Open' AND NOT IsDeleted AND Amount IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY Id ORDER BY SystemModstamp DESC) = 1
),
closed AS (SELECT DISTINCT Id FROM base_opportunities WHERE Status <> 'Open' OR IsDeleted),
still_open AS (
    SELECT *, row_number() OVER (ORDER BY draw, Id) AS place FROM open_now o ANTI JOIN closed c ON c.Id = o.Id
),
rows_of_night AS (SELECT 0.005 * count(*) AS size FROM base_opportunities),
changed AS (
    -- Of three one is won, one is lost and one has another amount; one of ten more is deleted.
    SELECT
        * EXCLUDE (draw, place, size) REPLACE (
            CASE draw % 3 WHEN 0 THEN 'Closed Won' WHEN 1 THEN 'Closed Lost' ELSE StageName END AS StageName,
            CASE draw % 3 WHEN 0 THEN 'Won' WHEN 1 THEN 'Lost' ELSE Status END AS Status,
            CAST(Amount + 100 AS DECIMAL(18, 2)) AS Amount,
            CASE WHEN draw % 3 < 2 THEN noon() END AS ClosedAt)
    FROM still_open, rows_of_night
    WHERE place <= 0.55 * size
),
deleted AS (
    SELECT Id, true AS IsDeleted
    FROM still_open, rows_of_night
    WHERE place > 0.55 * size AND place <= 0.6 * size
),
late AS (
    SELECT * EXCLUDE (draw) REPLACE (CAST(Amount + 50 AS DECIMAL(18, 2)) AS Amount)
    FROM (
        SELECT *, draw(Id) AS draw FROM base_opportunities WHERE Status = 'Won' AND ClosedAt >= a_year_before()
        QUALIFY row_number() OVER (PARTITION BY Id ORDER BY SystemModstamp DESC) = 1)
    ORDER BY draw, Id
    LIMIT (SELECT CAST(0.1 * size AS BIGINT) FROM rows_of_night)
),
fresh AS (
    SELECT
        * EXCLUDE (draw) REPLACE (
            new_id(Id) AS Id,
            'Discovery' AS StageName,
            'Open' AS Status,
            noon() AS CreatedDate,
            noon() AS FirstContactDate,
            night() + 60 AS CloseDate,
            CAST(NULL AS TIMESTAMPTZ) AS ClosedAt)
    FROM (
        SELECT *, draw(Id) AS draw FROM base_opportunities WHERE CreatedDate >= a_year_before() AND Status IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY Id ORDER BY SystemModstamp DESC) = 1)
    ORDER BY draw DESC, Id
    LIMIT (SELECT CAST(0.3 * size AS BIGINT) FROM rows_of_night)
)
SELECT * REPLACE (noon() AS SystemModstamp)
FROM (FROM changed UNION ALL BY NAME FROM deleted UNION ALL BY NAME FROM late UNION ALL BY NAME FROM fresh);

CREATE OR REPLACE TABLE night_leads AS
WITH drawn AS (
    SELECT *, draw(lead_id) AS draw FROM base_leads WHERE created_at >= a_year_before()
    QUALIFY row_number() OVER (PARTITION BY lead_id ORDER BY updated_at DESC) = 1
),
placed AS (
    SELECT *, row_number() OVER (ORDER BY draw, lead_id) / (SELECT 0.005 * count(*) FROM base_leads) AS place FROM drawn
)
-- Six of ten are new, three of the last quarter are changed, one comes late.
SELECT * EXCLUDE (draw, place) REPLACE (
    CASE WHEN place <= 0.6 THEN new_id(lead_id) ELSE lead_id END AS lead_id,
    CASE WHEN place <= 0.6 THEN noon() ELSE created_at END AS created_at,
    CASE WHEN place <= 0.6 THEN NULL ELSE opportunity_id END AS opportunity_id,
    CASE WHEN place <= 0.6 THEN 'New' ELSE 'Qualified' END AS status,
    CASE WHEN place > 0.6 THEN noon() END AS qualified_at,
    CASE WHEN place > 0.9 THEN noon() WHEN place > 0.6 THEN converted_at END AS converted_at,
    noon() AS updated_at)
FROM placed
WHERE place <= 1 AND (place <= 0.6 OR place > 0.9 OR created_at >= night() - 90);

CREATE OR REPLACE TABLE night_stage_history AS
WITH drawn AS (
    SELECT *, draw(OpportunityId) AS draw FROM base_stage_history WHERE CreatedDate >= a_year_before()
    QUALIFY row_number() OVER (PARTITION BY OpportunityId ORDER BY CreatedDate DESC, StageName) = 1
),
placed AS (
    SELECT
        *,
        row_number() OVER (ORDER BY draw, OpportunityId) / (SELECT 0.005 * count(*) FROM base_stage_history) AS place
    FROM drawn
)
-- Nine of ten are of the night, one was entered months ago.
SELECT * EXCLUDE (draw, place) REPLACE (
    CASE draw % 2 WHEN 0 THEN 'Negotiation' ELSE 'Proposal' END AS StageName,
    CAST(Amount + 100 AS DECIMAL(18, 2)) AS Amount,
    CASE WHEN place <= 0.9 THEN noon() ELSE CreatedDate + INTERVAL 1 HOUR END AS CreatedDate)
FROM placed
WHERE place <= 1;

CREATE OR REPLACE TABLE night_invoice_lines AS
WITH drawn AS (
    SELECT *, draw(invoice_id || '|' || line_no) AS draw FROM base_invoice_lines WHERE invoiced_on >= a_year_before()
    QUALIFY row_number() OVER (PARTITION BY invoice_id, line_no ORDER BY updated_at DESC) = 1
),
placed AS (
    SELECT
        *,
        row_number() OVER (ORDER BY draw, invoice_id, line_no) / (SELECT 0.005 * count(*) FROM base_invoice_lines)
            AS place
    FROM drawn
)
-- Nine of ten are new; of those one of six was invoiced up to a year ago. One is a correction.
SELECT * EXCLUDE (draw, place) REPLACE (
    CASE WHEN place <= 0.9 THEN new_id(invoice_id) ELSE invoice_id END AS invoice_id,
    CASE WHEN place <= 0.75 THEN night() ELSE invoiced_on END AS invoiced_on,
    CASE WHEN place <= 0.9 THEN quantity ELSE CAST(quantity + 1 AS DECIMAL(18, 2)) END AS quantity,
    noon() AS updated_at)
FROM placed
WHERE place <= 1;

CREATE OR REPLACE TABLE night_subscriptions AS
WITH drawn AS (
    SELECT *, draw(subscription_id) AS draw FROM base_subscriptions WHERE started_on >= a_year_before()
    QUALIFY row_number() OVER (PARTITION BY subscription_id ORDER BY updated_at DESC) = 1
),
placed AS (
    SELECT
        *,
        row_number() OVER (ORDER BY draw, subscription_id) / (SELECT 0.005 * count(*) FROM base_subscriptions) AS place
    FROM drawn
)
-- Half of them begin, four of ten end in a month, one ended months ago.
SELECT * EXCLUDE (draw, place) REPLACE (
    CASE WHEN place <= 0.5 THEN new_id(subscription_id) ELSE subscription_id END AS subscription_id,
    CASE WHEN place <= 0.5 THEN night() ELSE started_on END AS started_on,
    CASE WHEN place > 0.9 THEN started_on + 30 WHEN place > 0.5 THEN night() + 30 END AS ended_on,
    noon() AS updated_at)
FROM placed
WHERE place <= 1;

CREATE OR REPLACE TABLE night_timesheets AS
SELECT * REPLACE (night() AS worked_on, noon() AS updated_at)
FROM base_timesheets
QUALIFY row_number() OVER (PARTITION BY rep_id ORDER BY worked_on DESC, updated_at DESC, total_hours) = 1;

-- One account of two thousand is handed over to its neighbour's owner.
CREATE OR REPLACE TABLE night_accounts AS
SELECT * REPLACE (
    CASE WHEN draw(Id) % 2000 = 0 THEN lead(OwnerId, 1, OwnerId) OVER (ORDER BY Id, Name) ELSE OwnerId END AS OwnerId)
FROM newest_accounts;

CREATE OR REPLACE TABLE night_reps AS FROM newest_reps;
