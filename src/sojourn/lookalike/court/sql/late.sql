-- The first release does not have yet: applications of its last months that were entered late.
CREATE OR REPLACE TABLE tbl_Court_Appln AS
SELECT * FROM tbl_Court_Appln
WHERE NOT (APPL_RECD_DATE >= DATE '2026-04-01' AND share(IDNPROCEEDINGAPPLN, 430) < 0.08);
