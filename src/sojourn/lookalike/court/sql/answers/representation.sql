WITH people AS (
    SELECT 'completed' AS scope, cid, fy AS fiscal_year, court, custody FROM last_proceedings WHERE comp IS NOT NULL
    UNION ALL
    SELECT 'pending', n.cid, NULL, n.court, n.custody FROM newest_proceedings AS n JOIN pending AS p ON p.cid = n.cid AND p.definition = 'eoir'
    UNION ALL
    SELECT 'case rows', IDNCASE, NULL, NULL, CUSTODY FROM A_TblCase
)
SELECT scope, fiscal_year, court, custody, count(*) AS cases, count(r.cid) AS represented
FROM people LEFT JOIN represented_cases AS r ON r.cid = people.cid GROUP BY ALL
