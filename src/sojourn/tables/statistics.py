"""What ICE prints in its detention statistics workbooks, figure by figure."""

from sojourn.tables.declare import Column, Table

OFFICIAL_STATISTICS = Table(
    name="official_statistics",
    title="ICE's own statistics, figure by figure as printed",
    grain="one row per release and printed cell",
    columns=(
        Column("cell", "text", "the cell that holds the figure, such as K17", ""),
        Column("block", "text", "the title above the figure, as printed", ""),
        Column("row_label", "text", "the labels to its left, outermost first, with ' / ' between", ""),
        Column("column_label", "text", "the headers above it, uppermost first, with ' / ' between", ""),
        Column("period", "text", "the month, quarter or fiscal year that title, row and headers print", ""),
        Column("value", "decimal", "the figure as stored in the file; shares lie between 0 and 1", ""),
        Column("unit", "text", "what it counts, where title or labels say so: people, days, share, dollars", ""),
        Column("text", "text", "the text in place of a figure, such as * or a rating", ""),
    ),
    mandatory=("cell", "block", "row_label", "column_label"),
)
