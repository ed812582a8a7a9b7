-- The shared functions on ClickHouse; see duckdb.sql for their meaning.
CREATE FUNCTION elapsed_hours AS (earlier, later) -> toInt64(floor((toUnixTimestamp(later) - toUnixTimestamp(earlier)) / 3600));
CREATE FUNCTION nights_between AS (earlier, later) -> dateDiff('day', toDate(earlier), toDate(later));
CREATE FUNCTION iso_weekday AS (day) -> toDayOfWeek(toDate(day));
CREATE FUNCTION us_fiscal_year AS (day) -> toYear(toDate(day)) + if(toMonth(toDate(day)) >= 10, 1, 0);
CREATE FUNCTION month_of AS (day) -> toStartOfMonth(toDate(day));
-- exact_quantile takes a constant share: it is substituted in the text as quantileExactInclusive(share)(number).
