-- oddities that are data and no damage, counted over the kept rows
SELECT 'application code in no list' AS quirk, count(*) AS rows FROM tbl_Court_Appln WHERE APPL_CODE IN ('ASYX', '42C', '999')
UNION ALL SELECT 'application decision in no list', count(*) FROM tbl_Court_Appln WHERE APPL_DEC IN ('Z', '1', 'K')
UNION ALL SELECT 'judge code in no list', count(*) FROM B_TblProceeding WHERE IJ_CODE IN ('ZQ9', 'QX1', '7JJ')
UNION ALL SELECT 'judge code in no list, bonds', count(*) FROM D_TblAssociatedBond WHERE IJ_CODE IN ('ZQ9', 'QX1', '7JJ')
UNION ALL SELECT 'placeholder judge', count(*) FROM B_TblProceeding
    WHERE IJ_CODE IN ('AAA', 'CLR', 'IAD', 'VJ1', 'VJ2', 'V10', 'V28', 'X01', 'SJ1')
UNION ALL SELECT 'transfer to a place in no list', count(*) FROM B_TblProceeding WHERE TRANSFER_TO IN ('ZZQ', 'QQ8', '0')
UNION ALL SELECT 'nationality in no list', count(*) FROM A_TblCase WHERE NAT IN ('Q9', 'ZZ', '0')
UNION ALL SELECT 'nationality NA', count(*) FROM A_TblCase WHERE NAT = 'NA'
UNION ALL SELECT 'nationality ??', count(*) FROM A_TblCase WHERE NAT = '??'
UNION ALL SELECT 'priority N/A', count(*) FROM A_TblCase WHERE CASEPRIORITY_CODE = 'N/A'
UNION ALL SELECT 'city b6', count(*) FROM A_TblCase WHERE ALIEN_CITY = 'b6'
UNION ALL SELECT 'entry in 2049', count(*) FROM A_TblCase WHERE year(DATE_OF_ENTRY) = 2049
UNION ALL SELECT 'entry on 1900-01-01', count(*) FROM A_TblCase WHERE DATE_OF_ENTRY = DATE '1900-01-01'
UNION ALL SELECT 'hearing in 2925', count(*) FROM tbl_schedule WHERE year(ADJ_DATE) = 2925
UNION ALL SELECT 'release year 0000', count(*) FROM A_TblCase WHERE RELEASE_YEAR = '0000'
UNION ALL SELECT 'postal code without its zero', count(*) FROM A_TblCase WHERE length(ALIEN_ZIPCODE) IN (3, 4)
UNION ALL SELECT 'odd case type', count(*) FROM B_TblProceeding WHERE CASE_TYPE IN ('0', 'AOL', 'BND')
UNION ALL SELECT 'odd decision form', count(*) FROM B_TblProceeding WHERE DEC_TYPE IN ('6', '7')
UNION ALL SELECT 'appeal category ij', count(*) FROM tblAppeal WHERE strAppealCategory = 'ij'
UNION ALL SELECT 'parent table misspelt', count(*) FROM tbl_RepsAssigned
    WHERE PARENT_TABLE IN ('a_tblCase', 'A_TBLCASE', 'A_tblCase', 'A_Tblcase', 'TblCase')
UNION ALL SELECT 'parent that is not the case', count(*) FROM tbl_RepsAssigned
    WHERE lower(PARENT_TABLE) LIKE '%tblcase' AND PARENT_IDN <> IDNCASE AND IDNCASE < 900000000
UNION ALL SELECT 'motion with a 42nd field', count(*) FROM tbl_Court_Motions WHERE extra_1 IS NOT NULL
UNION ALL SELECT 'motion with a 43rd field', count(*) FROM tbl_Court_Motions WHERE extra_2 IS NOT NULL
UNION ALL SELECT 'motion scenario A.2.a', count(*) FROM tbl_Court_Motions WHERE strDJScenario = 'A.2.a'
UNION ALL SELECT 'case without a proceeding', count(*) FROM A_TblCase ANTI JOIN B_TblProceeding USING (IDNCASE)
UNION ALL SELECT 'proceeding without its case', count(*) FROM B_TblProceeding ANTI JOIN A_TblCase USING (IDNCASE)
UNION ALL SELECT 'application without its case', count(*) FROM tbl_Court_Appln ANTI JOIN A_TblCase USING (IDNCASE)
UNION ALL SELECT 'bond without its case', count(*) FROM D_TblAssociatedBond ANTI JOIN A_TblCase USING (IDNCASE)
UNION ALL SELECT 'representative without a case', count(*) FROM tbl_RepsAssigned ANTI JOIN A_TblCase USING (IDNCASE)
UNION ALL SELECT 'charge without its proceeding', count(*) FROM B_TblProceedCharges ANTI JOIN B_TblProceeding USING (IDNPROCEEDING)
UNION ALL SELECT 'case with proceedings of several types', count(*) FROM (
    SELECT IDNCASE FROM B_TblProceeding GROUP BY IDNCASE HAVING count(DISTINCT CASE_TYPE) > 1)
