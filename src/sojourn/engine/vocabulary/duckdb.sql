-- The shared functions on DuckDB. Their meaning is fixed in docs/decisions/0003-one-sql-text.md and by tests/conformance.
-- Complete hours between two timestamps, never boundaries crossed.
CREATE OR REPLACE MACRO elapsed_hours(earlier, later) AS CAST(floor((epoch(later) - epoch(earlier)) / 3600) AS BIGINT);
-- Midnights between two dates.
CREATE OR REPLACE MACRO nights_between(earlier, later) AS CAST(CAST(later AS DATE) - CAST(earlier AS DATE) AS BIGINT);
-- Monday is 1.
CREATE OR REPLACE MACRO iso_weekday(day) AS CAST(isodow(CAST(day AS DATE)) AS BIGINT);
-- The US federal fiscal year begins on 1 October of the year before.
CREATE OR REPLACE MACRO us_fiscal_year(day) AS CAST(year(CAST(day AS DATE)) + CASE WHEN month(CAST(day AS DATE)) >= 10 THEN 1 ELSE 0 END AS BIGINT);
-- The exact quantile, interpolated linearly between neighbours (type 7 of Hyndman and Fan 1996).
CREATE OR REPLACE MACRO exact_quantile(number, share) AS quantile_cont(number, share);
-- First day of the month.
CREATE OR REPLACE MACRO month_of(day) AS CAST(date_trunc('month', CAST(day AS DATE)) AS DATE);
