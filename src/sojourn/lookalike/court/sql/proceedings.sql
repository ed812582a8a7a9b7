-- One row per proceeding: `j` counts from 1; a proceeding ends in a move to another court, in an outcome, or not yet.
CREATE OR REPLACE TABLE steps AS
WITH each AS (
    SELECT model.*, unnest(range(1, proceedings + 1))::INTEGER AS j FROM model WHERE proceedings > 0
),
linked AS (
    SELECT
        each.*,
        i * 8 + j AS x,
        j = proceedings AS is_last,
        -- what ended this proceeding where another follows
        CASE WHEN j = proceedings THEN fate
             WHEN share(i * 8 + j, 20) < CASE WHEN fate = 'waiting' THEN 0.95 WHEN asylum THEN 0.85 ELSE 0.72 END THEN 'moved'
             ELSE 'reopened' END AS ending,
        coalesce(end_day, known_until - below(i, 21, 60)) AS until
    FROM each
),
timed AS (
    SELECT
        linked.*,
        CASE
            WHEN is_last THEN end_day
            ELSE greatest(start_day, working(start_day + floor((until - start_day)
                                                  * (j - 0.3 * share(x, 22)) / proceedings)::INTEGER))
        END AS comp_day
    FROM linked
),
sited AS (
    SELECT
        timed.*,
        CASE WHEN ending = 'moved' THEN other_court.value ELSE court END AS site,
        lag(comp_day) OVER (PARTITION BY i ORDER BY j) AS earlier_day,
        lag(ending) OVER (PARTITION BY i ORDER BY j) AS earlier_ending
    FROM timed
    JOIN pick_court AS other_court ON other_court.slot = slot(CASE WHEN fy < 2008 THEN 1 WHEN fy < 2022 THEN 2 ELSE 3 END, x, 23)
),
judged AS (
    SELECT
        sited.*,
        courts.number AS site_number,
        CASE WHEN is_last THEN sited.judge WHEN is_cat AND ending <> 'moved' THEN 'CAT' ELSE judge_slots.judge END AS bench,
        lag(site) OVER (PARTITION BY i ORDER BY j) AS earlier_site,
        lead(site) OVER (PARTITION BY i ORDER BY j) AS later_site
    FROM sited
    JOIN courts ON courts.code = site
    JOIN judge_slots
        ON judge_slots.slot = courts.number * 4096 + greatest(0, (fy - 1990) // 3) * 64 + below(x, 24, 64)
),
resolved AS (
    SELECT
        judged.*,
        CASE WHEN ending = 'moved' THEN CASE WHEN share(x, 25) < 0.8 THEN 'O C' ELSE 'O T' END
             WHEN comp_day IS NULL THEN NULL
             ELSE outcome.value END AS outcome
    FROM judged
    JOIN pick_decision AS outcome
        ON outcome.slot = slot(CASE
            WHEN case_type IN ('CFR', 'RFR') THEN 7
            WHEN case_type IN ('AOC', 'WHO') AND granted AND is_last THEN 8
            WHEN case_type IN ('AOC', 'WHO') THEN 9
            WHEN case_type NOT IN ('RMV', 'DEP', 'EXC') THEN 10
            WHEN granted AND is_last THEN 1
            WHEN case_type = 'DEP' THEN 5
            WHEN case_type = 'EXC' THEN 6
            WHEN ending = 'decided' OR ending = 'reopened' AND asylum THEN 2
            WHEN ending = 'closed' THEN 3
            ELSE 4 END, x, 26)
),
seated AS (
    SELECT
        resolved.*,
        CASE WHEN odd(i, x, 27, 0.0019) THEN pick_unlisted_judge.value
             WHEN odd(i, x, 28, 0.005) THEN pick_placeholder_judge.value
             WHEN comp_day IS NULL AND share(x, 29) < 0.06 THEN NULL
             ELSE bench END AS seat
    FROM resolved
    JOIN pick_unlisted_judge ON pick_unlisted_judge.slot = slot(1, x, 30)
    JOIN pick_placeholder_judge ON pick_placeholder_judge.slot = slot(1, x, 31)
)
SELECT
    seated.*,
    outcome[1] = 'C' AS is_decision,
    outcome[3] AS letter,
    outcome IN ('C X', 'C D', 'C E') AND case_type IN ('RMV', 'DEP', 'EXC') AND NOT detained
        AND ending IN ('completed', 'closed', 'reopened')
        AND share(x, 32) < CASE WHEN fy < 2013 THEN 0.55 WHEN fy < 2016 THEN 0.7 ELSE 0.78 END AS absent,
    CASE WHEN places.value IS NULL OR share(x, 33) < 0.45 THEN site ELSE places.value END AS place,
    CASE WHEN odd(i, x, 34, 0.0000155) AND proceedings > 1 AND j = 1 THEN pick_odd_case_type.value ELSE case_type END AS kind,
    CASE WHEN j = 1 THEN least(start_day + 1 + below(x, 35, 20), coalesce(comp_day, known_until))
         ELSE least(earlier_day + below(x, 35, 4), coalesce(comp_day, known_until)) END AS input_day,
    CASE WHEN odd(i, i, 36, 0.0002) THEN pick_unlisted_nationality.value ELSE nationality END AS nat,
    CASE WHEN odd(i, x, 37, 0.004) THEN NULL ELSE start_day END AS charged_day
FROM seated
LEFT JOIN pick_place AS places ON places.slot = slot(site_number, x, 38)
JOIN pick_odd_case_type ON pick_odd_case_type.slot = slot(1, x, 39)
JOIN pick_unlisted_nationality ON pick_unlisted_nationality.slot = slot(1, i, 40)
ORDER BY x;

CREATE OR REPLACE TABLE B_TblProceeding AS
SELECT
    proceeding_key(i, j) AS IDNPROCEEDING,
    case_id AS IDNCASE,
    charged_day AS OSC_DATE,
    CASE WHEN i = 0 AND is_last THEN getvariable('release_day') ELSE input_day END AS INPUT_DATE,
    site AS BASE_CITY_CODE,
    place AS HEARING_LOC_CODE,
    seat AS IJ_CODE,
    CASE WHEN j > 1 THEN input_day END AS TRANS_IN_DATE,
    CASE WHEN j > 1 THEN earlier_site END AS PREV_HEARING_LOC,
    CASE WHEN j > 1 THEN earlier_site END AS PREV_HEARING_BASE,
    CASE WHEN j > 1 AND share(x, 50) < 0.7 THEN bench END AS PREV_IJ_CODE,
    CASE WHEN j > 1 THEN (j - 1)::VARCHAR END AS TRANS_NBR,
    CASE WHEN odd(i, x, 51, 0.0000003) THEN DATE '2925-03-14'
         WHEN odd(i, x, 52, 0.00001) THEN DATE '1900-01-01'
         WHEN share(x, 53) < 0.06 THEN NULL
         WHEN comp_day IS NULL THEN working(known_until + 5 + below(x, 54, 1200))
         ELSE comp_day END AS HEARING_DATE,
    CASE WHEN share(x, 53) < 0.06 THEN CASE WHEN share(x, 55) < 0.5 THEN '0000' END
         ELSE ['0800', '0830', '0900', '1000', '1300', '1330'][1 + below(x, 56, 6)] END AS HEARING_TIME,
    CASE WHEN is_decision IS NOT TRUE THEN NULL
         WHEN odd(i, x, 57, 0.000004) THEN CASE WHEN share(x, 58) < 0.5 THEN '6' ELSE '7' END
         WHEN share(x, 59) < 0.22 THEN 'W' ELSE 'O' END AS DEC_TYPE,
    CASE WHEN is_decision THEN letter END AS DEC_CODE,
    CASE WHEN is_decision AND letter IN ('X', 'D', 'E') THEN nat END AS DEPORTED_1,
    CASE WHEN is_decision AND letter = 'X' AND share(x, 60) < 0.02 THEN 'MX' END AS DEPORTED_2,
    CASE WHEN NOT is_decision THEN letter END AS OTHER_COMP,
    CASE WHEN is_decision AND share(x, 61) < 0.3
         THEN CASE WHEN share(x, 62) < 0.86 THEN 'A' WHEN share(x, 62) < 0.97 THEN 'I' ELSE 'B' END END AS APPEAL_RSVD,
    CASE WHEN is_decision AND share(x, 61) < 0.3 AND share(x, 63) < 0.4 THEN 'X' END AS APPEAL_NOT_FILED,
    comp_day AS COMP_DATE,
    CASE WHEN comp_day IS NULL OR ending = 'moved' AND share(x, 64) < 0.14 THEN NULL WHEN absent THEN 'Y' ELSE 'N' END
        AS ABSENTIA,
    CASE WHEN outcome = 'O C' THEN comp_day END AS VENUE_CHG_GRANTED,
    CASE WHEN ending = 'moved'
         THEN CASE WHEN odd(i, x, 65, 0.019) THEN pick_unlisted_place.value ELSE later_site END END AS TRANSFER_TO,
    CASE WHEN is_decision AND share(x, 61) < 0.3 THEN working(comp_day + 30) END AS DATE_APPEAL_DUE_STATUS,
    CASE WHEN outcome = 'O C' THEN 'V' WHEN outcome = 'O T' THEN 'T' END AS TRANSFER_STATUS,
    custody AS CUSTODY,
    kind AS CASE_TYPE,
    nat AS NAT,
    language AS LANG,
    place AS SCHEDULED_HEAR_LOC,
    CASE WHEN custody = 'D' AND odd(i, x, 66, 0.02)
         THEN ['F', 'S', 'PINE PRAIRIE', 'SOUTH TEXAS'][1 + below(x, 67, 4)] END AS CORRECTIONAL_FAC,
    CASE WHEN share(x, 68) < 0.05 THEN 'Y' ELSE 'N' END AS CRIM_IND,
    CASE WHEN share(x, 69) < 0.01 THEN 'Y' WHEN share(x, 69) < 0.5 THEN 'N' END AS IHP,
    CASE WHEN share(x, 70) < 0.02 THEN '1' WHEN share(x, 70) < 0.9 THEN '0' END AS AGGRAVATE_FELON,
    CASE WHEN custody IN ('D', 'R') AND share(i, 71) < 0.9 THEN start_day - below(i, 72, 20) END AS DATE_DETAINED,
    CASE WHEN custody = 'R' AND share(i, 73) < 0.9 THEN start_day + below(i, 74, 90) END AS DATE_RELEASED
FROM steps
JOIN pick_unlisted_place ON pick_unlisted_place.slot = slot(1, x, 75)
ORDER BY x;
