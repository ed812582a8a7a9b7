WITH grants AS (
    SELECT aid, pid, fy, court, comp FROM attributed WHERE attribution = 'own' AND dec IN ('F', 'G', 'C', 'I', 'P')
),
first_appeals AS (
    SELECT grants.aid, min(datAppealFiled - comp) AS days
    FROM grants JOIN tblAppeal ON tblAppeal.idnProceeding = grants.pid AND strFiledBy IN ('I', 'B') AND datAppealFiled >= comp
    GROUP BY grants.aid
)
SELECT fy AS fiscal_year, court, count(*) AS grants, count(days) AS appealed, count(*) FILTER (days <= 30) AS within_30_days
FROM grants LEFT JOIN first_appeals ON first_appeals.aid = grants.aid GROUP BY ALL
