-- what became of a judge's completed proceedings, and of the asylum applications that stand at them
WITH removal_letters AS (
    SELECT case_type, code FROM decision_list
    WHERE kind = 'C' AND active = 1 AND regexp_matches(lower(label), '^(remove|deport|exclude)')
),
heard AS (
    SELECT p.*, f.pid IS NOT NULL AS is_first, r.code IS NOT NULL AS is_removal
    FROM proceedings AS p
    LEFT JOIN first_completions AS f ON f.pid = p.pid
    LEFT JOIN removal_letters AS r ON r.case_type = p.case_type AND r.code = p.dec
    WHERE p.comp IS NOT NULL
),
counted AS (
    SELECT judge, court, fy AS fiscal_year, count(*) AS completed, count(*) FILTER (is_first) AS first_completions,
        count(*) FILTER (is_first AND absentia = 'Y') AS absent, count(*) FILTER (is_first AND absentia = 'Y' AND is_removal) AS absent_removed
    FROM heard GROUP BY ALL
),
applied AS (
    SELECT judge, court, fy AS fiscal_year, count(*) AS applications,
        count(*) FILTER (dec = 'A') AS abandoned, count(*) FILTER (dec = 'W') AS withdrawn,
        count(*) FILTER (dec IN ('M', 'O')) AS not_adjudicated, count(*) FILTER (dec = 'S') AS closed,
        count(*) FILTER (dec = 'T') AS moved, count(*) FILTER (dec = 'D' AND NOT has_other_relief) AS denied,
        count(*) FILTER (dec IN ('F', 'G', 'C', 'I', 'P')) AS granted,
        count(*) FILTER (dec = 'L' OR dec = 'D' AND has_other_relief) AS other_relief
    FROM attributed WHERE attribution = 'own' GROUP BY ALL
)
SELECT counted.judge, counted.court, counted.fiscal_year, counted.* EXCLUDE (judge, court, fiscal_year),
    COLUMNS(applied.* EXCLUDE (judge, court, fiscal_year))
FROM counted
LEFT JOIN applied ON applied.judge IS NOT DISTINCT FROM counted.judge AND applied.court = counted.court
    AND applied.fiscal_year = counted.fiscal_year
