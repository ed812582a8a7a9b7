"""Places that were given back, and who gets them: the published record of one time that it happened, and its replay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sojourn.draw.allocate import Drawn, Outcomes, reassign
from sojourn.draw.canonical import AS_PUBLISHED, digest
from sojourn.draw.frozen import Frozen
from sojourn.errors import BadDraw

SCHEMA: Final = "sojourn.draw.reassignment/1"


@dataclass(frozen=True)
class Reassignment:
    """The `number`-th reassignment of a round: places freed by site, tokens gone since the one before, and who was drawn."""

    round: int
    number: int
    freed: Mapping[str, int]
    gone: tuple[str, ...]
    drawn: tuple[Drawn, ...]

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        return {
            "schema": SCHEMA,
            "round": self.round,
            "number": self.number,
            "freed": dict(self.freed),
            "gone": list(self.gone),
            "drawn": [one.as_list() for one in self.drawn],
        }

    @property
    def digest(self) -> str:
        """The digest that the log has."""
        return digest(self.as_dict())


def reassignment(
    frozen: Frozen,
    outcomes: Outcomes,
    before: Sequence[Reassignment],
    freed: Mapping[str, int],
    gone: Iterable[str],
) -> Reassignment:
    """The next reassignment of a round, a function of what was published alone.

    Raises:
        BadDraw: more places than are free, or a token gone that is not in the list.
    """
    now = tuple(sorted(set(gone)))
    if not set(now) <= {entry.token for entry in frozen.entries}:
        raise BadDraw("one who is gone is not in the list", where=f"round {frozen.round}", todo="check the tokens")
    since = replace(outcomes, drawn=(*outcomes.drawn, *(one for earlier in before for one in earlier.drawn)))
    all_gone = {token for earlier in before for token in earlier.gone} | set(now)
    drawn = reassign(frozen, since, freed, all_gone)
    return Reassignment(frozen.round, len(before) + 1, dict(freed), now, drawn)


def replayed(
    frozen: Frozen, outcomes: Outcomes, before: Sequence[Reassignment], document: Mapping[str, Any], where: str
) -> Reassignment:
    """A published reassignment, made again from what it says was freed and who was gone.

    Raises:
        BadDraw: it cannot be read, or could not happen. That it comes to the same is for the caller to compare.
    """
    freed, gone = document.get("freed"), document.get("gone")
    if not isinstance(freed, dict) or not isinstance(gone, list) or not all(isinstance(one, str) for one in gone):
        raise BadDraw("it is no reassignment", where=where, todo=AS_PUBLISHED)
    return reassignment(frozen, outcomes, before, freed, gone)
