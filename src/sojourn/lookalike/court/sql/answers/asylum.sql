SELECT definition, attribution, fy AS fiscal_year, court, judge, nationality,
    count(*) FILTER (outcome = 'granted') AS granted, count(*) FILTER (outcome = 'other_relief') AS other_relief,
    count(*) FILTER (outcome = 'denied') AS denied, count(*) FILTER (outcome = 'other') AS other
FROM outcomes GROUP BY ALL
