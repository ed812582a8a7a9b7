SELECT definition, court, pending.case_type, cases.NAT AS nationality, count(*) AS cases
FROM pending LEFT JOIN A_TblCase AS cases ON cases.IDNCASE = pending.cid
GROUP BY ALL
