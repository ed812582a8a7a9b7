-- The case table: addresses, the last known of everything, one row per charging document.
CREATE OR REPLACE TABLE A_TblCase AS
WITH final AS (
    SELECT i, site, place, comp_day, nat, is_last FROM steps WHERE is_last
),
lived AS (
    SELECT
        model.*,
        final.site,
        final.place,
        final.comp_day,
        coalesce(final.nat, nationality) AS nat,
        home.city,
        home.state,
        home.zip,
        moved.city AS later_city,
        moved.state AS later_state,
        moved.zip AS later_zip,
        share(model.i, 80) < 0.94 AS has_city
    FROM model
    LEFT JOIN final ON final.i = model.i
    JOIN cities AS home ON home.number = 1 + least(below(model.i, 81, getvariable('cities')::INTEGER), below(model.i, 82, getvariable('cities')::INTEGER))
    JOIN cities AS moved ON moved.number = 1 + below(model.i, 83, getvariable('cities')::INTEGER)
)
SELECT
    case_id AS IDNCASE,
    CASE WHEN odd(i, i, 84, 0.00002) THEN 'b6' WHEN has_city THEN city END AS ALIEN_CITY,
    CASE WHEN has_city AND share(i, 85) < 0.98 THEN state END AS ALIEN_STATE,
    CASE WHEN NOT has_city OR share(i, 86) < 0.05 THEN NULL
         WHEN odd(i, i, 87, 0.003) THEN ltrim(zip, '0') || '1'
         WHEN share(i, 88) < 0.08 THEN zip || lpad(below(i, 89, 100)::VARCHAR, 2, '0') || '-' || lpad(below(i, 90, 10000)::VARCHAR, 4, '0')
         ELSE zip || lpad(below(i, 89, 100)::VARCHAR, 2, '0') END AS ALIEN_ZIPCODE,
    CASE WHEN share(i, 91) < 0.2 THEN later_zip || lpad(below(i, 92, 100)::VARCHAR, 2, '0') END AS UPDATED_ZIPCODE,
    CASE WHEN share(i, 91) < 0.2 THEN later_city END AS UPDATED_CITY,
    nat AS NAT,
    language AS LANG,
    custody AS CUSTODY,
    CASE WHEN share(i, 93) < 0.4 THEN 'M' WHEN share(i, 93) < 0.8 THEN 'I' END AS SITE_TYPE,
    CASE WHEN represented AND share(i, 94) < 0.96 THEN least(start_day + 5 + below(i, 95, 300), known_until) END AS E_28_DATE,
    CASE WHEN represented AND share(i, 96) < 0.1 THEN lpad(below(i, 97, 3)::VARCHAR, 2, '0') END AS ATTY_NBR,
    case_type AS CASE_TYPE,
    coalesce(place, court) AS UPDATE_SITE,
    CASE WHEN odd(i, i, 98, 0.0000003) THEN DATE '2925-06-02'
         WHEN proceedings = 0 THEN NULL
         WHEN odd(i, i, 99, 0.00001) THEN DATE '1900-01-01'
         ELSE coalesce(comp_day, working(known_until + 5 + below(i, 100, 1200))) END AS LATEST_HEARING,
    CASE WHEN proceedings > 0 THEN ['0800', '0830', '0900', '1000', '1300', '1330'][1 + below(i, 101, 6)] ELSE '0000' END AS LATEST_TIME,
    CASE WHEN proceedings > 0 THEN CASE WHEN asylum AND share(i, 102) < 0.7 THEN 'I' ELSE 'M' END END AS LATEST_CAL_TYPE,
    CASE WHEN share(i, 103) < 0.01 THEN start_day + 20 END AS UP_BOND_DATE,
    CASE WHEN share(i, 103) < 0.01 THEN 'BB' END AS UP_BOND_RSN,
    CASE WHEN share(i, 104) < 0.004 THEN 'F' END AS CORRECTIONAL_FAC,
    CASE WHEN share(i, 105) < 0.02 THEN lpad((1 + below(i, 106, 12))::VARCHAR, 2, '0') WHEN share(i, 105) < 0.8 THEN '00' END AS RELEASE_MONTH,
    CASE WHEN share(i, 105) < 0.02 THEN year(start_day)::VARCHAR WHEN share(i, 105) < 0.8 THEN '0000' END AS RELEASE_YEAR,
    CASE WHEN share(i, 107) < 0.01 THEN ['FCO', 'LAC', 'ALB'][1 + below(i, 108, 3)] END AS INMATE_HOUSING,
    CASE WHEN odd(i, i, 109, 0.00003) THEN DATE '2049-01-01' + below(i, 110, 300)
         WHEN odd(i, i, 111, 0.00003) THEN DATE '1900-01-01'
         WHEN share(i, 112) < 0.38 THEN NULL
         ELSE start_day - below(i, 113, CASE WHEN share(i, 114) < 0.6 THEN 30 ELSE 3000 END) END AS DATE_OF_ENTRY,
    CASE WHEN asylum OR share(i, 115) < 0.06
         THEN CASE WHEN share(i, 116) < 0.3 THEN 'I' WHEN share(i, 116) < 0.995 THEN 'E' ELSE 'J' END END AS C_ASY_TYPE,
    CASE WHEN share(i, 117) < 0.54
         THEN (1 + below(i, 118, 12))::VARCHAR || '/' || (year(start_day) - 4 - least(below(i, 119, 60), below(i, 120, 60)))::VARCHAR END
        AS C_BIRTHDATE,
    CASE WHEN custody = 'R' THEN start_day + below(i, 74, 90) END AS C_RELEASE_DATE,
    CASE WHEN share(i, 91) < 0.2 THEN later_state END AS UPDATED_STATE,
    CASE WHEN share(i, 91) < 0.25 THEN least(start_day + below(i, 121, 700), known_until) END AS ADDRESS_CHANGEDON,
    CASE WHEN share(i, 122) < 0.003 THEN 'Y' END AS ZBOND_MRG_FLAG,
    CASE WHEN share(i, 123) < 0.454 THEN NULL WHEN share(i, 124) < 0.64 THEN 'M' ELSE 'F' END AS Sex,
    CASE WHEN custody IN ('D', 'R') AND share(i, 71) < 0.9 THEN start_day - below(i, 72, 20) END AS DATE_DETAINED,
    CASE WHEN custody = 'R' AND share(i, 73) < 0.9 THEN start_day + below(i, 74, 90) END AS DATE_RELEASED,
    CASE WHEN share(i, 125) < 0.92 THEN NULL WHEN share(i, 126) < 0.3 THEN '1' ELSE '0' END AS LPR,
    CASE WHEN custody = 'D' AND share(i, 127) < 0.3 THEN start_day - below(i, 72, 20) END AS DETENTION_DATE,
    CASE WHEN custody = 'D' AND share(i, 127) < 0.3 THEN coalesce(place, court) END AS DETENTION_LOCATION,
    CASE WHEN custody = 'D' AND share(i, 127) < 0.3 THEN ['NOL', 'HOU', 'MIA', 'PHO'][1 + below(i, 128, 4)] END AS DCO_LOCATION,
    CASE WHEN custody = 'D' AND share(i, 127) < 0.3 THEN ['C', 'S', 'F'][1 + below(i, 129, 3)] END AS DETENTION_FACILITY_TYPE,
    CASE WHEN odd(i, i, 130, 0.02) THEN 'N/A' WHEN share(i, 131) < 0.08 THEN pick_priority.value END AS CASEPRIORITY_CODE
FROM lived
JOIN pick_priority ON pick_priority.slot = slot(1, lived.i, 132)
-- some proceedings stand without their case
WHERE NOT odd(i, i, 133, 0.000021)
ORDER BY i;
