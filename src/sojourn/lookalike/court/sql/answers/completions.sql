SELECT p.fy AS fiscal_year, p.court, p.case_type,
    count(*) FILTER (f.pid IS NOT NULL) AS first, count(*) FILTER (f.pid IS NULL) AS later
FROM proceedings AS p LEFT JOIN first_completions AS f ON f.pid = p.pid
WHERE p.is_completion GROUP BY ALL
