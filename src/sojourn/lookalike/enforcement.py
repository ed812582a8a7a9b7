"""Removals and arrests as the files of one request: frames, faults, files, truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sojourn.lookalike.answers import account, answers
from sojourn.lookalike.book import lock_file, workbook
from sojourn.lookalike.draws import stream
from sojourn.lookalike.faults import NOTE, Planted, plant, reorder, respell
from sojourn.lookalike.forms import FORMS, TITLES, Form, banner
from sojourn.lookalike.frame import Frame
from sojourn.lookalike.people import Batch, frame, period
from sojourn.lookalike.text import Style, write_text
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK
from sojourn.sources.declare import Family

HIDDEN = "Hidden"
HIDDEN_ROWS = 3


@dataclass
class Sheet:
    """One sheet (or whole text) to write, with what was planted into its rows and above them."""

    name: str
    title: str
    frame: Frame
    planted: list[Planted] = field(default_factory=list)
    respelt: tuple[str, str] | None = None
    hidden: bool = False

    def faults(self, first_line: int, *, breaks: bool) -> list[Fault]:
        """The faults with the lines on which they stand when row 0 stands on this one."""
        lines = self.frame.lines([one.row for one in self.planted], first_line, breaks=breaks)
        return [
            Fault(
                one.kind,
                self.name,
                lines[one.row] - (one.outcome == "blank"),
                one.column,
                one.raw,
                one.outcome,
            )
            for one in self.planted
        ]

    def truth(self) -> PartTruth:
        """The account and the answers of this sheet; nothing of a hidden sheet counts."""
        if self.hidden:
            return PartTruth(self.name, self.frame.table, Account(self.frame.rows, quarantined=self.frame.rows), {})
        return PartTruth(self.name, self.frame.table, account(self.frame), answers(self.frame))


@dataclass(frozen=True)
class Order:
    """What to write: so many rows of a family, with faults or clean."""

    family: Family
    rows: int
    seed: int
    faults: bool

    @property
    def form(self) -> Form:
        """How the family is delivered."""
        return FORMS[self.family.id]

    def sheets(self) -> list[Sheet]:
        """The sheets of every file in order, faults planted; the same for the same order."""
        parts = [(year, number) for year in self.form.years for number in range(self.form.sheets_a_year)]
        shares = [len(share) for share in np.array_split(np.arange(self.rows), len(parts))]
        every = [self._sheet(*part, share) for part, share in zip(parts, shares, strict=True) if share]
        for number, sheet in enumerate(every if self.faults else []):
            self._spoil(sheet, number)
        return every

    def _sheet(self, year: int, number: int, rows: int) -> Sheet:
        form, (word, title) = self.form, TITLES[self.family.table]
        days = period(year, form.last)
        batch = Batch(self.family, rows, self.seed, *days, form.person, form.law, f"{year} {number}", year)
        name = form.sheet.format(fy=year, yy=year % 100, table=word)
        name += f" {number + 1}" if form.sheets_a_year > 1 else ""
        return Sheet("" if form.text else name, title.format(fy=year), frame(batch))

    def _spoil(self, sheet: Sheet, number: int) -> None:
        """Plant faults; the second sheet has its columns in another order, the last one ends in a note."""
        rng = stream(self.seed, self.family.source, self.family.id, "faults", str(number))
        sheet.planted = plant(sheet.frame, rng, book=not self.form.text)
        if number == 1:
            reorder(sheet.frame)
            aliases = {mapped.published: mapped.aliases[0] for mapped in self.family.columns if mapped.aliases}
            sheet.respelt = respell(sheet.frame, aliases)
        if number == len(self.form.years) * self.form.sheets_a_year - 1:
            sheet.frame.notes += ["", NOTE]

    def path(self, folder: Path, group: Sequence[Sheet]) -> Path:
        """The file that holds these sheets."""
        year = group[0].frame.year or 0
        word = TITLES[self.family.table][0]
        return folder / ("invented_" + self.form.name.format(table=word, fy=year, yy=year % 100))


def write(family: Family, rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the files of a family."""
    order = Order(family, rows, seed, faults)
    writer = _write_text if order.form.text else _write_book
    files = _by_file(order.form, order.sheets())
    return [writer(order, group, number if faults else None, folder) for number, group in enumerate(files)]


def _by_file(form: Form, every: Sequence[Sheet]) -> Iterator[list[Sheet]]:
    if form.one_file:
        yield list(every)
        return
    for year in form.years:
        group = [sheet for sheet in every if sheet.frame.year == year]
        if group:
            yield group


def _write_text(order: Order, group: list[Sheet], number: int | None, folder: Path) -> Made:
    """One text; the second of a faulty release comes from another system, the third is cut at its end."""
    path, (sheet,) = order.path(folder, group), group
    lines = tuple(banner(order.form, sheet.title, ""))
    lines = tuple(line or MARK for line in lines)
    other = number == 1
    style = Style(lines, "\r\n" if other else "\n", byte_order_mark=other, last_line_end=number != 2)
    write_text(path, sheet.frame, style)
    faults = sheet.faults(style.first_line, breaks=True) + _file_faults(style, sheet)
    faults += _notes(sheet, _last_line(sheet.frame, style))
    return made(path, Truth(path.name, order.family.source, order.family.id, order.seed, [sheet.truth()], faults))


def _last_line(frame: Frame, style: Style) -> int:
    """The line of the first note: the one after the last row."""
    return frame.lines([frame.rows - 1], style.first_line, breaks=True)[frame.rows - 1] + 1


def _notes(sheet: Sheet, line: int) -> list[Fault]:
    """The notes below the rows, of which the first stands on this line."""
    numbered = enumerate(sheet.frame.notes, line)
    return [Fault("trailing note", sheet.name, at, "", note, "quarantined") for at, note in numbered if note]


def _file_faults(style: Style, sheet: Sheet) -> list[Fault]:
    told = [
        ("CRLF line ends", style.line_end == "\r\n"),
        ("byte order mark", style.byte_order_mark),
        ("columns in another order", style.byte_order_mark),
        ("no line end after the last line", not style.last_line_end),
    ]
    respelt = [_respelt(sheet, style.first_line - 1)] if sheet.respelt else []
    return respelt + [Fault(kind, "", 0, "", "", "loaded") for kind, planted in told if planted]


def _respelt(sheet: Sheet, line: int) -> Fault:
    assert sheet.respelt
    return Fault("header in another spelling", sheet.name, line, *sheet.respelt, "loaded")


def _write_book(order: Order, group: list[Sheet], number: int | None, folder: Path) -> Made:
    path = order.path(folder, group)
    truth = Truth(path.name, order.family.source, order.family.id, order.seed)
    if number == 0:
        group = [*group, _hidden(group[0])]
    with workbook(path) as book:
        if order.form.cover:
            book.rows("Cover", [[MARK]])
        for sheet in group:
            lines = banner(order.form, sheet.title, MARK)
            book.frame(sheet.name, sheet.frame, lines, hidden=sheet.hidden)
            truth.parts.append(sheet.truth())
            truth.faults += _book_faults(sheet, len(lines))
        if number == 0:
            book.rows("Empty", [])
    if number == 0:
        truth.faults += _ignored(("empty sheet", "Empty"), ("spreadsheet lock file", lock_file(path).name))
    return made(path, truth)


def _hidden(model: Sheet) -> Sheet:
    """A few rows again on a sheet that is hidden; they must not count."""
    columns = [
        type(one)(one.header, one.name, list(one.cells), one.codes[:HIDDEN_ROWS].copy()) for one in model.frame.columns
    ]
    rows = min(HIDDEN_ROWS, model.frame.rows)
    return Sheet(HIDDEN, model.title, Frame(model.frame.table, columns, rows, model.frame.year), hidden=True)


def _book_faults(sheet: Sheet, above: int) -> list[Fault]:
    if sheet.hidden:
        return [Fault("hidden sheet", sheet.name, 0, "", "", "quarantined")]
    faults = sheet.faults(above + 2, breaks=False)
    faults += [_respelt(sheet, above + 1)] if sheet.respelt else []
    last = sheet.frame.lines([sheet.frame.rows - 1], above + 2, breaks=False)[sheet.frame.rows - 1]
    return faults + _notes(sheet, last + 1)


def _ignored(*names: tuple[str, str]) -> list[Fault]:
    return [Fault(kind, "", 0, "", name, "ignored") for kind, name in names]
