-- Applications for relief. An asylum case files a set (asylum, withholding, torture convention, others); a move to
-- another court may leave the set behind, close it as moved and file it anew, or file it only at the new court.
CREATE OR REPLACE TABLE filings AS
WITH final AS (
    SELECT i, proceedings, earlier_ending AS came_by, share(i, 200) AS layout FROM steps WHERE asylum AND is_last
)
SELECT
    i,
    CASE WHEN proceedings > 1 AND came_by = 'moved' AND layout < 0.45 THEN 1
         WHEN proceedings > 1 AND came_by = 'reopened' AND layout < 0.30 THEN proceedings - 1
         ELSE proceedings END AS j,
    'final' AS role
FROM final
UNION ALL
SELECT
    i,
    CASE WHEN came_by = 'moved' THEN 1 ELSE proceedings - 1 END,
    CASE WHEN came_by = 'moved' THEN 'moved' ELSE 'earlier' END
FROM final
WHERE proceedings > 1 AND (came_by = 'moved' AND layout BETWEEN 0.45 AND 0.75 OR came_by = 'reopened' AND layout >= 0.30);

CREATE OR REPLACE TABLE pleas AS
WITH filed AS (
    SELECT
        filings.role,
        steps.*,
        coalesce(comp_day, known_until) AS last_day,
        steps.x * 2 + (role = 'final')::INTEGER AS y
    FROM filings
    JOIN steps ON steps.i = filings.i AND steps.j = filings.j
),
kinds AS (
    SELECT filed.*, kind.number AS part, kind.code AS plea
    FROM filed
    JOIN (VALUES (0, 'ASYL', 1.0), (1, 'ASYW', 0.92), (2, 'WCAT', 0.86), (3, 'ASYL', 0.015), (4, NULL, 0.12)) AS kind (number, code, chance)
        ON share(filed.y, 201 + kind.number) < kind.chance
    UNION ALL
    SELECT
        'none', steps.*, coalesce(comp_day, known_until), steps.x * 2, 4 + part, NULL
    FROM steps, range(2) AS parts (part)
    WHERE NOT asylum AND kind NOT IN ('CFR', 'RFR') AND is_last AND share(steps.x, 206 + part) < CASE WHEN fate = 'pending' THEN 0.09 ELSE 0.15 END
)
SELECT
    kinds.*,
    y * 8 + part AS z,
    least(last_day, start_day + CASE WHEN part = 3 THEN 200 ELSE 20 END
          + below(CASE WHEN role = 'final' AND share(y, 209) < 0.4 THEN x ELSE i END, 210, 330)) AS received
FROM kinds;

CREATE OR REPLACE TABLE tbl_Court_Appln AS
WITH lettered AS (
    SELECT
        pleas.*,
        CASE
            WHEN role = 'moved' THEN 'T'
            WHEN part = 3 THEN CASE WHEN share(z, 211) < 0.5 THEN NULL WHEN share(z, 211) < 0.75 THEN 'W' ELSE 'D' END
            WHEN role = 'earlier' AND plea = 'ASYL' THEN CASE WHEN share(z, 212) < 0.86 THEN 'D' WHEN share(z, 212) < 0.95 THEN 'A' ELSE 'G' END
            WHEN role = 'earlier' THEN 'D'
            WHEN fate IN ('waiting', 'pending') THEN CASE WHEN share(z, 213) < 0.004 THEN 'R' END
            WHEN role = 'none' THEN pick_other_decision.value
            WHEN plea = 'ASYL' AND fate = 'closed' THEN pick_asylum_closed.value
            WHEN plea = 'ASYL' AND granted THEN pick_asylum_grant.value
            WHEN plea = 'ASYL' THEN CASE WHEN share(z, 214) < 0.025 THEN 'L' ELSE 'D' END
            WHEN fate = 'closed' THEN pick_asylum_closed.value
            WHEN plea IS NULL AND granted THEN CASE WHEN share(z, 215) < 0.8 THEN 'W' ELSE 'M' END
            WHEN plea IS NULL THEN pick_other_decision.value
            ELSE companion.value END AS letter_given
    FROM pleas
    JOIN pick_asylum_closed ON pick_asylum_closed.slot = slot(CASE WHEN coalesce(comp_day, DATE '2020-01-01') < DATE '2019-05-01' THEN 1 ELSE 2 END, y * 8, 216)
    JOIN pick_asylum_grant ON pick_asylum_grant.slot = slot(1, z, 217)
    JOIN pick_other_decision ON pick_other_decision.slot = slot(1, z, 218)
    JOIN pick_companion AS companion ON companion.slot = slot(CASE WHEN granted THEN 1 ELSE 2 END, z, 219)
)
SELECT
    3000000 + (i * 8 + j) * 20 + (role = 'final')::INTEGER * 10 + part AS IDNPROCEEDINGAPPLN,
    proceeding_key(i, j) AS IDNPROCEEDING,
    CASE WHEN odd(i, z, 220, 0.000021) THEN case_id + 900000000 ELSE case_id END AS IDNCASE,
    CASE WHEN part >= 4 AND odd(i, z, 221, 0.018) OR share(z, 222) < 0.002 * {faults} AND part IN (1, 2) THEN pick_unlisted_application.value
         WHEN part >= 4 THEN pick_other_application.value
         ELSE plea END AS APPL_CODE,
    CASE WHEN share(z, 223) < 0.006 THEN NULL ELSE received END AS APPL_RECD_DATE,
    -- asylum rows of cases with several asylum rows keep listed letters, so that no rule for ties needs an unlisted one
    CASE WHEN letter_given IS NOT NULL AND odd(i, z, 224, 0.0015)
             AND (plea IS DISTINCT FROM 'ASYL' OR proceedings = 1 AND share(y, 204) >= 0.015) THEN pick_unlisted_decision.value ELSE letter_given END AS APPL_DEC
FROM lettered
JOIN pick_unlisted_application ON pick_unlisted_application.slot = slot(1, z, 225)
JOIN pick_unlisted_decision ON pick_unlisted_decision.slot = slot(1, z, 226)
JOIN pick_other_application ON pick_other_application.slot = slot(1, z, 227)
ORDER BY 1;
