-- `cases` counts the completed cases once, in the row without a reason
WITH completed AS (
    SELECT cid, comp, fy, court FROM last_proceedings WHERE comp IS NOT NULL
)
SELECT fy AS fiscal_year, court, ADJ_RSN AS reason, 0 AS cases, count(*) AS hearings
FROM completed JOIN tbl_schedule ON tbl_schedule.IDNCASE = completed.cid AND ADJ_RSN IS NOT NULL AND ADJ_DATE < comp
GROUP BY ALL
UNION ALL
SELECT fy, court, NULL, count(*), 0 FROM completed GROUP BY ALL
