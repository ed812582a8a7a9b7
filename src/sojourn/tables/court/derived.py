"""Tables made of the court tables of one release: what its pages ask for, joined once and sorted by judge.

`court_decisions` has a row for each asylum application with everything that any published definition of a grant
rate needs; `court_completions` a row for each proceeding that was completed or that its case still waits for.
Definitions: docs/court.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sojourn.engine.connect import listed, quoted
from sojourn.tables.court.declare import detained_words
from sojourn.tables.declare import Column, Table

GRANTS: Final = ("F", "G", "C", "I", "P")
"""Letters of APPL_DEC that are grants of asylum: full, plain, conditional, and two kinds agreed by both sides."""
RANK: Final = ("F", "G", "D", "C", "I", "L", "P", "S", "A", "R", "O", "T", "W", "M")
"""Which of several asylum applications received on the last day speaks for the case (Deportation Data Project)."""
NO_COMPLETION: Final = ("change of venue", "transfer")
"""Outcomes that move a case to another court and do not complete it."""
_ORDERED: Final = " OR ".join(f"upper(p.outcome) LIKE '{word}%'" for word in ("REMOVE", "DEPORTED", "EXCLUDED"))
"""Orders of removal, deportation and exclusion, by the words of the release's own list of decisions."""
FIRST_CHARGING: Final = "CAST('1997-10-01' AS DATE)"
"""The first charging document with which the definition by the last application of a case begins."""
LAST_CASE_TYPES: Final = "('RMV', 'WHO')"
"""The case types that it counts: removal and withholding only."""

_SIDE = (
    ("judge", "code", "judge", ""),
    ("court", "code", "court (base city)", "place"),
    ("hearing_location", "code", "hearing location, where the person is heard", "place"),
    ("completion_date", "date", "day on which the judge completed it", "day"),
    ("case_type", "code", "case type", ""),
    ("custody", "code", "custody when it was completed: N never detained, D detained, R released", ""),
    ("detained_place", "yes_no", "whether the hearing location is, by its name, a place of detention", ""),
)

COURT_DECISIONS = Table(
    name="court_decisions",
    title="Asylum applications with the proceeding that decided them",
    grain="one row per asylum application (application code ASYL) of a release",
    columns=(
        Column("application_id", "id", "number of the application", "case"),
        Column("case_id", "id", "case in which it was made", "case"),
        Column("proceeding_id", "id", "proceeding in which it was made", "case"),
        Column("decision", "code", "letter of the court's decision on it"),
        Column("received_date", "date", "day on which the court received it", "day"),
        *(Column(f"own_{name}", kind, f"{words} of its own proceeding", tells) for name, kind, words, tells in _SIDE),  # type: ignore[arg-type]
        *(
            Column(f"last_{name}", kind, f"{words} of the last proceeding of the case", tells)  # type: ignore[arg-type]
            for name, kind, words, tells in _SIDE
        ),
        Column("charging_date", "date", "day of the charging document of the last proceeding", "day"),
        Column("first_charging_date", "date", "day of the charging document of the first proceeding", "day"),
        Column("nationality", "code", "nationality code of the case", "nationality"),
        Column("asylum_kind", "code", "I referred by the asylum office, E raised in defence"),
        Column("represented", "yes_no", "whether anyone ever appeared for the person; government lawyers do not count"),
        Column("last_of_case", "yes_no", "whether it is the last asylum application of its case"),
        Column("last_decided_of_case", "yes_no", "whether it is the last of its case with a decision other than T"),
        Column("other_relief", "yes_no", "whether another application of the case was granted, withholding included"),
    ),
    mandatory=("application_id",),
    compact=True,
)

COURT_COMPLETIONS = Table(
    name="court_completions",
    title="Completed and pending proceedings",
    grain="one row per proceeding that has a completion date, and per last proceeding of a case that has none",
    columns=(
        Column("proceeding_id", "id", "number of the proceeding", "case"),
        Column("case_id", "id", "its case", "case"),
        *(Column(name, kind, f"{words} of the proceeding", tells) for name, kind, words, tells in _SIDE),  # type: ignore[arg-type]
        Column("charging_date", "date", "day of the charging document", "day"),
        Column("nationality", "code", "nationality code of the case", "nationality"),
        Column("decision", "code", "letter of the decision (DEC_CODE), read with the case type"),
        Column("other_completion", "code", "letter of another completion (OTHER_COMP), read with the case type"),
        Column(
            "outcome", "text", "what the release's own list says of the letter; the letter itself where it is unlisted"
        ),
        Column(
            "ordered_removed",
            "yes_no",
            "whether the outcome is by its words an order of removal, deportation or exclusion; absent without an outcome",
        ),
        Column("in_absentia", "yes_no", "whether it was decided with the person away"),
        Column("step", "text", "first, later, moved (to another court: no completion) or pending"),
        Column(
            "closed_before", "yes_no", "of pending ones: whether the last completion closed the case administratively"
        ),
        Column("represented", "yes_no", "whether anyone ever appeared for the person; government lawyers do not count"),
    ),
    mandatory=("proceeding_id",),
    compact=True,
)

COURT_CODES = Table(
    name="court_codes",
    title="Codes of the release's own lists",
    grain="one row per code of a list; a code may stand several times, for several case types or out of use",
    columns=(
        Column("list", "text", "published name of the list"),
        Column("code", "code", "the code"),
        Column("label", "text", "what the list says it means"),
        Column("case_type", "code", "case type for which it holds, where the list says so"),
        Column("kind", "code", "C decision or O other completion, in the list of court decisions"),
        Column("active", "text", "whether the code is still in use, as published"),
    ),
    mandatory=("code",),
    compact=True,
)

COURT_LOOKUPS = Table(
    name="court_lookups",
    title="Cells of the release's code lists",
    grain="one row per cell that is not blank",
    columns=(
        Column("list", "text", "published name of the list"),
        Column("row", "text", "number of the row in its file, from 1"),
        Column("published", "text", "published header of the cell"),
        Column(
            "value", "text", "the cell; addresses, telephones and names of officials other than judges are not kept"
        ),
    ),
    mandatory=("list",),
    compact=True,
)

ORDERS: Final = {
    COURT_COMPLETIONS.name: "judge, completion_date, proceeding_id",
    COURT_DECISIONS.name: "own_judge, own_completion_date, application_id",
}
"""What the derived tables are sorted by: what most pages ask for first."""

_NOT_ON_PAGES = ("application_id", "case_id", "proceeding_id", "received_date", "first_charging_date", "asylum_kind")
"""Columns that no page about a judge, a court or a nationality counts by; numbers of papers are most of the bytes."""

SORTED_COPIES: Final = {
    replace(
        COURT_DECISIONS,
        name=f"court_decisions_by_{name}",
        title=f"The rows of court_decisions once more, sorted by {words}, so that a page reads a few of them",
        columns=tuple(column for column in COURT_DECISIONS.columns if column.name not in _NOT_ON_PAGES),
        mandatory=(),
    ): order
    for name, words, order in (
        ("last", "the judge of the last proceeding", "last_judge, last_completion_date, application_id"),
        ("nationality", "nationality", "nationality, own_completion_date, application_id"),
        ("own_court", "the court of the own proceeding", "own_court, own_completion_date, application_id"),
        ("last_court", "the court of the last proceeding", "last_court, last_completion_date, application_id"),
    )
}
"""Copies of `court_decisions`, without the columns that no page counts by, and the order of each."""


@dataclass(frozen=True)
class Step:
    """One statement on the way to the derived tables: the temporary table that it makes, or the table to store."""

    name: str
    select: str


def release_steps(relations: Mapping[str, str]) -> Sequence[Step]:
    """The temporary tables made of the whole release; `relations` gives the SQL of each court table."""
    return (
        Step("detained_places", _detained_places(relations["court_codes"])),
        Step("outcome_labels", _outcome_labels(relations["court_codes"])),
        Step("stray_proceedings", _strays(relations)),
    )


def case_steps(relations: Mapping[str, str]) -> Sequence[Step]:
    """The temporary tables with a row for each case."""
    return (
        Step("represented_cases", _represented(relations)),
        Step("case_ends", _case_ends(relations["court_proceedings"])),
    )


def _detained_places(codes: str) -> str:
    """Locations whose label has a word for detention left after the phrases that say the opposite are taken out."""
    shows, denies = (rf"\b({'|'.join(map(re.escape, words))})\b" for words in detained_words())
    label = f"regexp_replace(upper(label), {quoted(denies)}, '', 'g')"
    return f"""
        SELECT code, bool_or(regexp_matches({label}, {quoted(shows)})) AS detained
        FROM {codes} WHERE list = 'tblLookupHloc' GROUP BY code"""


def _strays(relations: Mapping[str, str]) -> str:
    """Proceedings in which an application of another case says that it was made; a few hundred in a release."""
    return f"""
        SELECT * FROM {relations["court_proceedings"]} WHERE proceeding_id IN (
            SELECT a.proceeding_id FROM {relations["court_applications"]} AS a
            ANTI JOIN {relations["court_proceedings"]} AS p ON p.proceeding_id = a.proceeding_id AND p.case_id = a.case_id
            WHERE a.application = 'ASYL')"""


def _outcome_labels(codes: str) -> str:
    """One label for each case type, kind and letter; an entry in use wins over one that is not."""
    return f"""
        SELECT case_type, upper(kind) AS kind, code, min_by(label, (coalesce(active, '') NOT IN ('1', 'True', 'Y'), label)) AS label
        FROM {codes} WHERE list = 'tblLookupCourtDecision' GROUP BY ALL"""


def _represented(relations: Mapping[str, str]) -> str:
    cases = f"SELECT case_id FROM {relations['court_cases']} WHERE appearance_date IS NOT NULL"
    if "court_representatives" not in relations:
        return cases
    return f"""
        SELECT DISTINCT case_id FROM ({cases} UNION ALL
        SELECT case_id FROM {relations["court_representatives"]} WHERE upper(side) = 'ALIEN') AS appeared"""


def _case_ends(proceedings: str) -> str:
    """For each case its last proceeding (latest completion, then greatest id), the greatest, the first, and the first
    completion that is one."""
    completion = "completion_date IS NOT NULL AND NOT coalesce(moved, false)"
    return f"""
        SELECT case_id,
            max_by(proceeding_id, (coalesce(completion_date, DATE '0001-01-01'), proceeding_id)) AS last_id,
            max(proceeding_id) AS greatest_id,
            min_by(charging_date, proceeding_id) AS first_charging_date,
            min_by(proceeding_id, (completion_date, proceeding_id)) FILTER (WHERE {completion}) AS first_completed_id
        FROM ({_with_outcome(proceedings)}) AS decided WHERE case_id IS NOT NULL GROUP BY case_id"""


def _with_outcome(proceedings: str) -> str:
    """Proceedings with the label of their outcome, read with case type and kind, and whether it only moved the case."""
    return f"""
        SELECT p.*, coalesce(c.label, o.label, p.decision, p.other_completion) AS outcome,
            lower(o.label) IN {_tuple(NO_COMPLETION)} AS moved,
            contains(lower(o.label), 'admin') AND contains(lower(o.label), 'clos') AS closed
        FROM {proceedings} AS p
        LEFT JOIN outcome_labels AS c ON c.kind = 'C' AND c.case_type = p.case_type AND c.code = p.decision
        LEFT JOIN outcome_labels AS o ON o.kind = 'O' AND o.case_type = p.case_type AND o.code = p.other_completion"""


def completions(relations: Mapping[str, str]) -> str:
    """The rows of `court_completions`."""
    return f"""
        SELECT p.proceeding_id, p.case_id, p.judge, p.court, p.hearing_location, p.completion_date, p.case_type, p.custody,
            d.detained AS detained_place, p.charging_date, a.nationality,
            p.decision, p.other_completion, p.outcome, {_ORDERED} AS ordered_removed, p.in_absentia,
            CASE WHEN p.completion_date IS NULL THEN 'pending' WHEN p.moved THEN 'moved'
                WHEN p.proceeding_id = e.first_completed_id THEN 'first' ELSE 'later' END AS step,
            CASE WHEN p.completion_date IS NULL THEN coalesce(l.closed, false) END AS closed_before,
            r.case_id IS NOT NULL AS represented
        FROM ({_with_outcome(relations["court_proceedings"])}) AS p
        LEFT JOIN case_ends AS e USING (case_id)
        LEFT JOIN ({_with_outcome(relations["court_proceedings"])}) AS l
            ON p.completion_date IS NULL AND l.proceeding_id = e.last_id AND l.completion_date IS NOT NULL
        LEFT JOIN {relations["court_cases"]} AS a ON a.case_id = p.case_id
        LEFT JOIN detained_places AS d ON d.code = p.hearing_location
        LEFT JOIN represented_cases AS r ON r.case_id = p.case_id
        WHERE p.completion_date IS NOT NULL OR p.proceeding_id = e.greatest_id"""


def decisions(relations: Mapping[str, str]) -> str:
    """The rows of `court_decisions`."""
    rank = f"coalesce(list_position({listed(RANK)}, decision), {len(RANK) + 1})"
    latest = f"coalesce(received_date, DATE '0001-01-01') DESC, {rank}, application_id DESC"
    names = [name for name, *_ in _SIDE if name != "detained_place"]
    own = ", ".join(f"coalesce(o.{name}, s.{name}) AS own_{name}" for name in names)
    last = ", ".join(f"l.{name} AS last_{name}" for name in names)
    sides = f"{own}, od.detained AS own_detained_place, {last}, ld.detained AS last_detained_place"
    return f"""
        WITH asked AS (
            SELECT *, row_number() OVER (PARTITION BY case_id ORDER BY {latest}) = 1 AS last_of_case,
                decision IS NOT NULL AND decision <> 'T' AND row_number() OVER (
                    PARTITION BY case_id ORDER BY decision IS NULL OR decision = 'T', {latest}) = 1 AS last_decided_of_case
            FROM {relations["court_applications"]} WHERE application = 'ASYL'
        ), relief AS (
            SELECT DISTINCT case_id FROM {relations["court_applications"]}
            WHERE application <> 'ASYL' AND decision IN {_tuple((*GRANTS, "L"))}
        )
        SELECT a.application_id, a.case_id, a.proceeding_id, a.decision, a.received_date, {sides},
            l.charging_date, e.first_charging_date, c.nationality, c.asylum_kind,
            r.case_id IS NOT NULL AS represented, a.last_of_case, a.last_decided_of_case,
            relief.case_id IS NOT NULL AS other_relief
        FROM asked AS a
        LEFT JOIN case_ends AS e ON e.case_id = a.case_id
        LEFT JOIN {relations["court_proceedings"]} AS o
            ON o.proceeding_id = a.proceeding_id AND o.case_id = a.case_id
        LEFT JOIN stray_proceedings AS s ON o.proceeding_id IS NULL AND s.proceeding_id = a.proceeding_id
        LEFT JOIN {relations["court_proceedings"]} AS l ON l.proceeding_id = e.last_id
        LEFT JOIN {relations["court_cases"]} AS c ON c.case_id = a.case_id
        LEFT JOIN represented_cases AS r ON r.case_id = a.case_id
        LEFT JOIN relief ON relief.case_id = a.case_id
        LEFT JOIN detained_places AS od ON od.code = coalesce(o.hearing_location, s.hearing_location)
        LEFT JOIN detained_places AS ld ON ld.code = l.hearing_location"""


def _tuple(texts: Sequence[str]) -> str:
    return f"({', '.join(map(quoted, texts))})"
