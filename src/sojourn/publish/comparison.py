"""What a comparison of two releases says: rows first, then what left, what was rewritten, and the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sojourn.compare.arrivals import Arrivals
from sojourn.compare.keyed import KeyedTable
from sojourn.compare.lists import Lists
from sojourn.compare.losses import FEWEST, RATE, Losses
from sojourn.compare.profile import Absent, Profile, ProfiledTable
from sojourn.compare.report import Comparison
from sojourn.publish.comparison_form import forms_said
from sojourn.publish.comparison_groups import BLANK, CHANGES, NOW, groups_said, headline
from sojourn.publish.sections import NOTHING, Grid, Paragraph, Part, Section
from sojourn.publish.terminal import INVENTED_NOTICE, P2_NOTICE
from sojourn.words.said import joined, said

MOST_GROUPS, MOST_LETTERS, MOST_CODES, AGES = 12, 12, 15, 3
_CAVEATS = (
    said(
        "Figures count rows, not people. A row that is gone may have been withdrawn, exempted, merged or given another "
        "key; the releases do not say which."
    ),
    said(
        "Beyond its share: more rows left the group than a draw by lot would take (hypergeometric test, false discovery "
        "rate {rate:percent} over the groups of the table). Rows of one case leave together, so each case counts once, "
        "and at least {fewest:number} must be hit. The test says where to look, not why rows left.",
        rate=RATE,
        fewest=FEWEST,
    ),
)
_BY = {
    "court": said("court"),
    "judge": said("judge"),
    "nationality": said("nationality"),
    "year": said("year"),
    "decision": said("decision"),
}
_EVENTS = {
    "relabelled": said("relabelled"),
    "retired": said("retired"),
    "switched": said("switched"),
    "new": said("new"),
    "respelt": said("respelt"),
}
"""What happened to a code, what changes a figure first."""


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
    sections += [forms_said(one), _arrivals(one.arrivals), _notes(one)]
    if any(each.losses for each in one.keyed):
        sections.append(Section.of("", (Paragraph(text, "    ", "  - ") for text in _CAVEATS)))
    return [section for section in sections if section.parts or section.title]


def _opening(one: Comparison) -> Section:
    gone, new = one.pair.in_one_only()
    ids = {"older": one.pair.older.id, "newer": one.pair.newer.id}
    parts: list[Part] = [Paragraph(said("From {older:name} to {newer:name}: {told}", told=_sentence(one), **ids))]
    if gone:
        parts.append(Paragraph(said("Tables that only the older release has: {tables:name}.", tables=", ".join(gone))))
    if new:
        parts.append(Paragraph(said("Tables that only the newer release has: {tables:name}.", tables=", ".join(new))))
    if one.keyed:
        columns = (
            said("table"),
            said("matched by"),
            said("older"),
            said("newer"),
            said("vanished"),
            said("added"),
            said("changed"),
            said("came back"),
        )
        rows = tuple(
            (each.table, each.key, each.older, each.newer, each.vanished, each.added, each.changed, _back(each))
            for each in one.keyed
        )
        parts.append(Grid(columns, rows))
    return Section("", tuple(parts))


def _sentence(one: Comparison) -> str:
    if not one.keyed:
        none = said("no table has a key, so rows cannot be matched; columns are compared as wholes.")
        return headline(one) or none
    vanished, older = sum(each.vanished for each in one.keyed), sum(each.older for each in one.keyed)
    changed, matched = sum(each.changed for each in one.keyed), sum(each.matched for each in one.keyed)
    return said(
        "{vanished} rows vanished, and {changed} rows that stayed were rewritten.",
        vanished=_of(vanished, older),
        changed=_of(changed, matched),
    )


def _back(one: KeyedTable) -> int:
    return sum(back.rows for back in one.reappeared)


def _of(count: int, of: int) -> str:
    """A count out of its whole, with its share."""
    if count and count < of:
        return said("{count:number} of {of:number} ({share:rough})", count=count, of=of, share=count / of)
    return said("{count:number} of {of:number}", count=count, of=of)


def _keyed(one: KeyedTable) -> Section:
    """What changed in one table; nothing where nothing did."""
    parts = tuple(_changed(one))
    return Section(said("{title} ({table:name})", title=one.title, table=one.table), parts) if parts else NOTHING


def _changed(one: KeyedTable) -> Iterator[Part]:
    if one.losses:
        yield from _lost(one.losses)
        if one.quarantined_newer:
            told = said(
                "The newer release has {rows:number} rows in quarantine, which may be among those.",
                rows=one.quarantined_newer,
            )
            yield Paragraph(told, "  ")
    yield from (Paragraph(text, "  ") for text in _aside(one))
    yield from _rewritten(one)


def _aside(one: KeyedTable) -> Iterator[str]:
    """The rows and columns that the counts need a word about."""
    for back in one.reappeared:
        yield said(
            "{rows:number} of the {added:number} added rows came back: {release:name} had them.",
            rows=back.rows,
            added=one.added,
            release=back.release,
        )
    if one.repeated_older or one.repeated_newer:
        yield said(
            "Set aside, because their key stands in several rows: {older:number} rows of the older release, "
            "{newer:number} of the newer.",
            older=one.repeated_older,
            newer=one.repeated_newer,
        )
    if one.rewritten_whole:
        yield said(
            "Rewritten as a whole, in nearly every row, and counted in no row as a change: {columns:name}.",
            columns=", ".join(one.rewritten_whole),
        )


def _rewritten(one: KeyedTable) -> Iterator[Part]:
    """What took the place of what, by column and by letter."""
    if one.columns:
        columns = (*CHANGES, said("moved earlier"), said("moved later"))
        rows = tuple(
            (each.column, each.changed, one.matched, each.filled, each.emptied, each.replaced, each.earlier, each.later)
            for each in one.columns
        )
        yield Grid(columns, rows)
    if one.rewritten:
        letters = tuple((each.column, f"{each.before} -> {each.after}", each.rows, each.of) for each in one.rewritten)
        heads = (said("letter"), said("rewritten"), said("rows"), said("of older rows"))
        yield Grid(heads, letters, most=MOST_LETTERS)


def _lost(one: Losses) -> Iterator[Part]:
    hit = one.hit
    yield Paragraph(joined(_counted(one, len(hit))), "  ")
    if hit:
        rows = tuple(
            (
                _BY[each.by],
                each.value or BLANK,
                each.vanished,
                each.cases,
                each.rows,
                each.expected,
                f"{each.adjusted:.1e}",
            )
            for each in hit
        )
        columns = (
            said("by"),
            said("group"),
            said("vanished"),
            said("cases"),
            said("of rows"),
            said("by its share"),
            said("adjusted p"),
        )
        yield Grid(columns, rows, most=MOST_GROUPS)


def _counted(one: Losses, hit: int) -> Iterator[str]:
    """The rows that left, in sentences."""
    yield said("{vanished} rows vanished.", vanished=_of(one.vanished, one.rows))
    if one.decided is not None and one.decided_rows is not None:
        yield said(
            "{decided:number} of them had a decision, as had {all} rows.",
            decided=one.decided,
            all=_of(one.decided_rows, one.rows),
        )
    if one.case_stays is not None:
        yield said("{rows:number} of them belong to cases that stay in the newer release.", rows=one.case_stays)
    if hit:
        yield said("Beyond their share: {hit:number} of {tested:number} groups tested.", hit=hit, tested=one.tested)
    elif one.tested:
        yield said(
            "No court, judge, nationality, year or decision lost rows beyond its share ({tested:number} groups tested).",
            tested=one.tested,
        )


def _profiled(one: ProfiledTable) -> Section:
    """The columns of a table without a key."""
    why = said(
        "Its rows have no key that holds from release to release, so no row can be followed: {older:number} rows before, "
        "{newer:number} rows now. A column is listed where it differs as a whole.",
        older=one.older,
        newer=one.newer,
    )
    shown = (said("with a value"), said("absent"), said("first day"), said("last day"))
    columns = (said("column"), *(head for before in shown for head in (before, NOW)))
    rows = tuple(
        (each.column, *(cell for pair in zip(_shown(each.older), _shown(each.newer), strict=True) for cell in pair))
        for each in one.columns
    )
    parts: tuple[Part, ...] = (Paragraph(why, "  "), *([Grid(columns, rows)] if rows else []))
    return Section(said("Columns as wholes: {title} ({table:name})", title=one.title, table=one.table), parts)


def _shown(one: Profile) -> tuple[object, ...]:
    absent = joined((_absent(each) for each in one.absent), ", ")
    return one.present, absent or 0, one.first, one.last


def _absent(one: Absent) -> str:
    return said("{rows:number} {reason}", rows=one.rows, reason=_ABSENCES[one.reason])


_ABSENCES = {
    "blank": BLANK,
    "redacted": said("redacted"),
    "literal": said("literal"),
    "unreadable": said("unreadable"),
    "withheld": said("withheld"),
    "not in this release": said("not in this release"),
}


def _lists(one: Lists) -> Section:
    counted = Counter(change.event for change in one.changes)
    told = [said("{rows:number} {event}", rows=rows, event=_EVENTS[event]) for event, rows in sorted(counted.items())]
    head = said(
        "Code lists: of {older:number} codes before and {newer:number} now, {told}",
        older=one.codes_older,
        newer=one.codes_newer,
        told=joined(told, ", ") or said("none differs"),
    )
    parts: list[Part] = []
    if one.lists_gone:
        parts.append(Paragraph(said("Lists that are gone: {lists:name}", lists=", ".join(one.lists_gone)), "  "))
    if one.lists_new:
        parts.append(Paragraph(said("Lists that are new: {lists:name}", lists=", ".join(one.lists_new)), "  "))
    changes = sorted(one.changes, key=lambda each: list(_EVENTS).index(each.event))
    rows = tuple(
        (each.list, each.code, each.case_type, _EVENTS[each.event], each.before, each.after) for each in changes
    )
    if rows:
        columns = (said("list"), said("code"), said("case type"), said("what"), said("before"), NOW)
        parts.append(Grid(columns, rows, most=MOST_CODES))
    return Section(head, tuple(parts))


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
        said("table"),
        said("month"),
        said("as known then"),
        said("as known now"),
        said("late"),
        said("month of that age now"),
        said("rows"),
        said("against then"),
    )
    head = said("Rows by the month in which they came, for the last complete months (--json has twelve)")
    return Section(head, (Grid(columns, rows),))


def _moved(before: int, after: int) -> str:
    return said("{change:change}", change=(after - before) / before) if before else ""


def _notes(one: Comparison) -> Section:
    """The thresholds of others that were crossed, and how many were not."""
    crossed = [note for note in one.notes if note.crossed]
    if not one.notes:
        return NOTHING
    head = said(
        "Thresholds of others: {crossed:number} of {all:number} are crossed", crossed=len(crossed), all=len(one.notes)
    )
    told = (
        said(
            "{who:name} would flag {table:name}: {threshold} ({found}).",
            who=note.who,
            table=note.table,
            threshold=note.threshold,
            found=note.found,
        )
        for note in crossed
    )
    return Section.of(head, (Paragraph(text, "    ", "  ~ ") for text in told))
