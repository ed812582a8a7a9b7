-- What is true of each invented case, before any table is written of it: one row per case of this chunk.
CREATE OR REPLACE TABLE started AS
WITH first AS (
    SELECT
        range AS i,
        range >= getvariable('cases') AS is_new,
        -- six of the first cases are heard by judge CAT, so that the smallest release has that judge
        range IN (3, 10, 17, 24, 31, 38) AS is_cat,
        CASE
            WHEN range >= getvariable('cases') THEN CASE WHEN share(range, 1) < 0.6 THEN 'waiting' ELSE 'pending' END
            WHEN range IN (3, 10, 17, 24, 31, 38) THEN 'decided'
            WHEN share(range, 1) < 0.0985 THEN 'decided'
            WHEN share(range, 1) < 0.170 THEN 'closed'
            WHEN share(range, 1) < 0.352 THEN 'waiting'
            WHEN share(range, 1) < 0.435 THEN 'pending'
            WHEN share(range, 1) < 0.4456 THEN 'unopened'
            ELSE 'completed'
        END AS fate
    FROM range(getvariable('first_case')::BIGINT, getvariable('end_case')::BIGINT)
),
dated AS (
    SELECT
        first.*,
        CASE WHEN is_cat THEN 2025 + i % 2 WHEN is_new THEN 2026 ELSE pick_year.value::INTEGER END AS fy,
        fate IN ('decided', 'closed', 'waiting') AS asylum
    FROM first
    JOIN pick_year
        ON pick_year.slot = slot(CASE fate WHEN 'decided' THEN 1 WHEN 'closed' THEN 2 WHEN 'completed' THEN 2
                                 WHEN 'unopened' THEN 2 ELSE 3 END, i, 2)
),
placed AS (
    SELECT
        dated.*,
        CASE WHEN is_cat THEN CASE WHEN fy = 2026 AND i % 3 = 1 THEN 'BTR' WHEN i % 3 = 0 THEN 'JNA' ELSE 'OAK' END
             ELSE pick_court.value END AS court
    FROM dated
    JOIN pick_court
        ON pick_court.slot = slot(CASE WHEN fate = 'decided' AND fy >= 2015 THEN fy - 2000
                                  WHEN fate IN ('waiting', 'pending') THEN 4
                                  WHEN fy < 2008 THEN 1 WHEN fy < 2022 THEN 2 ELSE 3 END, i, 3)
),
held AS (
    SELECT
        placed.*,
        courts.number AS court_number,
        courts.leaning AS court_leaning,
        share(i, 4) < courts.detained AS detained
    FROM placed
    JOIN courts ON courts.code = placed.court
),
ended AS (
    SELECT
        held.*,
        make_date(fy - 1, 10, 1) + below(i, 5, CASE WHEN fy = 2026 THEN 273 ELSE 365 END) AS drawn_day,
        CASE fate
            WHEN 'decided' THEN CASE WHEN detained THEN 25 + waited(i, 6, 140) ELSE 180 + waited(i, 6, 1050) END
            WHEN 'closed' THEN CASE WHEN detained THEN 20 + waited(i, 6, 150) ELSE 90 + waited(i, 6, 900) END
            ELSE CASE WHEN detained THEN 4 + waited(i, 6, 45) ELSE 30 + waited(i, 6, 600) END
        END AS days
    FROM held
)
SELECT
    ended.* EXCLUDE (drawn_day, days),
    -- what is not over by this day is not yet known; cases of before are left as the first release has them
    CASE WHEN is_new THEN getvariable('release_day') ELSE getvariable('horizon') END AS known_until,
    CASE WHEN fate IN ('decided', 'closed', 'completed') THEN working(drawn_day) END AS end_day,
    CASE
        WHEN is_new THEN getvariable('release_day') - below(i, 5, 40)
        WHEN fate IN ('decided', 'closed', 'completed') THEN working(drawn_day) - days
        ELSE least(drawn_day, DATE '2026-06-28')
    END AS start_day
FROM ended;

CREATE OR REPLACE TABLE model AS
WITH known AS (
    SELECT
        started.*,
        nationalities.code AS nationality,
        nationalities.language AS spoken,
        nationalities.leaning AS nationality_leaning,
        CASE WHEN fate = 'unopened' THEN 0
             WHEN i IN (12, 73) THEN 2  -- so that small releases have a case whose proceedings differ in type
             WHEN share(i, 9) < 0.767 THEN 1 WHEN share(i, 9) < 0.939 THEN 2 WHEN share(i, 9) < 0.984 THEN 3
             WHEN share(i, 9) < 0.995 THEN 4 ELSE 5 END AS proceedings,
        CASE WHEN detained THEN CASE WHEN share(i, 10) < 0.82 THEN 'D' WHEN share(i, 10) < 0.95 THEN 'R' ELSE 'N' END
             WHEN share(i, 10) < 0.03 THEN 'D' WHEN share(i, 10) < 0.23 THEN 'R' ELSE 'N' END AS custody,
        share(i, 11) < CASE WHEN detained THEN CASE WHEN asylum THEN 0.42 ELSE 0.12 END
                       WHEN fate = 'decided' THEN 0.84 WHEN asylum THEN 0.62 WHEN fate = 'pending' THEN 0.24
                       ELSE 0.36 END AS represented,
        kinds.value AS case_type,
        CASE WHEN is_cat THEN 'CAT' ELSE judge_slots.judge END AS judge
    FROM started
    JOIN pick_nationality
        ON pick_nationality.slot = slot(CASE WHEN fy < 2014 THEN 2 WHEN fy < 2021 THEN 4 ELSE 6 END + asylum::INTEGER, i, 7)
    JOIN nationalities ON nationalities.code = CASE WHEN i IN (21, 64) THEN 'NA' ELSE pick_nationality.value END
    JOIN pick_case_type AS kinds
        ON kinds.slot = slot(CASE WHEN start_day < DATE '1997-04-01' THEN 1 WHEN asylum THEN 2 ELSE 3 END, i, 8)
    JOIN judge_slots
        ON judge_slots.slot = court_number * 4096 + greatest(0, (fy - 1990) // 3) * 64 + below(i, 12, 64)
),
weighed AS (
    SELECT
        known.*,
        coalesce(
            louisiana.grant_rate,
            CASE WHEN nationality = 'RU' THEN years.russia_rate END,
            1 / (1 + exp(-(years.leaning + court_leaning + nationality_leaning + judges.leaning
                           + CASE WHEN represented THEN 0.15 ELSE -0.9 END)))
        ) AS grant_chance
    FROM known
    JOIN years ON years.fy = known.fy
    LEFT JOIN louisiana ON louisiana.court = known.court AND louisiana.fy = known.fy
    LEFT JOIN judges ON judges.code = known.judge
)
SELECT
    weighed.* EXCLUDE (court_leaning, nationality_leaning, grant_chance),
    fate = 'decided' AND share(i, 13) < grant_chance AS granted,
    case_key(i) + below(i, 14, 3) AS case_id,
    spoken AS language
FROM weighed
ORDER BY i;
