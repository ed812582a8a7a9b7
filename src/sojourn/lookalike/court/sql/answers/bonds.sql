-- `new_bond` is the amount of a grant above zero, else NULL: the median over `granted` weighs each amount by its cases
WITH last_bonds AS (
    SELECT *, DEC IN ('C', 'R', 'G', 'F') AS is_granted FROM D_TblAssociatedBond WHERE COMP_DATE IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY IDNCASE ORDER BY COMP_DATE DESC, IDNASSOCBOND DESC) = 1
)
SELECT fiscal_year(COMP_DATE) AS fiscal_year, BASE_CITY_CODE AS court,
    CASE WHEN is_granted AND NEW_BOND::BIGINT > 0 THEN NEW_BOND::BIGINT END AS new_bond,
    count(*) AS cases, count(*) FILTER (is_granted) AS granted
FROM last_bonds GROUP BY ALL
