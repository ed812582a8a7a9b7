"""The provisions that rules rest on: citation, the versions with their dates, and the hash of the text.

Dates are data (provisions.toml), since the statute files print floors and last changes for commencement: a version says
from which day the law knew it (`law_from`) and to which events it applies (`applies_from`), which a transitional clause
may set earlier. Source: field notes on the Justice Laws XML, and the instruments cited in each entry.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sojourn.errors import BadDeclaration
from sojourn.refuge.case import Case
from sojourn.refuge.truth import Day, Truth

FOLDER = Path(__file__).parent
Event = Literal["claim_day", "arrival_day", "decision_day", "notice_day", "law_day"]


@dataclass(frozen=True)
class Version:
    """One version of a provision.

    It is law on days from `law_from` to the day before `law_until`, and applies to events (of the provision's kind) from
    `applies_from` to the day before `applies_until`. `source` is the amending instrument, `verified` whether its dates were
    seen in a primary file. Where `law_from` is a `floor`, the text may have been law earlier, so that before it nothing is said.
    """

    law_from: date
    law_until: date | None
    applies_from: date
    applies_until: date | None
    source: str
    verified: bool
    floor: bool = False

    def in_force(self, case: Case, event: Event) -> Truth:
        """Whether it is law on the day asked, and reaches the event of the case."""
        law = case.law_day
        happened = law if event == "law_day" else case.day(event)
        known = law.is_from(self.law_from) & happened.is_from(self.applies_from)
        reaches = known | case.unsettled("commencement") if self.floor else known
        if self.law_until:
            reaches = reaches & ~law.is_from(self.law_until)
        if self.applies_until:
            reaches = reaches & ~happened.is_from(self.applies_until)
        return reaches


@dataclass(frozen=True)
class Overlay:
    """An order of a court, or a published notice, under which a provision is without effect on events of some days.

    It reaches events (of the provision's kind) from `first` to `last`, both included; `last` is None while it lasts. `order`
    is its name and number, `territory` where it reaches (Canada, unless an order says less), `source` where it was seen.
    Source: IRPR 159.7 for notices that suspend the Agreement; none is known, nor any order on the provisions here.
    """

    first: date
    last: date | None
    order: str
    territory: str
    source: str

    def reaches(self, happened: Day) -> Truth:
        """Whether it lies over the event of a case."""
        begun = happened.is_from(self.first)
        return begun & ~happened.is_after(self.last) if self.last else begun


@dataclass(frozen=True)
class Provision:
    """A provision by its citation, such as IRPA 101(1)(b.1).

    `instrument` names the statute; `fid` and `id` are those of its element in the Justice Laws file, `text_sha256` and
    `french_sha256` the hashes of its text there (statute.Text); `keys_on` is the event whose day decides the version, and
    `overlays` are orders and notices that lie over the text.
    """

    citation: str
    instrument: str
    keys_on: Event
    versions: tuple[Version, ...]
    fid: str = ""
    id: str = ""
    text_sha256: str = ""
    french_sha256: str = ""
    overlays: tuple[Overlay, ...] = ()

    def in_force(self, case: Case, version: int) -> Truth:
        """Whether a version of the text reaches the case, and no order or notice lies over it."""
        reaches = self.versions[version].in_force(case, self.keys_on)
        happened = case.law_day if self.keys_on == "law_day" else case.day(self.keys_on)
        for overlay in self.overlays:
            reaches = reaches & ~overlay.reaches(happened)
        return reaches


@cache
def provisions() -> dict[str, Provision]:
    """Every provision that a rule rests on, by its citation.

    Raises:
        BadDeclaration: a citation stands twice, or an entry lacks what it must have.
    """
    path = FOLDER / "provisions.toml"
    found: dict[str, Provision] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["provision"]:
        one = _provision(entry, str(path))
        if one.citation in found:
            raise BadDeclaration(f"{one.citation} stands twice", where=str(path), todo="keep one entry a citation")
        found[one.citation] = one
    return found


@cache
def current_to() -> dict[str, date]:
    """The day to which each statute behind the rules is current, by its name."""
    document = tomllib.loads((FOLDER / "provisions.toml").read_text(encoding="utf-8"))
    return {entry["instrument"]: entry["current_to"] for entry in document["statute"]}


@cache
def knowledge_day() -> date:
    """The day to which every statute behind the rules is current: the earliest of theirs."""
    return min(current_to().values())


def _provision(entry: dict[str, Any], where: str) -> Provision:
    try:
        versions = tuple(_version(one) for one in entry.pop("version"))
        overlays = tuple(Overlay(**{"last": None, **one}) for one in entry.pop("overlay", ()))
        return Provision(versions=versions, overlays=overlays, **entry)
    except (KeyError, TypeError) as error:
        raise BadDeclaration(
            f"the entry {entry.get('citation', '?')} cannot be used: {error}",
            where=where,
            todo="see the fields of Provision and Version",
        ) from error


def _version(entry: dict[str, Any]) -> Version:
    return Version(
        law_from=entry["law_from"],
        law_until=entry.get("law_until"),
        applies_from=entry.get("applies_from", entry["law_from"]),
        applies_until=entry.get("applies_until"),
        source=entry["source"],
        verified=entry["verified"],
        floor=entry.get("floor", False),
    )
