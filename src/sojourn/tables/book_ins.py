"""Book-ins to detention, one row each, where a release lists them without stays."""

from sojourn.tables.declare import Column, Table
from sojourn.tables.people import PERSON, SEX_KNOWN

BOOK_INS = Table(
    name="book_ins",
    title="Initial book-ins to ICE detention",
    grain="one row per initial book-in",
    columns=(
        Column("book_in_date", "date", "day of the book-in", "day"),
        Column("facility_name", "text", "facility, by name; the release gives no code", "place"),
        Column("apprehension_method", "code", "how the person was apprehended", "", "arrest_method"),
        *(column for column in PERSON if column.name not in {"birth_year", "birth_country", "person_key"}),
    ),
    mandatory=("book_in_date",),
    rules=(SEX_KNOWN,),
)
