-- The rows that a careful reader keeps, with what every answer asks of them. Definitions: the memo of the measures.
CREATE OR REPLACE TABLE completion_labels AS
SELECT case_type, code, arg_max(label, active) AS label FROM decision_list WHERE kind = 'O' GROUP BY ALL;

CREATE OR REPLACE TABLE proceedings AS
SELECT
    p.IDNPROCEEDING AS pid, p.IDNCASE AS cid, p.OSC_DATE AS charged, p.INPUT_DATE AS entered, p.BASE_CITY_CODE AS court,
    p.HEARING_LOC_CODE AS place, p.IJ_CODE AS judge, p.COMP_DATE AS comp, p.DEC_CODE AS dec, p.OTHER_COMP AS other,
    p.ABSENTIA AS absentia, p.CUSTODY AS custody, p.CASE_TYPE AS case_type, labels.label AS other_label,
    fiscal_year(p.COMP_DATE) AS fy,
    p.COMP_DATE IS NOT NULL AND coalesce(labels.label NOT IN ('Change of Venue', 'Transfer'), TRUE) AS is_completion
FROM B_TblProceeding AS p
LEFT JOIN completion_labels AS labels ON labels.case_type = p.CASE_TYPE AND labels.code = p.OTHER_COMP;

CREATE OR REPLACE TABLE last_proceedings AS
SELECT * FROM proceedings
QUALIFY row_number() OVER (PARTITION BY cid ORDER BY comp DESC NULLS LAST, pid DESC) = 1;

CREATE OR REPLACE TABLE newest_proceedings AS
SELECT * FROM proceedings QUALIFY row_number() OVER (PARTITION BY cid ORDER BY pid DESC) = 1;

CREATE OR REPLACE TABLE first_completions AS
SELECT * FROM proceedings WHERE is_completion
QUALIFY row_number() OVER (PARTITION BY cid ORDER BY comp, pid) = 1;

CREATE OR REPLACE TABLE pleas_kept AS
SELECT IDNPROCEEDINGAPPLN AS aid, IDNPROCEEDING AS pid, IDNCASE AS cid, APPL_CODE AS plea, APPL_RECD_DATE AS received, APPL_DEC AS dec
FROM tbl_Court_Appln;

CREATE OR REPLACE TABLE helped AS
SELECT DISTINCT cid FROM pleas_kept WHERE plea <> 'ASYL' AND dec IN ('F', 'G', 'C', 'I', 'P', 'L');

CREATE OR REPLACE TABLE represented_cases AS
SELECT IDNCASE AS cid FROM tbl_RepsAssigned WHERE upper(STRATTYTYPE) = 'ALIEN'
UNION
SELECT IDNCASE FROM A_TblCase WHERE E_28_DATE IS NOT NULL;

CREATE OR REPLACE TABLE asylum AS
SELECT
    pleas_kept.*,
    helped.cid IS NOT NULL AS has_other_relief,
    -- the published rule for ties: an unlisted letter never ties, by the way these rows are drawn
    coalesce(strpos('FGDCILPSAROTWM', dec), 99) AS rank
FROM pleas_kept LEFT JOIN helped ON helped.cid = pleas_kept.cid
WHERE plea = 'ASYL';

CREATE OR REPLACE TABLE last_asylum AS
SELECT * FROM asylum
QUALIFY row_number() OVER (PARTITION BY cid ORDER BY received DESC NULLS LAST, rank, aid DESC) = 1;

CREATE OR REPLACE TABLE last_decided_asylum AS
SELECT * FROM asylum WHERE dec IS NOT NULL AND dec <> 'T'
QUALIFY row_number() OVER (PARTITION BY cid ORDER BY received DESC NULLS LAST, rank, aid DESC) = 1;

-- each application with the proceeding that it is counted at
CREATE OR REPLACE TABLE attributed AS
SELECT 'own' AS attribution, asylum.*, p.fy, p.court, p.place, p.judge, p.comp
FROM asylum JOIN proceedings AS p ON p.pid = asylum.pid WHERE p.comp IS NOT NULL
UNION ALL
SELECT 'last', asylum.*, p.fy, p.court, p.place, p.judge, p.comp
FROM asylum JOIN last_proceedings AS p ON p.cid = asylum.cid WHERE p.comp IS NOT NULL;

CREATE OR REPLACE TABLE outcomes AS
WITH counted AS (
    SELECT 'trac_2007' AS definition, attribution, cid, fy, court, place, judge,
        CASE WHEN dec = 'D' THEN 'denied' ELSE 'granted' END AS outcome
    FROM attributed WHERE dec IN ('F', 'G', 'C', 'I', 'P', 'D')
    UNION ALL
    SELECT 'trac_2022', attribution, cid, fy, court, place, judge,
        CASE WHEN dec = 'L' OR dec = 'D' AND has_other_relief THEN 'other_relief' WHEN dec = 'D' THEN 'denied' ELSE 'granted' END
    FROM attributed WHERE dec IN ('F', 'G', 'C', 'I', 'P', 'D', 'L')
    UNION ALL
    SELECT closures.name, 'last', a.cid, p.fy, p.court, p.place, p.judge,
        CASE WHEN a.dec IN ('F', 'G', 'C', 'I', 'P') THEN 'granted' WHEN a.dec = 'D' THEN 'denied' ELSE 'other' END
    FROM last_decided_asylum AS a
    JOIN last_proceedings AS p ON p.cid = a.cid
    JOIN (VALUES ('eoir', FALSE), ('eoir_with_closures', TRUE)) AS closures (name, counted)
        ON a.dec IN ('F', 'G', 'C', 'I', 'P', 'D', 'A', 'M', 'W', 'O', 'L') OR closures.counted AND a.dec = 'S'
    WHERE p.comp IS NOT NULL
    UNION ALL
    SELECT 'case_last', 'last', a.cid, p.fy, p.court, p.place, p.judge, CASE WHEN a.dec = 'D' THEN 'denied' ELSE 'granted' END
    FROM last_asylum AS a JOIN last_proceedings AS p ON p.cid = a.cid
    WHERE p.comp IS NOT NULL AND a.dec IN ('F', 'G', 'C', 'I', 'P', 'D')
        AND p.case_type IN ('RMV', 'WHO') AND p.charged >= DATE '1997-10-01'
)
SELECT counted.*, cases.NAT AS nationality, represented_cases.cid IS NOT NULL AS represented
FROM counted
LEFT JOIN A_TblCase AS cases ON cases.IDNCASE = counted.cid
LEFT JOIN represented_cases ON represented_cases.cid = counted.cid;

CREATE OR REPLACE TABLE pending AS
WITH open_cases AS (
    SELECT n.cid, n.court, n.case_type, coalesce(regexp_matches(lower(l.other_label), 'admin') AND regexp_matches(lower(l.other_label), 'clos'), FALSE)
            AND l.comp IS NOT NULL AS was_closed
    FROM newest_proceedings AS n JOIN last_proceedings AS l ON l.cid = n.cid
    WHERE n.comp IS NULL
)
SELECT 'eoir' AS definition, * FROM open_cases WHERE case_type IN ('RMV', 'DEP', 'EXC', 'AOC', 'WHO')
UNION ALL
SELECT 'trac', * FROM open_cases WHERE NOT was_closed;
