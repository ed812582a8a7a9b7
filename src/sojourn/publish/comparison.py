"""What a comparison of two releases says: rows first, then what left, what was rewritten, and the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sojourn.compare.arrivals import Arrivals
from sojourn.compare.form import Form
from sojourn.compare.keyed import KeyedTable
from sojourn.compare.lists import Lists
from sojourn.compare.losses import FEWEST, RATE, Losses
from sojourn.compare.profile import Profile, ProfiledTable
from sojourn.compare.report import Comparison
from sojourn.publish.comparison_groups import groups_said, headline
from sojourn.publish.sections import GAP, Grid, Paragraph, Part, Section
from sojourn.publish.terminal import INVENTED_NOTICE, P2_NOTICE

MOST_GROUPS, MOST_LETTERS, MOST_CODES, AGES = 12, 12, 15, 3
_GROUPS = "court, judge, nationality, year or decision"
_CAVEATS = (
    "Figures count rows, not people. A row that is gone may have been withdrawn, exempted, merged or given another "
    "key; the releases do not say which.",
    f"Beyond its share: more rows left the group than a draw by lot would take (hypergeometric test, false discovery "
    f"rate {100 * RATE:.0f} % over the groups of the table). Rows of one case leave together, so each case counts once, "
    f"and at least {FEWEST} must be hit. The test says where to look, not why rows left.",
)


def comparison_text(one: Comparison) -> str:
    """A comparison as text."""
    notices = [INVENTED_NOTICE] if one.invented else []
    notices += [P2_NOTICE] if one.tier in {"P2", "P3"} else []
    return "\n".join([*notices, "\n\n".join(section.as_text() for section in comparison_said(one))])


def comparison_said(one: Comparison) -> list[Section]:
    """A comparison in sentences and tables, the answer first."""
    sections = [_opening(one), *(_keyed(each) for each in one.keyed), *groups_said(one)]
    sections += [_profiled(each) for each in one.profiled]
    sections += [_lists(one.lists)] if one.lists else []
    sections += [_forms(one), _arrivals(one.arrivals), _notes(one)]
    if any(each.losses for each in one.keyed):
        sections.append(Section.of("", (Paragraph(text, "    ", "  - ") for text in _CAVEATS)))
    return [section for section in sections if section.parts or section.title]


NOTHING = Section("", ())


def _opening(one: Comparison) -> Section:
    gone, new = one.pair.in_one_only()
    parts: list[Part] = [Paragraph(f"From {one.pair.older.id} to {one.pair.newer.id}: {_sentence(one)}")]
    parts += [Paragraph(f"Tables that only the older release has: {', '.join(gone)}.")] if gone else []
    parts += [Paragraph(f"Tables that only the newer release has: {', '.join(new)}.")] if new else []
    if one.keyed:
        columns = ("table", "matched by", "older", "newer", "vanished", "added", "changed", "came back")
        rows = tuple(
            (each.table, each.key, each.older, each.newer, each.vanished, each.added, each.changed, _back(each))
            for each in one.keyed
        )
        parts.append(Grid(columns, rows))
    return Section("", tuple(parts))


def _sentence(one: Comparison) -> str:
    if not one.keyed:
        none = "no table has a key, so rows cannot be matched; columns are compared as wholes."
        return headline(one) or none
    vanished, older = sum(each.vanished for each in one.keyed), sum(each.older for each in one.keyed)
    changed, matched = sum(each.changed for each in one.keyed), sum(each.matched for each in one.keyed)
    return f"{_of(vanished, older)} rows vanished, and {_of(changed, matched)} rows that stayed were rewritten."


def _back(one: KeyedTable) -> int:
    return sum(back.rows for back in one.reappeared)


def _of(count: int, of: int) -> str:
    """A count out of its whole, with its share."""
    return f"{count:,} of {of:,}" + (f" ({100 * count / of:.2g} %)" if count and count < of else "")


def _keyed(one: KeyedTable) -> Section:
    """What changed in one table; nothing where nothing did."""
    parts = tuple(_changed(one))
    return Section(f"{one.title} ({one.table})", parts) if parts else NOTHING


def _changed(one: KeyedTable) -> Iterator[Part]:
    if one.losses:
        yield from _lost(one.losses)
        if one.quarantined_newer:
            told = f"The newer release has {one.quarantined_newer:,} rows in quarantine, which may be among those."
            yield Paragraph(told, "  ")
    for back in one.reappeared:
        yield Paragraph(f"{back.rows:,} of the {one.added:,} added rows came back: {back.release} had them.", "  ")
    if one.repeated_older or one.repeated_newer:
        yield Paragraph(
            f"Set aside, because their key stands in several rows: {one.repeated_older:,} rows of the older "
            f"release, {one.repeated_newer:,} of the newer.",
            "  ",
        )
    if one.rewritten_whole:
        told = f"Rewritten as a whole, in nearly every row, and counted in no row as a change: {', '.join(one.rewritten_whole)}."
        yield Paragraph(told, "  ")
    yield from _rewritten(one)


def _rewritten(one: KeyedTable) -> Iterator[Part]:
    """What took the place of what, by column and by letter."""
    if one.columns:
        columns = ("column", "changed", "of", "was blank", "is blank", "replaced", "moved earlier", "moved later")
        rows = tuple(
            (each.column, each.changed, one.matched, each.filled, each.emptied, each.replaced, each.earlier, each.later)
            for each in one.columns
        )
        yield Grid(columns, rows)
    if one.rewritten:
        letters = tuple((each.column, f"{each.before} -> {each.after}", each.rows, each.of) for each in one.rewritten)
        yield Grid(("letter", "rewritten", "rows", "of older rows"), letters, most=MOST_LETTERS)


def _lost(one: Losses) -> Iterator[Part]:
    text = f"{_of(one.vanished, one.rows)} rows vanished."
    if one.decided is not None and one.decided_rows is not None:
        text += f" {one.decided:,} of them had a decision, as had {_of(one.decided_rows, one.rows)} rows."
    if one.case_stays is not None:
        text += f" {one.case_stays:,} of them belong to cases that stay in the newer release."
    hit = one.hit
    if not hit:
        none = f" No {_GROUPS} lost rows beyond its share ({one.tested:,} groups tested)." if one.tested else ""
        yield Paragraph(text + none, "  ")
        return
    rows = tuple(
        (each.by, each.value or "blank", each.vanished, each.cases, each.rows, each.expected, f"{each.adjusted:.1e}")
        for each in hit
    )
    columns = ("by", "group", "vanished", "cases", "of rows", "by its share", "adjusted p")
    yield Paragraph(f"{text} Beyond their share: {len(hit)} of {one.tested:,} groups tested.", "  ")
    yield Grid(columns, rows, most=MOST_GROUPS)


def _profiled(one: ProfiledTable) -> Section:
    """The columns of a table without a key."""
    why = (
        f"Its rows have no key that holds from release to release, so no row can be followed: {one.older:,} rows before, "
        f"{one.newer:,} rows now. A column is listed where it differs as a whole."
    )
    columns = ("column", "with a value", "now", "absent", "now", "first day", "now", "last day", "now")
    rows = tuple(
        (each.column, *(cell for pair in zip(_shown(each.older), _shown(each.newer), strict=True) for cell in pair))
        for each in one.columns
    )
    parts: tuple[Part, ...] = (Paragraph(why, "  "), *([Grid(columns, rows)] if rows else []))
    return Section(f"Columns as wholes: {one.title} ({one.table})", parts)


def _shown(one: Profile) -> tuple[object, ...]:
    absent = ", ".join(f"{each.rows:,} {each.reason}" for each in one.absent)
    return one.present, absent or 0, one.first, one.last


def _lists(one: Lists) -> Section:
    counted = Counter(change.event for change in one.changes)
    told = ", ".join(f"{rows:,} {event}" for event, rows in sorted(counted.items())) or "none differs"
    head = f"Code lists: of {one.codes_older:,} codes before and {one.codes_newer:,} now, {told}"
    parts: list[Part] = [
        Paragraph(f"{words}: {', '.join(names)}", "  ")
        for words, names in (("Lists that are gone", one.lists_gone), ("Lists that are new", one.lists_new))
        if names
    ]
    order = {"relabelled": 0, "retired": 1, "switched": 2, "new": 3, "respelt": 4}
    changes = sorted(one.changes, key=lambda each: order[each.event])
    rows = tuple((each.list, each.code, each.case_type, each.event, each.before, each.after) for each in changes)
    if rows:
        parts.append(Grid(("list", "code", "case type", "what", "before", "now"), rows, most=MOST_CODES))
    return Section(head, tuple(parts))


def _forms(one: Comparison) -> Section:
    if not one.forms:
        return NOTHING
    sizes = [f"{side.bytes / side.rows:.0f}" for side in (one.pair.older, one.pair.newer) if side.rows]
    head = "Form of the files" + (f": {' and '.join(sizes)} bytes a row, packed" if sizes else "")
    shown = ("lines", "repaired", "quarantined")
    columns = ("table", *(f"{name}{when}" for name in (*shown, "odd rows") for when in ("", ", now")))
    rows = [
        (each.table, *(count for name in shown for count in each.counts[name]), *(each.odd or ("", "")))
        for each in one.forms
    ]
    damaged = tuple(row for row in rows if any(row[3:]))
    clean = len(rows) - len(damaged)
    beside = f"No row was repaired, refused or odd{f' in {clean} other table(s)' if damaged else ''}."
    parts: list[Part] = [Grid(columns, damaged), GAP] if damaged else []
    parts += [Paragraph(beside, "  ")] if clean else []
    parts += [line for each in one.forms for line in _form(each)]
    return Section(head, tuple(parts))


def _form(one: Form) -> Iterable[Paragraph]:
    declared = {each.column: each.declared for each in one.validity}
    for words, columns in (("no longer has", one.columns_gone), ("now has", one.columns_new)):
        if columns:
            told = [f"{name} ({declared[name]})" if name in declared else name for name in columns]
            yield Paragraph(f"{one.table} {words} {', '.join(told)}.", "    ", "  ! ")
    for when, stated in zip(("before", "now"), one.stated, strict=True):
        if stated:
            yield Paragraph(f"{one.table}, {when}: {stated}.", "    ", "  ! ")
    for why in one.reasons:
        if why.older != why.newer:
            counts = f"{why.older:,} rows before, {why.newer:,} now"
            yield Paragraph(f"{one.table}, refused because {why.reason}: {counts}.", "    ", "  ! ")
    for text in one.noticed:
        yield Paragraph(f"{one.table}: {text}.", "    ", "  ! ")


def _arrivals(found: Iterable[Arrivals]) -> Section:
    rows = tuple(
        (
            each.table,
            f"{each.older_month:%Y-%m}",
            each.older_rows,
            each.older_month_now,
            _moved(each.older_rows, each.older_month_now),
            f"{each.newer_month:%Y-%m}",
            each.newer_rows,
            _moved(each.older_rows, each.newer_rows),
        )
        for each in found
        if each.age <= AGES and (each.older_rows or each.newer_rows)
    )
    if not rows:
        return NOTHING
    columns = (
        "table",
        "month",
        "as known then",
        "as known now",
        "late",
        "month of that age now",
        "rows",
        "against then",
    )
    head = "Rows by the month in which they came, for the last complete months (--json has twelve)"
    return Section(head, (Grid(columns, rows),))


def _moved(before: int, after: int) -> str:
    return f"{100 * (after - before) / before:+.1f} %" if before else ""


def _notes(one: Comparison) -> Section:
    """The thresholds of others that were crossed, and how many were not."""
    crossed = [note for note in one.notes if note.crossed]
    if not one.notes:
        return NOTHING
    head = f"Thresholds of others: {len(crossed)} of {len(one.notes)} are crossed"
    told = (f"{note.who} would flag {note.table}: {note.threshold} ({note.found})." for note in crossed)
    return Section.of(head, (Paragraph(text, "    ", "  ~ ") for text in told))
