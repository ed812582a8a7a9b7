"""What stands under each header of a family: short lists of texts with a number for each row, moments, days, ids."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sojourn.lookalike.detention import reasons
from sojourn.lookalike.detention.layouts import Layout
from sojourn.lookalike.detention.places import places
from sojourn.lookalike.detention.rows import BLANK, BONDS, NEVER, Rows
from sojourn.lookalike.detention.world import DAY, Flags, Numbers
from sojourn.lookalike.draws import number_of, weights
from sojourn.sources.declare import Family, Mapped

AREAS = {
    "ATL": "Atlanta", "BAL": "Baltimore", "BOS": "Boston", "BUF": "Buffalo", "CHI": "Chicago", "DAL": "Dallas",
    "DEN": "Denver", "DET": "Detroit", "ELP": "El Paso", "HLG": "Harlingen", "HOU": "Houston", "LOS": "Los Angeles",
    "MIA": "Miami", "NEW": "Newark", "NOL": "New Orleans", "NYC": "New York City", "PHI": "Philadelphia",
    "PHO": "Phoenix", "SEA": "Seattle", "SFR": "San Francisco", "SLC": "Salt Lake City", "SNA": "San Antonio",
    "SND": "San Diego", "SPM": "St. Paul", "WAS": "Washington",
}  # fmt: skip
"""ICE's areas of responsibility by the code of their office."""

OLDEST, YOUNGEST = 1945, 2024
CASE_AGES = 400
HIDDEN_CATEGORY = "[8G]"
"""The case category that the release of March 2026 redacts: people in the credible-fear process."""


@dataclass(frozen=True)
class Shown:
    """Rows as they stand in a file, and which of them the Deportation Data Project would flag."""

    rows: Rows
    flagged: Flags


@dataclass(frozen=True)
class Cells:
    """The cells of one column: of texts and numbers which one stands in a row, else the moment, day or person."""

    kind: Literal["text", "number", "moment", "day", "key"]
    codes: Callable[[Shown], Numbers]
    texts: tuple[str, ...] = ()
    ending: str = ""


@dataclass(frozen=True)
class Setting:
    """The family, its layout, and the seed from which everything of a stay follows."""

    family: Family
    layout: Layout
    seed: int

    def columns(self) -> list[tuple[Mapped, Cells]]:
        """Every header of the family with its cells."""
        return [(mapped, self._cells(mapped)) for mapped in self.family.columns]

    def key(self, person: int) -> str:
        """The id that this release gives to a person: 40 hexadecimal digits, others in each family."""
        return hashlib.blake2b(f"{self.seed} {self.family.id} {person}".encode(), digest_size=20).hexdigest()

    def _cells(self, mapped: Mapped) -> Cells:
        made = self._of_rows().get(mapped.column) or self._of_stays().get(mapped.column)
        if mapped.column == "birth_year" and self.family.id.endswith("march"):
            return self._constant(self.layout.form.person)
        return made or self._unstored(mapped)

    def _of_rows(self) -> dict[str, Cells]:
        kind: Literal["moment", "day"] = "day" if self.layout.days_only else "moment"
        return {
            **{name: Cells(kind, partial(_time, name, kind)) for name in ("stay_book_in", "book_in", "book_out", "stay_book_out")},
            "facility_code": _listed("facility", [place.code for place in places()]),
            "facility_name": _listed("facility", [place.name for place in places()]),
            "book_in_area": _listed("facility", [f"{AREAS[place.area]} Area of Responsibility" for place in places()]),
            "release_reason": _listed("reason", self._reasons()),
            "stay_release_reason": _listed("stay_reason", self._reasons()),
            "citizenship": _listed("citizenship", list(weights("held_country"))),
            "sex": _listed("sex", list(weights("held_sex"))),
            "criminality": _listed("criminality", list(weights("criminality"))),
            "birth_year": Cells("number", lambda shown: shown.rows.birth_year - OLDEST, _years()),
            "bond_set_amount": _listed("bond_set", list(map(str, BONDS)), "number"),
            "bond_posted_amount": _listed("bond_posted", list(map(str, BONDS)), "number"),
            "bond_set_date": Cells("day", lambda shown: shown.rows.bond_set_day),
            "bond_posted_date": Cells("day", lambda shown: shown.rows.bond_posted_day),
            "person_key": Cells("key", lambda shown: shown.rows.person),
        }  # fmt: skip

    def _reasons(self) -> list[str]:
        """The reasons, a blank for none, and last the marker of a redaction."""
        return [*reasons.texts(), self.layout.form.law]

    def _of_stays(self) -> dict[str, Cells]:
        return {
            "birth_date": self._constant(self.layout.form.person),
            "birth_country": Cells("text", self._born, (*weights("held_country"), "")),
            "entry_status": self._drawn("entry_status"),
            "entry_date": Cells(
                "day", lambda shown: number_of(self.layout.first) - self._whole("entered", shown, 3000)
            ),
            "threat_level": self._drawn("threat_level"),
            "final_program": self._drawn("final_program"),
            "case_category": self._category(),
            "case_status": Cells("text", self._status, (*_STATUS, "")),
            "final_order": Cells("text", lambda shown: np.where(self._ordered(shown), 0, 1), ("YES", "NO", "")),
            "final_order_date": Cells("day", self._order_day),
            "departed_date": Cells("day", _departed),
            "departure_country": Cells("text", self._departed_to, (*weights("held_country"), "")),
            "final_charge": self._drawn("charge_section"),
        }

    def luck(self, name: str, shown: Shown) -> npt.NDArray[np.float64]:
        """A number from 0 to 1 for each row, the same in all rows of a stay."""
        mixed = shown.rows.stay.astype(np.uint64) + np.uint64(crc32(f"{self.seed} {name}".encode()) << 24)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # splitmix64, which mixes well
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        return np.asarray((mixed ^ (mixed >> np.uint64(31))) / 2**64)

    def _whole(self, name: str, shown: Shown, below: int) -> Numbers:
        return np.asarray(self.luck(name, shown) * below, dtype=np.int64)

    def _drawn(self, name: str) -> Cells:
        """A value for each stay, as often as `values.csv` says."""
        return Cells(
            "text", lambda shown: np.searchsorted(_running(name), self.luck(name, shown)), tuple(weights(name))
        )

    def _category(self) -> Cells:
        made = self._drawn("case_category")
        hides = "2026-icli" in self.family.id
        return Cells(
            made.kind,
            made.codes,
            tuple(self.layout.form.law if hides and text.startswith(HIDDEN_CATEGORY) else text for text in made.texts),
        )

    def _constant(self, text: str) -> Cells:
        return Cells("text", lambda shown: np.zeros(shown.rows.number, dtype=np.int64), (text, ""))

    def _born(self, shown: Shown) -> Numbers:
        elsewhere = self._whole("born", shown, 50 * len(weights("held_country")))
        return np.where(elsewhere < len(weights("held_country")), elsewhere, shown.rows.citizenship)

    def _departed_to(self, shown: Shown) -> Numbers:
        return np.where(_departed(shown) == NEVER, BLANK, self._born(shown))

    def _status(self, shown: Shown) -> Numbers:
        gone = 1 + (self.luck("status", shown) < 0.35)
        freed = np.where(self.luck("status", shown) < 0.1, 3, 0)
        return np.where(_departed(shown) != NEVER, gone, np.where(shown.rows.stay_book_out == NEVER, 0, freed))

    def _ordered(self, shown: Shown) -> Flags:
        return np.asarray((_departed(shown) != NEVER) | (self.luck("ordered", shown) < 0.3))

    def _order_day(self, shown: Shown) -> Numbers:
        day = shown.rows.book_in // DAY - self._whole("order day", shown, CASE_AGES)
        return np.where(self._ordered(shown), day, NEVER)

    def _unstored(self, mapped: Mapped) -> Cells:
        """A header that is not stored: identifiers and traits redacted, flags NO, copies of what is known, else blank."""
        words = mapped.published.replace("_", " ").casefold()
        if words == "stay book out date":
            return Cells("day", lambda shown: _day(shown.rows.stay_book_out))
        if words in {"book in date", "book out date"}:
            name = words.removesuffix(" date").replace(" ", "_")
            return Cells("day", lambda shown: _day(getattr(shown.rows, name)))
        if words in {"stay id", "stint id"}:
            return Cells("key", lambda shown: shown.rows.person, ending=f" {words}")
        if words in {"duplicate likely", "keep row"}:
            return Cells("text", lambda shown: shown.flagged.astype(np.int64), _YES_NO[words])
        if any(
            word in words
            for word in ("file numb", " id", "birth date", "religion", "ethnic", "marital", "race", "health")
        ):
            return self._constant(self.layout.form.person)
        return self._constant("NO" if "yes no" in words else "")


_STATUS = (
    "ACTIVE",
    "8-Excluded/Removed - Inadmissibility",
    "6-Deported/Removed - Deportability",
    "A-Proceedings Terminated",
)
_YES_NO = {"duplicate likely": ("FALSE", "TRUE", ""), "keep row": ("TRUE", "FALSE", "")}


@cache
def _years() -> tuple[str, ...]:
    return tuple(str(year) for year in range(OLDEST, YOUNGEST + 1))


@cache
def _running(name: str) -> npt.NDArray[np.float64]:
    """The running sum of the weights of a list of values, up to just below 1."""
    share = np.cumsum(list(weights(name).values()))
    return np.asarray(share[:-1] / share[-1])


def _listed(name: str, texts: list[str], kind: Literal["text", "number"] = "text") -> Cells:
    """Numbers of texts; `BLANK` counts from the end, where the blank stands."""
    return Cells(kind, lambda shown: getattr(shown.rows, name), (*texts, ""))


def _time(name: str, kind: str, shown: Shown) -> Numbers:
    times: Numbers = getattr(shown.rows, name)
    return _day(times) if kind == "day" else times


def _day(times: Numbers) -> Numbers:
    return np.where(times == NEVER, NEVER, times // DAY)


def _departed(shown: Shown) -> Numbers:
    """The day on which people who were removed departed; nothing where the reason is redacted."""
    removed = np.array([way == "removal" for way in reasons.exits()] + [False, False])
    gone = removed[shown.rows.stay_reason] & (shown.rows.stay_book_out != NEVER)
    return np.where(gone, shown.rows.stay_book_out // DAY, NEVER)
