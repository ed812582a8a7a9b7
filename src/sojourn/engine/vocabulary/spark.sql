-- The shared functions on Spark 4; see duckdb.sql for their meaning.
CREATE TEMPORARY FUNCTION elapsed_hours(earlier TIMESTAMP, later TIMESTAMP) RETURNS BIGINT RETURN floor((unix_timestamp(later) - unix_timestamp(earlier)) / 3600);
CREATE TEMPORARY FUNCTION nights_between(earlier DATE, later DATE) RETURNS BIGINT RETURN datediff(later, earlier);
CREATE TEMPORARY FUNCTION iso_weekday(day DATE) RETURNS BIGINT RETURN weekday(day) + 1;
CREATE TEMPORARY FUNCTION us_fiscal_year(day DATE) RETURNS BIGINT RETURN year(day) + CASE WHEN month(day) >= 10 THEN 1 ELSE 0 END;
CREATE TEMPORARY FUNCTION month_of(day DATE) RETURNS DATE RETURN CAST(date_trunc('MONTH', day) AS DATE);
-- exact_quantile takes a constant share: it is substituted in the text as percentile(number, share).
