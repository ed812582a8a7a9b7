-- days from the start to the first asylum decision, or to the last day of the release
WITH starts AS (
    SELECT cid, min(received) AS received FROM asylum GROUP BY cid
),
charged AS (
    SELECT * FROM proceedings QUALIFY row_number() OVER (PARTITION BY cid ORDER BY pid) = 1
),
decided AS (
    SELECT cid, min(comp) AS day FROM attributed
    WHERE attribution = 'own' AND dec IN ('F', 'G', 'C', 'I', 'P', 'D') GROUP BY cid
),
spans AS (
    SELECT kinds.start_kind, last_proceedings.court, decided.day IS NOT NULL AS is_event,
        coalesce(decided.day, getvariable('release_day')) - CASE kinds.start_kind WHEN 'charging' THEN charged.charged ELSE starts.received END AS days
    FROM starts
    JOIN charged ON charged.cid = starts.cid
    JOIN last_proceedings ON last_proceedings.cid = starts.cid
    LEFT JOIN decided ON decided.cid = starts.cid
    CROSS JOIN (VALUES ('charging'), ('received')) AS kinds (start_kind)
)
SELECT start_kind, court, days, count(*) FILTER (is_event) AS decided, count(*) FILTER (NOT is_event) AS censored
FROM spans WHERE days >= 0 GROUP BY ALL
