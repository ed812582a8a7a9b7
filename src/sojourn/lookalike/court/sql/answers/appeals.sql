SELECT fiscal_year(datAppealFiled) AS fiscal_year, strFiledBy AS filed_by, strBIADecision AS board_decision, count(*) AS appeals
FROM tblAppeal WHERE upper(strAppealCategory) = 'IJ' AND strAppealType = 'Case Appeal' GROUP BY ALL
