-- the third denominator adds the pending cases (definition eoir) to the first completions of the period
SELECT fy AS fiscal_year, court,
    count(*) AS first_completions, count(*) FILTER (absentia = 'Y') AS absent,
    count(*) FILTER (case_type = 'RMV' AND custody IS DISTINCT FROM 'D') AS first_nondetained,
    count(*) FILTER (case_type = 'RMV' AND custody IS DISTINCT FROM 'D' AND absentia = 'Y') AS absent_nondetained
FROM first_completions GROUP BY ALL
