-- Appeals to the Board and what follows from them.
CREATE OR REPLACE TABLE heard AS
WITH each AS (
    SELECT
        steps.*,
        share(x, 400) AS luck,
        CASE WHEN granted AND is_last THEN 0.15
             WHEN is_decision AND asylum THEN 0.47
             WHEN is_decision AND NOT absent THEN 0.127 WHEN absent THEN 0.035 ELSE 0 END AS chance
    FROM steps WHERE is_decision
),
filed AS (
    SELECT
        each.*,
        CASE WHEN granted AND is_last AND share(x, 401) < 0.92 THEN 'Case Appeal' ELSE pick_appeal_type.value END AS appeal_type,
        CASE WHEN granted AND is_last THEN CASE WHEN share(x, 402) < 0.85 THEN 'I' WHEN share(x, 402) < 0.93 THEN 'B' ELSE 'A' END
             ELSE pick_filed_by.value END AS filed_by,
        least(comp_day + CASE WHEN share(x, 403) < 0.06 THEN 31 + below(x, 404, 300) ELSE 2 + below(x, 404, 29) END, known_until) AS filed_day,
        pick_board_decision.value AS board_letter
    FROM each
    JOIN pick_appeal_type ON pick_appeal_type.slot = slot(1, x, 405)
    JOIN pick_filed_by ON pick_filed_by.slot = slot(1, x, 406)
    JOIN pick_board_decision ON pick_board_decision.slot = slot(1, x, 407)
    WHERE luck < chance OR i IN (3, 24) AND is_last
)
SELECT filed.*, CASE WHEN filed_day + 60 + waited(x, 408, 380) < known_until THEN filed_day + 60 + waited(x, 408, 380) END AS board_day
FROM filed;

CREATE OR REPLACE TABLE tblAppeal AS
SELECT
    300000000 + x AS idnAppeal,
    case_id AS idncase,
    proceeding_key(i, j) AS idnProceeding,
    CASE WHEN appeal_type LIKE 'DD%' THEN 'DD' WHEN odd(i, x, 409, 0.0001) THEN 'ij' WHEN share(x, 410) < 0.01 THEN 'MA' ELSE 'IJ' END AS strAppealCategory,
    appeal_type AS strAppealType,
    filed_day AS datAppealFiled,
    filed_by AS strFiledBy,
    CASE WHEN represented THEN filed_day END AS datAttorneyE27,
    board_day AS datBIADecision,
    CASE WHEN board_day IS NOT NULL THEN board_letter END AS strBIADecision,
    CASE WHEN board_day IS NOT NULL THEN CASE WHEN share(x, 411) < 0.95 THEN 'R' ELSE 'P' END END AS strBIADecisionType,
    case_type AS strCaseType,
    language AS strLang,
    nat AS strNat,
    CASE WHEN share(x, 69) < 0.01 THEN 'Y' ELSE 'N' END AS strProceedingIHP,
    custody AS strCustody,
    CASE WHEN share(x, 412) < 0.06 THEN '1' ELSE '0' END AS strProbono
FROM heard ORDER BY x;

CREATE OR REPLACE TABLE tblAppeal2 AS
SELECT 300000000 + x AS idnAppeal, case_id AS idncase, proceeding_key(i, j) AS idnProceeding
FROM heard WHERE share(x, 413) < 0.815 ORDER BY x;

CREATE OR REPLACE TABLE tblAppealFedCourts AS
SELECT
    320000000 + x AS idnAppealFedCourts,
    300000000 + x AS lngAppealID,
    board_day + 40 AS datRequestedByOIL,
    CASE WHEN share(x, 414) < 0.5 THEN CASE WHEN share(x, 415) < 0.8 THEN 'A' ELSE 'R' END END AS strFedCourtDecision
FROM heard WHERE share(x, 416) < 0.12 ORDER BY x;

CREATE OR REPLACE TABLE tblThreeMbrReferrals AS
SELECT
    340000000 + x AS idn3MemberReferral,
    300000000 + x AS lngAppealID,
    filed_day + 90 AS datReferredTo3Member,
    CASE WHEN share(x, 417) < 0.2 THEN filed_day + 120 END AS datRemovedFromReferral
FROM heard WHERE share(x, 418) < 0.0554 ORDER BY x;

CREATE OR REPLACE TABLE tblProBono AS
SELECT
    case_type AS Case_type,
    '1' AS NBR_OF_CHGS,
    filed_day + 30 AS datTranscriptServedAlien,
    filed_by AS strFiledby,
    nat AS strNat,
    language AS strLang,
    '0' AS blnOARequestedbyAlien,
    '0' AS blnOARequestedbyINS,
    pick_charge.value AS Charge_1,
    letter AS Dec_Code,
    CASE WHEN share(x, 419) < 0.05 THEN 'Y' ELSE 'N' END AS CRIM_IND,
    filed_day + 20 AS datROPreview,
    CASE WHEN share(x, 420) < 0.4 THEN '1' ELSE '0' END AS blnSelectedbyCoordinator,
    CASE WHEN share(x, 421) < 0.3 THEN '1' ELSE '0' END AS blnSelectedbyScreener,
    case_id AS CaseID,
    start_day - 20 AS Date_Of_Entry,
    filed_day + 35 AS datmailedtoNGO,
    300000000 + x AS idnAppeal,
    360000000 + x AS idnRepl,
    '0' AS blnIntrpr,
    '1' AS blnProcessed,
    filed_day + 20 AS datCreatedOn,
    filed_day + 40 AS datModifiedOn,
    custody AS strCustody
FROM heard JOIN pick_charge ON pick_charge.slot = slot(1, x, 422)
WHERE share(x, 423) < 0.044 OR i IN (3, 24) ORDER BY x;
