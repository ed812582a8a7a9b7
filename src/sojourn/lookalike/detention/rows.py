"""The rows of one release of an invented world, column by column, before they take the form of files.

Times are minutes since 1970-01-01 00:00, days are days since then; `NEVER` stands for a blank in both.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sojourn.lookalike.detention import reasons
from sojourn.lookalike.detention.chains import Stints
from sojourn.lookalike.detention.world import DAY, Flags, Minutes, Numbers, Stays

NEVER = np.iinfo(np.int64).min // 4
"""What stands for a blank; far below every day."""
BLANK = -1
"""What stands for a blank among the numbers of values."""
BONDS = (1500, 2500, 5000, 7500, 10_000, 15_000, 25_000)


@dataclass
class Rows:
    """Stints as published; `stay` says to which true stay a row belongs, `stint` to which true stint."""

    stay: Numbers
    stint: Numbers
    person: Numbers
    stay_book_in: Minutes
    book_in: Minutes
    book_out: Minutes
    stay_book_out: Minutes
    facility: Numbers
    reason: Numbers
    stay_reason: Numbers
    citizenship: Numbers
    sex: Numbers
    criminality: Numbers
    birth_year: Numbers
    bond_set: Numbers
    bond_set_day: Numbers
    bond_posted: Numbers
    bond_posted_day: Numbers

    @property
    def number(self) -> int:
        """How many rows there are."""
        return len(self.stay)

    def taken(self, which: Numbers | Flags) -> Rows:
        """These rows, in this order."""
        return Rows(**{one.name: getattr(self, one.name)[which] for one in fields(self)})

    def followed_by(self, more: Rows) -> Rows:
        """These rows and more below them."""
        return Rows(
            **{one.name: np.concatenate([getattr(self, one.name), getattr(more, one.name)]) for one in fields(self)}
        )

    def cut_to_days(self) -> None:
        """Leave the days of the times, as the releases without times have them."""
        for name in ("stay_book_in", "book_in", "book_out", "stay_book_out"):
            times = getattr(self, name)
            setattr(self, name, np.where(times == NEVER, NEVER, times // DAY * DAY))


def published(world: Stays, stints: Stints, first: Minutes | int, past: Minutes | int) -> Rows:
    """What a release that covers the minutes from `first` and before `past` shows of the world.

    Stints that ended before are not in it, so the stays that were under way have lost their beginning.
    """
    seen = np.flatnonzero((stints.book_in < past) & (stints.book_out >= first))
    stay = stints.stay[seen]
    out, stay_out = stints.book_out[seen], world.end[stay]
    is_open, stay_open = out >= past, stay_out >= past
    set_, posted, set_day, posted_day = _bonds(world, stay, int(past))
    return Rows(
        stay=stay,
        stint=seen,
        person=world.person[stay].copy(),
        stay_book_in=world.start[stay].copy(),
        book_in=stints.book_in[seen].copy(),
        book_out=np.where(is_open, NEVER, out),
        stay_book_out=np.where(stay_open, NEVER, stay_out),
        facility=stints.facility[seen].copy(),
        reason=np.where(is_open, reasons.NONE, stints.reason[seen]),
        stay_reason=np.where(stay_open, reasons.NONE, world.reason[stay]),
        citizenship=world.citizenship[stay].copy(),
        sex=world.sex[stay].copy(),
        criminality=_criminality(world, stay, stints.position[seen]),
        birth_year=world.birth_year[stay].copy(),
        bond_set=set_,
        bond_set_day=set_day,
        bond_posted=posted,
        bond_posted_day=posted_day,
    )


def _criminality(world: Stays, stay: Numbers, position: Numbers) -> Numbers:
    """Criminality at each book-in: in some stays it was entered anew after the second stint."""
    anew = (stay % 29 == 0) & (position > 1)
    return np.where(anew, 0, world.criminality[stay])


def _bonds(world: Stays, stay: Numbers, past: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Number of the bond set and posted with their days; a bond is posted where it opened the door."""
    bonded = np.array([way == "bond" for way in reasons.exits()])[world.reason]
    is_set = (bonded | (np.arange(world.number) % 11 == 0)) & (world.end - world.start > 3 * DAY)
    day = (world.start + (world.end - world.start) // 2) // DAY
    is_set &= day < past // DAY
    is_posted = is_set & bonded & (world.end < past)
    amount = np.arange(world.number) % len(BONDS)
    columns = (
        np.where(is_set, amount, BLANK),
        np.where(is_posted, amount, BLANK),
        np.where(is_set, day, NEVER),
        np.where(is_posted, world.end // DAY, NEVER),
    )
    set_, posted, set_day, posted_day = (column[stay] for column in columns)
    return set_, posted, set_day, posted_day
