-- What else hangs on a proceeding: charges, motions, bonds.
CREATE OR REPLACE TABLE B_TblProceedCharges AS
WITH each AS (
    SELECT steps.*, unnest(range(1 + least(4, floor(-ln(1 - share(x, 280)) * 0.9))::INTEGER))::INTEGER AS part
    FROM steps WHERE j = 1
)
SELECT
    5000000 + i * 8 + part AS IDNPRCDCHG,
    case_id AS IDNCASE,
    CASE WHEN odd(i, i, 281, 0.00064) THEN proceeding_key(i, 0) ELSE proceeding_key(i, j) END AS IDNPROCEEDING,
    pick_charge.value AS CHARGE,
    CASE WHEN share(i * 8 + part, 282) < 0.7 THEN CASE WHEN share(i * 8 + part, 283) < 0.02 THEN 's' ELSE 'S' END
         WHEN share(i * 8 + part, 282) < 0.8 THEN CASE WHEN share(i * 8 + part, 283) < 0.1 THEN 'w' ELSE 'W' END
         WHEN share(i * 8 + part, 282) < 0.85 THEN 'N' END AS CHG_STATUS
FROM each
JOIN pick_charge ON pick_charge.slot = slot(CASE WHEN case_type = 'DEP' THEN 2 ELSE 1 END, i * 8 + part, 284)
ORDER BY 1;

CREATE OR REPLACE TABLE tbl_Court_Motions AS
WITH each AS (
    SELECT
        steps.*,
        coalesce(comp_day, known_until) AS last_day,
        unnest(range(least(7, floor(-ln(1 - share(i, 290)) * 1.13))::INTEGER))::INTEGER AS part
    FROM steps WHERE is_last
),
timed AS (
    SELECT each.*, i * 8 + part AS z, working(start_day + floor((last_day - start_day) * share(i * 8 + part, 291))::INTEGER) AS motion_day
    FROM each
)
SELECT
    6000000 + z AS IDNMOTION,
    proceeding_key(i, j) AS IDNPROCEEDING,
    case_id AS IDNCASE,
    charged_day AS OSC_DATE,
    pick_motion.value AS REC_TYPE,
    (100 - j)::VARCHAR AS GENERATION,
    part::VARCHAR AS SUB_GENERATION,
    motion_day + 2 AS UPDATE_DATE,
    '1012' AS UPDATE_TIME,
    motion_day AS INPUT_DATE,
    '0930' AS INPUT_TIME,
    'N' AS REJ_Remove,
    site AS BASE_CITY_CODE,
    place AS HEARING_LOC_CODE,
    seat AS IJ_CODE,
    CASE WHEN share(z, 292) < 0.7 THEN CASE WHEN share(z, 293) < 0.55 THEN 'G' WHEN share(z, 293) < 0.9 THEN 'D' ELSE 'W' END END AS DEC,
    CASE WHEN share(z, 292) < 0.7 THEN motion_day + 5 + below(z, 294, 60) END AS COMP_DATE,
    motion_day AS MOTION_RECD_DATE,
    motion_day + 10 AS DATMOTIONDUE,
    CASE WHEN odd(i, z, 295, 0.0005) THEN 'SEE FILE' END AS WU_MSG_Remove,
    CASE WHEN share(z, 296) < 0.9 THEN 'A' ELSE 'I' END AS STRFILINGPARTY,
    CASE WHEN share(z, 297) < 0.6 THEN 'E' ELSE 'P' END AS STRFILINGMETHOD,
    CASE WHEN represented THEN start_day + 30 END AS E_28_DATE,
    CASE WHEN share(z, 298) < 0.02 THEN 'A.2.a' END AS strDJScenario,
    CASE WHEN odd(i, z, 299, 0.007) THEN 'Y' END AS extra_1,
    CASE WHEN odd(i, z, 300, 0.001) THEN '0' END AS extra_2
FROM timed
JOIN pick_motion ON pick_motion.slot = slot(1, z, 301)
ORDER BY z;

CREATE OR REPLACE TABLE D_TblAssociatedBond AS
WITH each AS (
    SELECT steps.*, unnest(range(CASE WHEN share(i, 310) < 0.25 THEN 2 ELSE 1 END))::INTEGER AS part
    FROM steps
    WHERE j = 1 AND (i % 97 IN (5, 20, 60) AND i < 100 OR share(i, 311) < CASE custody WHEN 'N' THEN 0.01 ELSE 0.262 END)
),
timed AS (
    SELECT
        each.*,
        i * 2 + part AS z,
        least(start_day + 10 + 30 * part + below(i * 2 + part, 312, 25), known_until) AS bond_day,
        share(i * 2 + part, 313) < 0.97 AS is_done
    FROM each
),
drawn AS (
    SELECT timed.*, CASE WHEN is_done THEN pick_bond_decision.value END AS bond_letter
    FROM timed
    JOIN pick_bond_decision ON pick_bond_decision.slot = slot(CASE WHEN start_day < DATE '2025-07-01' THEN 1 ELSE 2 END, z, 314)
)
SELECT
    7000000 + z AS IDNASSOCBOND,
    proceeding_key(i, j) AS IDNPROCEEDING,
    CASE WHEN odd(i, i, 315, 0.000066) THEN case_id + 900000000 ELSE case_id END AS IDNCASE,
    charged_day AS OSC_DATE,
    'B' AS REC_TYPE,
    '99' AS GENERATION,
    part::VARCHAR AS SUB_GENERATION,
    bond_day + 1 AS UPDATE_DATE,
    '1405' AS UPDATE_TIME,
    bond_day - 6 AS INPUT_DATE,
    '0910' AS INPUT_TIME,
    site AS BASE_CITY_CODE,
    courts.name AS BASE_CITY_NAME,
    place AS HEARING_LOC_CODE,
    CASE WHEN odd(i, z, 316, 0.0022) THEN 'QX1' ELSE seat END AS IJ_CODE,
    bond_letter AS DEC,
    CASE WHEN is_done THEN bond_day END AS COMP_DATE,
    CASE WHEN share(z, 317) < 0.169 THEN lpad((2500 * (1 + below(z, 318, 8)))::VARCHAR, 9, '0') END AS INITIAL_BOND,
    CASE WHEN share(z, 319) < 0.1 THEN 'N' END AS REL_CON,
    CASE WHEN is_done AND share(z, 320) < 0.2 THEN 'Y' ELSE 'N' END AS BOND_HEARING_TELEPHONIC,
    bond_day - 7 AS BOND_HEAR_REQ_DATE,
    CASE WHEN bond_letter IN ('C', 'G', 'F') THEN lpad((500 * (3 + below(z, 321, 38)))::VARCHAR, 9, '0')
         WHEN share(z, 322) < 0.2 THEN '000000000' END AS NEW_BOND,
    CASE WHEN is_done AND share(z, 323) < 0.2 THEN 'A' END AS APPEAL_REVD,
    CASE WHEN is_done AND share(z, 323) < 0.2 THEN bond_day + 30 END AS DATE_APPEAL_DUE,
    CASE WHEN represented THEN start_day + 5 END AS E_28_DATE,
    CASE WHEN share(z, 324) < 0.8 THEN 'BD' WHEN share(z, 324) < 0.97 THEN 'BB' ELSE 'SB' END AS BOND_TYPE,
    CASE WHEN share(z, 325) < 0.5 THEN 'E' ELSE 'P' END AS FILING_METHOD,
    CASE WHEN share(z, 326) < 0.98 THEN 'A' ELSE 'I' END AS FILING_PARTY,
    CASE WHEN is_done AND share(z, 327) < 0.05 THEN bond_day + 3 END AS DECISION_DUE_DATE
FROM drawn
JOIN courts ON courts.code = site
ORDER BY z;
