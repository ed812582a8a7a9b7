"""ICE's Alien Repatriation and Transfer System (ARTS): the people on ICE Air, and its missions.

Names, A-numbers, dates of birth and the database's own ids of people are never stored. Free text of the agency
(`screened`) is stored unless it holds a long number, because A-numbers stand in it.
"""

from sojourn.tables.declare import Column, Rule, Table

_MISSION = (
    Column("mission_id", "integer", "the database's number of the mission"),
    Column("mission_number", "integer", "a second number of the mission, one for each id; no flight number"),
    Column(
        "mission_date", "date", "day on which the mission began in the United States; long missions last days", "day"
    ),
    Column("mission_week", "integer", "week of that day, as published"),
    Column("mission_quarter", "integer", "quarter of that day, as published"),
    Column("mission_month", "integer", "month of that day, as published"),
    Column("mission_year", "year", "year of that day, as published"),
)

ARTS_PASSENGERS = Table(
    name="arts_passengers",
    title="People on ICE Air, row by row",
    grain="one row per person and mission; a person moved twice has two rows that nothing links",
    columns=(
        *_MISSION,
        Column("pickup", "text", "airport where the person boarded, as published: not a leg of the aircraft", "place"),
        Column("drop_off", "text", "airport where the person left, as published: not a leg of the aircraft", "place"),
        Column("removal_or_transfer", "text", "R for removal, T for transfer; R may end at a land port", "case"),
        Column("citizenship", "code", "country of citizenship as published", "nationality", "country"),
        Column("sex", "code", "sex as published: M, F and errors of entry", "sex"),
        Column("age", "integer", "age as published; ages below 0 and above 99 occur", "age", unit="years"),
        Column("juvenile", "text", "whether the person is under age, as published", "age"),
        Column("family_unit", "text", "flag for families; never used", "age"),
        Column("unaccompanied", "text", "flag for children alone; never used", "age"),
        Column("status", "screened", "ground of removal, in 947 spellings", "case"),
        Column("criminality", "text", "whether ICE records a conviction", "criminality"),
        Column("criminality_code", "screened", "code of the conviction", "criminality"),
        Column("convictions", "screened", "convictions as entered, in 14,709 spellings", "criminality"),
        Column("gang_member", "screened", "gang as entered", "criminality"),
        Column("class_level", "text", "class level as published", "criminality"),
        Column("struck", "text", "whether the person was struck from the mission", "case"),
        Column("struck_reason", "screened", "why the person was struck", "case"),
        Column("pickup_airport_id", "integer", "the database's number of the airport of pickup"),
        Column("pickup_airport_name", "text", "name of the airport of pickup", "place"),
        Column("pickup_city", "text", "city of the airport of pickup", "place"),
        Column("pickup_state", "text", "state of the airport of pickup", "place"),
        Column("pickup_country", "text", "country of the airport of pickup", "place"),
        Column("pickup_area", "text", "ERO area of responsibility of the airport of pickup, short", "place"),
        Column("drop_off_airport_id", "integer", "the database's number of the airport of drop-off"),
        Column("drop_off_airport_name", "text", "name of the airport of drop-off", "place"),
        Column("drop_off_city", "text", "city of the airport of drop-off", "place"),
        Column("drop_off_state", "text", "state of the airport of drop-off", "place"),
        Column("drop_off_country", "text", "country of the airport of drop-off", "place"),
        Column("drop_off_area", "text", "ERO area of responsibility of the airport of drop-off, short", "place"),
        Column("last_name", "withheld", "family name; redacted in every release and never stored", "person"),
        Column("first_name", "withheld", "given name; redacted in every release and never stored", "person"),
        Column("alien_number", "withheld", "A-number; redacted in every release and never stored", "person"),
        Column("birth_date", "withheld", "date of birth; redacted in every release and never stored", "age"),
        Column(
            "alien_master_id",
            "withheld",
            "the database's number of the row, never stored: it tells no person",
            "person",
        ),
    ),
    mandatory=("mission_date",),
    rules=(
        Rule("an age lies between 0 and 99", "age NOT BETWEEN 0 AND 99", "others are errors of entry"),
        Rule("a pickup is stated", "pickup IS NULL", "808 of 1,856,894 rows of installment 2 have none", 0.001),
        Rule("a drop-off is stated", "drop_off IS NULL", "122 of 1,856,894 rows of installment 2 have none", 0.001),
        Rule(
            "a row says removal or transfer",
            "removal_or_transfer NOT IN ('R', 'T') OR removal_or_transfer IS NULL",
            "nothing else is known of the move",
        ),
        Rule(
            "no row stands twice because its airport does",
            "pickup_airport_id IN (29, 90, 165) OR drop_off_airport_id IN (29, 90, 165)",
            "these airports are listed twice, and each of their rows stands twice with them; count no row with these ids",
        ),
    ),
)

_STOPS = ("one", "two", "three", "four", "five", "six", "seven", "eight")

ARTS_MISSIONS = Table(
    name="arts_missions",
    title="Missions of ICE Air",
    grain="one row per mission: an aircraft from its first to its last airport",
    columns=(
        *_MISSION,
        Column("mission_fiscal_year", "year", "fiscal year of that day, as published"),
        Column("registration", "text", "tail number as published, in mixed case; redacted in installment 3"),
        Column("first_airport", "text", "airport where the mission began, as published", "place"),
        *(Column(f"stop_{number}", "text", f"airport of stop {number}, as published", "place") for number in _STOPS),
        Column("last_airport", "text", "airport where the mission ended, as published", "place"),
        Column("delay_reason", "screened", "reason of a delay"),
        Column("cancel_reason", "screened", "reason of a cancellation; such a mission may still have passengers"),
        Column("hours_planned", "decimal", "hours of flight as planned", unit="hours"),
        Column("hours_flown", "decimal", "hours of flight as flown", unit="hours"),
        Column("flight_cost", "decimal", "general cost of the flight", unit="dollars"),
        Column("other_cost", "decimal", "other direct cost of the flight", unit="dollars"),
        Column("proposed_fines", "decimal", "fines proposed against the carrier", unit="dollars"),
        Column("enforced_fines", "decimal", "fines enforced against the carrier", unit="dollars"),
        Column("total_cost", "decimal", "cost of the mission; 0 and negative figures occur", unit="dollars"),
        Column("charter", "text", "designation of the charter, such as IWA #3"),
        Column("vendor", "text", "broker that was paid; never the carrier"),
        Column("invoice", "text", "number of the invoice"),
        Column("passengers", "integer", "people on the mission", unit="people"),
        Column("manifested", "integer", "people on the manifest", unit="people"),
        Column("struck", "integer", "people struck from the manifest", unit="people"),
        Column("utilisation", "decimal", "share of the seats that were used"),
        Column("planned_utilisation", "decimal", "share of the seats that was planned"),
        Column("leg_passengers", "decimal", "people on a leg, as published", unit="people"),
        Column("leg_utilisation", "decimal", "share of the seats of a leg, as published"),
        Column("status", "text", "status of the mission; empty in every row read so far"),
    ),
    mandatory=("mission_id", "mission_date"),
    rules=(
        Rule(
            "a mission costs something",
            "total_cost <= 0",
            "16 negative and 1,560 zero costs stand in installment 2",
            0.1,
            "costs of cancelled missions, and corrections",
        ),
        Rule(
            "a mission carries people",
            "passengers = 0",
            "1,239 missions of installment 2 have nobody",
            0.1,
            "cancelled missions and positioning",
        ),
        Rule(
            "a mission carries fewer than 500 people",
            "passengers NOT BETWEEN 0 AND 500",
            "the most on record are 476",
        ),
    ),
)
