"""Return operations of the European Union's border agency Frontex."""

from sojourn.tables.declare import Column, Rule, Table

RETURN_OPERATIONS = Table(
    name="return_operations",
    title="People returned by operations that Frontex coordinated",
    grain="one row per operation, member state and destination",
    columns=(
        Column("operation", "text", "Frontex's id of the operation"),
        Column("departure_date", "date", "day of the operation", "day"),
        Column("member_state", "text", "state that returned the people", "place"),
        Column("destination", "text", "country to which they were returned", "nationality"),
        Column("returned", "integer", "people returned", unit="people"),
    ),
    mandatory=("operation", "departure_date", "member_state", "destination", "returned"),
    rules=(
        Rule(
            "somebody is returned",
            "returned <= 0",
            "an operation without people returned nobody",
            0.02,
            "a state that took part without returning anybody has 0",
        ),
    ),
)

RETURN_STAFF = Table(
    name="return_staff",
    title="Frontex staff on return operations",
    grain="one row per operation",
    columns=(
        Column("operation", "text", "Frontex's id of the operation"),
        Column("departure_date", "date", "day of the operation", "day"),
        Column("staff", "integer", "staff of Frontex on board", unit="people"),
    ),
    mandatory=("operation", "departure_date", "staff"),
)
