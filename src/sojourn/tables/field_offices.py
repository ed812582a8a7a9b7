"""Offices of ICE: where they are, and which area each answers for."""

from sojourn.tables.declare import Column, Rule, Table

FIELD_OFFICES = Table(
    name="field_offices",
    title="Offices of ICE as listed",
    grain="one row per release and office",
    columns=(
        Column("listed_id", "text", "the list's own id of the office", "place"),
        Column("office_name", "text", "name in this list", "place"),
        Column("short_name", "text", "short name in this list", "place"),
        Column("agency", "text", "part of ICE: ERO, OPLA, HSI and others", ""),
        Column("area", "text", "ERO area of responsibility, three letters", "place"),
        Column("field_office_name", "text", "field office to which a sub-office belongs", "place"),
        Column("sub_office", "yes_no", "whether it is a sub-office", ""),
        Column("address", "text", "street address, in some lists with city and ZIP code", "place"),
        Column("city", "text", "city", "place"),
        Column("state", "text", "state or territory, two letters", "place"),
        Column("zip", "text", "ZIP code", "place"),
        Column("territory", "text", "the area in words", "place"),
        Column("phone", "text", "telephone number", ""),
        Column("latitude", "decimal", "latitude of the office", "place", unit="degrees"),
        Column("longitude", "decimal", "longitude of the office", "place", unit="degrees"),
        Column("name_agreement", "text", "whether the list's sources agree on the name: single, converged, conflict"),
        Column("address_agreement", "text", "whether the list's sources agree on the address"),
        Column("address_sources", "integer", "sources of the list that give an address", unit="sources"),
    ),
    mandatory=("office_name",),
    rules=(
        Rule(
            "an office is in the United States",
            "latitude NOT BETWEEN -15 AND 72 OR abs(longitude) > 180",
            "ICE's offices reach from American Samoa to Alaska, on both sides of the date line",
        ),
    ),
)
