-- What the next month makes of the rows of before: withdrawals, rewrites, days moved back, decisions come in.
CREATE OR REPLACE TABLE gone AS
SELECT case_id FROM model WHERE NOT is_new AND i > 0 AND struck(i, i, 431, 0.0003);

CREATE OR REPLACE TABLE closing AS
SELECT
    proceeding_key(i, j) AS pid,
    i,
    DATE '2026-07-01' + below(x, 432, 31) AS drawn,
    CASE WHEN dayofweek(DATE '2026-07-01' + below(x, 432, 31)) IN (0, 6)
         THEN DATE '2026-07-01' + below(x, 432, 31) + 2 ELSE DATE '2026-07-01' + below(x, 432, 31) END AS later,
    asylum AND share(i, 433) < 0.08 AS wins,
    nat,
    case_type
FROM steps
WHERE is_last AND comp_day IS NULL AND NOT is_new AND i > 0 AND struck(i, i, 434, 0.016);

-- withdrawn applications: most of them grants of one court, above all to people of one nationality
CREATE OR REPLACE TABLE withdrawn AS
SELECT a.IDNPROCEEDINGAPPLN AS aid
FROM tbl_Court_Appln AS a JOIN steps ON proceeding_key(steps.i, steps.j) = a.IDNPROCEEDING
WHERE NOT steps.is_new AND share(a.IDNPROCEEDINGAPPLN, 435) < CASE
    WHEN a.APPL_CODE = 'ASYL' AND a.APPL_DEC IN ('F', 'G', 'C', 'I', 'P') AND steps.site = 'NYC'
    THEN CASE WHEN steps.nat = 'CH' THEN 0.6 ELSE 0.25 END
    ELSE 0.0004 END;

CREATE OR REPLACE TABLE tbl_Court_Appln AS
SELECT a.* REPLACE (
    CASE
        WHEN closing.pid IS NOT NULL AND a.APPL_DEC IS NULL
        THEN CASE WHEN a.APPL_CODE <> 'ASYL' AND closing.wins THEN 'W' WHEN closing.wins THEN 'G' ELSE 'D' END
        WHEN a.APPL_DEC = 'G' AND a.APPL_CODE = 'ASYL' AND share(a.IDNPROCEEDINGAPPLN, 436) < 0.01 THEN 'D'
        WHEN a.APPL_DEC = 'O' AND share(a.IDNPROCEEDINGAPPLN, 437) < 0.05 THEN 'M'
        ELSE a.APPL_DEC END AS APPL_DEC)
FROM tbl_Court_Appln AS a
LEFT JOIN closing ON closing.pid = a.IDNPROCEEDING
WHERE a.IDNPROCEEDINGAPPLN NOT IN (SELECT aid FROM withdrawn) AND a.IDNCASE NOT IN (SELECT case_id FROM gone)
ORDER BY a.IDNPROCEEDINGAPPLN;

CREATE OR REPLACE TABLE B_TblProceeding AS
SELECT p.* REPLACE (
    CASE WHEN closing.pid IS NOT NULL THEN least(closing.later, getvariable('release_day'))
         WHEN p.IDNPROCEEDING > proceeding_key(0, 7) AND share(p.IDNPROCEEDING, 438) < 0.0006 THEN p.COMP_DATE - 1 - below(p.IDNPROCEEDING, 439, 20)
         ELSE p.COMP_DATE END AS COMP_DATE,
    CASE WHEN closing.pid IS NOT NULL
         THEN CASE closing.case_type WHEN 'RMV' THEN CASE WHEN closing.wins THEN 'R' ELSE 'X' END
              WHEN 'CFR' THEN 'A' WHEN 'RFR' THEN 'A' ELSE 'W' END
         WHEN p.DEC_CODE = 'X' AND share(p.IDNPROCEEDING, 440) < 0.0003 THEN 'T'
         ELSE p.DEC_CODE END AS DEC_CODE,
    CASE WHEN closing.pid IS NOT NULL THEN 'O' ELSE p.DEC_TYPE END AS DEC_TYPE,
    CASE WHEN closing.pid IS NOT NULL THEN 'N' ELSE p.ABSENTIA END AS ABSENTIA,
    CASE WHEN closing.pid IS NOT NULL THEN 'NJ9' ELSE p.IJ_CODE END AS IJ_CODE)
FROM B_TblProceeding AS p
LEFT JOIN closing ON closing.pid = p.IDNPROCEEDING
WHERE p.IDNCASE NOT IN (SELECT case_id FROM gone)
ORDER BY p.IDNPROCEEDING;

-- cells that the agency overwrites
CREATE OR REPLACE TABLE A_TblCase AS
SELECT c.* REPLACE (
    CASE WHEN c.CUSTODY = 'D' AND share(c.IDNCASE, 441) < 0.01 THEN 'R' ELSE c.CUSTODY END AS CUSTODY,
    CASE WHEN c.E_28_DATE IS NULL AND share(c.IDNCASE, 442) < 0.003 THEN DATE '2026-07-15' ELSE c.E_28_DATE END AS E_28_DATE,
    CASE WHEN c.LATEST_HEARING > DATE '2026-07-31' AND share(c.IDNCASE, 443) < 0.05 THEN c.LATEST_HEARING + 28 ELSE c.LATEST_HEARING END
        AS LATEST_HEARING)
FROM A_TblCase AS c WHERE c.IDNCASE NOT IN (SELECT case_id FROM gone)
ORDER BY c.IDNCASE;

CREATE OR REPLACE TABLE tbl_schedule AS
SELECT h.* REPLACE (CASE WHEN h.ADJ_MEDIUM = 'V' AND share(h.IDNSCHEDULE, 444) < 0.002 THEN 'P' ELSE h.ADJ_MEDIUM END AS ADJ_MEDIUM)
FROM tbl_schedule AS h
WHERE h.IDNCASE NOT IN (SELECT case_id FROM gone) AND share(h.IDNSCHEDULE, 445) >= 0.00005
ORDER BY h.IDNSCHEDULE;
