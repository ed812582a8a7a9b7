-- Hearings: some three for each proceeding, spread from its first day to its end; GENERATION counts down from 99.
CREATE OR REPLACE TABLE tbl_schedule AS
WITH each AS (
    SELECT
        steps.*,
        coalesce(comp_day, known_until) AS last_day,
        least(15, 1 + floor(-ln(1 - share(x, 240)) * 2.3))::INTEGER AS hearings
    FROM steps
),
listed AS (
    SELECT each.*, unnest(range(hearings))::INTEGER AS part FROM each
),
timed AS (
    SELECT
        listed.*,
        x * 16 + part AS z,
        share(x * 16 + part, 241) AS luck,
        working(input_day + floor((last_day - input_day) * (part + 1) / hearings)::INTEGER) AS hearing_day,
        part + 1 = hearings AS is_final
    FROM listed
)
SELECT
    4000000 + z AS IDNSCHEDULE,
    proceeding_key(i, j) AS IDNPROCEEDING,
    case_id AS IDNCASE,
    charged_day AS OSC_DATE,
    (100 - j)::VARCHAR AS GENERATION,
    part::VARCHAR AS SUB_GENERATION,
    CASE WHEN luck < 0.9 THEN 'X' WHEN luck < 0.97 THEN 'B' WHEN luck < 0.99 THEN 'A' ELSE 'O' END AS REC_TYPE,
    language AS LANG,
    place AS HEARING_LOC_CODE,
    site AS BASE_CITY_CODE,
    seat AS IJ_CODE,
    CASE WHEN language <> 'ENG' AND luck < 0.3 THEN 'C' || below(z, 242, 10)::VARCHAR END AS INTERPRETER_CODE,
    greatest(input_day, hearing_day - 30 - below(z, 243, 90)) AS INPUT_DATE,
    lpad((8 + below(z, 244, 10))::VARCHAR, 2, '0') || lpad(below(z, 245, 60)::VARCHAR, 2, '0') AS INPUT_TIME,
    CASE WHEN luck < 0.8 THEN least(hearing_day + below(z, 246, 5), known_until) END AS UPDATE_DATE,
    CASE WHEN luck < 0.8 THEN lpad((8 + below(z, 247, 10))::VARCHAR, 2, '0') || lpad(below(z, 248, 60)::VARCHAR, 2, '0') END AS UPDATE_TIME,
    CASE WHEN luck < 0.5 THEN 'W' WHEN luck < 0.7 THEN 'A' END AS ASSIGNMENT_PATH,
    kind_of.value[1] AS CAL_TYPE,
    CASE WHEN odd(i, z, 249, 0.0000005) AND part = 0 THEN DATE '2925-01-09'
         WHEN is_final AND comp_day IS NULL THEN working(known_until + 5 + below(x, 54, 1200))
         ELSE hearing_day END AS ADJ_DATE,
    ['0800', '0830', '0900', '1000', '1300', '1330'][1 + below(z, 250, 6)] AS ADJ_TIME_START,
    ['0815', '0900', '0930', '1100', '1400', '0000'][1 + below(z, 251, 6)] AS ADJ_TIME_STOP,
    CASE WHEN is_final THEN CASE WHEN comp_day IS NULL OR luck < 0.3 THEN NULL WHEN luck < 0.8 THEN '8B' ELSE '8A' END
         WHEN share(z, 252) < 0.93 THEN reason.value END AS ADJ_RSN,
    CASE WHEN luck < 0.2 THEN 'V' WHEN luck < 0.6 THEN 'P' WHEN luck < 0.62 THEN 'T' END AS ADJ_MEDIUM,
    CASE WHEN odd(i, z, 253, 0.001) THEN ['RESET PER IJ', 'RESP TO FILE BY CALL UP', 'NEED "BEST" INTERPRETER'][1 + below(z, 254, 3)] END AS ADJ_MSG,
    CASE WHEN is_final THEN '0000' ELSE lpad(least(9999, (last_day - input_day) // hearings)::VARCHAR, 4, '0') END AS ADJ_ELAP_DAYS,
    CASE WHEN luck < 0.85 THEN 700000 + z // 5 END AS LNGSESSNID,
    kind_of.value[3:4] AS SCHEDULE_TYPE,
    CASE WHEN luck < 0.4 THEN ['B1', 'NT', 'LG', 'DO'][1 + below(z, 255, 4)] END AS NOTICE_CODE,
    CASE WHEN luck < 0.02 THEN '1' ELSE '0' END AS BLNCLOCKOVERRIDE,
    CASE WHEN represented AND luck < 0.75 THEN attorney_key(below(i, 256, 4000)) END AS EOIRAttorneyID
FROM timed
JOIN pick_hearing_kind AS kind_of ON kind_of.slot = slot(CASE WHEN detained THEN 2 ELSE 1 END, z, 257)
JOIN pick_adjournment AS reason ON reason.slot = slot(1, z, 258)
ORDER BY z;
