-- What hangs on a case: custody, representatives of both sides, marks, juveniles, families, priorities; the attorneys.
CREATE OR REPLACE TABLE tbl_CustodyHistory AS
WITH each AS (
    SELECT model.*, unnest(range(CASE WHEN share(i, 340) < 0.345 THEN 0 WHEN share(i, 340) < 0.89 THEN 1
                                      WHEN share(i, 340) < 0.98 THEN 2 ELSE 3 END))::INTEGER AS part
    FROM model
),
named AS (
    SELECT each.*, i * 4 + part AS z,
        CASE WHEN part = 0 AND share(i, 341) < 0.3 THEN custody ELSE pick_custody_row.value END AS status
    FROM each
    JOIN pick_custody_row ON pick_custody_row.slot = slot(1, i * 4 + part, 342)
)
SELECT
    8000000 + z AS IDNCUSTODY,
    case_id AS IDNCASE,
    status AS CUSTODY,
    CASE WHEN status IN ('D', 'R') AND share(z, 343) < 0.95 THEN start_day - below(z, 344, 30) + part * 40 END AS DATDETAINED,
    CASE WHEN status = 'R' THEN start_day + 10 + below(z, 345, 120) + part * 40 END AS DATRELEASED
FROM named ORDER BY z;

CREATE OR REPLACE TABLE tbl_RepsAssigned AS
WITH sides AS (
    SELECT model.*, unnest(range(least(6, 1 + floor(-ln(1 - share(i, 350)) * 0.91)::INTEGER)))::INTEGER AS part, 'INS' AS side
    FROM model WHERE share(i, 349) < 0.98
    UNION ALL
    SELECT model.*, unnest(range(CASE WHEN share(i, 351) < 0.3 THEN 2 ELSE 1 END))::INTEGER + 8, 'ALIEN'
    FROM model WHERE represented AND share(i, 352) < 0.97 OR share(i, 353) < 0.004
)
SELECT
    9000000 + i * 10 + part AS IDNREPSASSIGNED,
    CASE WHEN odd(i, i, 354, 0.00029) THEN case_id + 900000000 ELSE case_id END AS IDNCASE,
    CASE WHEN share(i * 10 + part, 355) < 0.94 THEN 'COURT' ELSE 'BOARD' END AS STRATTYLEVEL,
    side AS STRATTYTYPE,
    -- the same tables are spelled in several ways
    CASE WHEN pick_parent_table.value <> 'A_TblCase' OR NOT odd(i, i * 10 + part, 356, 0.02) THEN pick_parent_table.value
         ELSE ['a_tblCase', 'A_TBLCASE', 'A_tblCase', 'A_Tblcase', 'TblCase'][1 + below(i * 10 + part, 357, 5)] END AS PARENT_TABLE,
    CASE WHEN pick_parent_table.value <> 'A_TblCase' AND proceedings > 0 THEN proceeding_key(i, 1)
         WHEN odd(i, i, 358, 0.0000009) THEN case_id + 1 ELSE case_id END AS PARENT_IDN,
    court AS BASE_CITY_CODE,
    CASE WHEN side = 'INS' AND share(i * 10 + part, 359) < 0.8 THEN start_day + 20 + below(i * 10 + part, 360, 200) END AS INS_TA_DATE_ASSIGNED,
    CASE WHEN share(i * 10 + part, 355) >= 0.94 AND side = 'ALIEN' THEN start_day + 300 END AS E_27_DATE,
    CASE WHEN side = 'ALIEN' AND share(i * 10 + part, 355) < 0.94 THEN least(start_day + 5 + below(i, 95, 300), known_until) END AS E_28_DATE,
    CASE WHEN part IN (0, 8) THEN '1' ELSE '0' END AS BLNPRIMEATTY
FROM sides
JOIN pick_parent_table ON pick_parent_table.slot = slot(1, i * 10 + part, 361)
ORDER BY 1;

CREATE OR REPLACE TABLE A_TblCaseIdentifier AS
SELECT 200000000 + i AS IDNCASEID, case_id AS IDNCASE, pick_mark.value AS CASE_ID
FROM model JOIN pick_mark ON pick_mark.slot = slot(1, i, 370)
WHERE share(i, 371) < 0.203 ORDER BY i;

CREATE OR REPLACE TABLE tbl_JuvenileHistory AS
SELECT
    220000000 + i AS idnJuvenileHistory,
    case_id AS idnCase,
    CASE WHEN proceedings > 0 THEN proceeding_key(i, 1) END AS idnProceeding,
    1 + below(i, 372, 6) AS idnJuvenile,
    start_day + 2 AS DATCREATEDON,
    CASE WHEN share(i, 373) < 0.3 THEN start_day + 90 END AS DATMODIFIEDON
FROM model WHERE share(i, 374) < 0.2368 ORDER BY i;

CREATE OR REPLACE TABLE tbl_Lead_Rider AS
SELECT
    240000000 + i AS idnLeadRider,
    case_key(i - 1) + below(i - 1, 14, 3) AS idnLeadCase,
    case_id AS idnRiderCase,
    start_day + 3 AS datCreatedOn,
    CASE WHEN share(i, 375) < 0.4 THEN start_day + 60 END AS datModifiedOn,
    CASE WHEN share(i, 376) < 0.08 THEN start_day + 200 END AS datSeveredOn,
    proceeding_key(i - 1, 1) AS idnLeadProceedingStart,
    CASE WHEN share(i, 376) < 0.08 THEN proceeding_key(i - 1, 1) END AS idnLeadProceedingEnd,
    CASE WHEN proceedings > 0 THEN proceeding_key(i, 1) END AS idnRiderProceedingStart,
    CASE WHEN share(i, 376) < 0.08 AND proceedings > 0 THEN proceeding_key(i, 1) END AS idnRiderProceedingEnd,
    CASE WHEN share(i, 376) < 0.08 THEN '0' ELSE '1' END AS blnActive
FROM model WHERE share(i, 377) < 0.2075 AND i > 0 ORDER BY i;

CREATE OR REPLACE TABLE tbl_CasePriorityHistory AS
SELECT
    260000000 + i AS idnCasePriHistory,
    pick_priority.value AS casePriority_code,
    case_id AS idnCase,
    start_day + 4 AS DATCREATEDON,
    CASE WHEN share(i, 378) < 0.5 THEN start_day + 40 END AS DATMODIFIEDON
FROM model JOIN pick_priority ON pick_priority.slot = slot(1, i, 379)
WHERE share(i, 380) < 0.01177 OR i IN (8, 15) ORDER BY i;

CREATE OR REPLACE TABLE tbl_EOIR_Attorney AS
SELECT
    attorney_key(i // 31) AS EOIRAttorneyID,
    CASE WHEN share(i, 381) < 0.3 THEN lpad((i // 31 % 100000)::VARCHAR, 6, '0') END AS OldAttorneyID,
    court AS BaseCityCode,
    CASE WHEN share(i, 382) < 0.8 THEN '1' ELSE '0' END AS blnAttorneyActive,
    CASE WHEN share(i, 383) < 0.6 THEN 'E' ELSE 'A' END AS Source_Flag,
    DATE '2013-06-01' + below(i, 384, 4000) AS datCreatedOn,
    CASE WHEN share(i, 385) < 0.5 THEN DATE '2024-06-01' + below(i, 386, 700) END AS datModifiedOn
FROM model WHERE i % 31 = 0 ORDER BY i;
