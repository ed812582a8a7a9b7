"""The policy of a draw as data: who goes first, how households are packed, how long an offer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sojourn.errors import BadDraw

SCHEMA: Final = "sojourn.draw.policy/1"
RESERVED: Final = "longest waiting"
"""The name under which the share of those who have waited longest has its credit."""
Share = tuple[int, int]
"""A fraction as numerator and denominator: the core knows no other numbers than whole ones."""
MOST: Final = 1_000_000
"""The most places of a site, days or hours: no sum of them can then leave the whole numbers that every reader keeps."""
MOST_PEOPLE: Final = 100
"""The largest household that a policy can allow."""
MOST_PARTS: Final = 10_000
"""The largest denominator: as for the most places."""


@dataclass(frozen=True)
class Policy:
    """What is decided before any draw.

    `reserved` is the share of places for those who have waited longest; `classes` names groups with a share of their own, in
    the order in which they are served; `sites` are where places are; `largest` is the largest household that can be placed;
    `hold_days` bounds who is held at a site, in days of its places (30 where a day has few: docs/draw.md).
    An offer is held for `confirm_hours`; places are offered for the day `horizon_days` after the draw; a registration that is
    not renewed for `keep_days` ends. `beacon` is the chain of the randomness and `wait_hours` how long a late value is waited
    for before the round is void.
    """

    name: str
    sites: tuple[str, ...]
    reserved: Share
    classes: tuple[tuple[str, Share], ...]
    largest: int
    hold_days: int
    confirm_hours: int
    horizon_days: int
    keep_days: int
    beacon: str
    wait_hours: int

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "sites": list(self.sites),
            "reserved": list(self.reserved),
            "classes": [{"name": name, "share": list(share)} for name, share in self.classes],
            "largest": self.largest,
            "hold_days": self.hold_days,
            "confirm_hours": self.confirm_hours,
            "horizon_days": self.horizon_days,
            "keep_days": self.keep_days,
            "beacon": self.beacon,
            "wait_hours": self.wait_hours,
        }


def read_policy(document: Mapping[str, Any], where: str = "policy") -> Policy:
    """A policy from its published form.

    Raises:
        BadDraw: a key is missing, unknown or of the wrong kind, a share is none, or the shares are more than all places.
    """
    expected = {
        "schema", "name", "sites", "reserved", "classes", "largest", "hold_days", "confirm_hours", "horizon_days", "keep_days", "beacon",
        "wait_hours",
    }  # fmt: skip
    if not isinstance(document, Mapping):
        raise BadDraw("it is no policy", where=where, todo="see docs/draw.md")
    if document.keys() != expected or document["schema"] != SCHEMA:
        odd = ", ".join(sorted(document.keys() ^ expected)) or f"schema is {document.get('schema')!r}"
        raise BadDraw(f"it is no policy of this version ({odd})", where=where, todo="see docs/draw.md")
    policy = Policy(
        name=_text(document["name"], where),
        sites=tuple(_key(site, where) for site in _list(document["sites"], where)),
        reserved=_share(document["reserved"], where),
        classes=tuple(_class(one, where) for one in _list(document["classes"], where)),
        largest=_number(document["largest"], where, least=1, most=MOST_PEOPLE),
        hold_days=_number(document["hold_days"], where),
        confirm_hours=_number(document["confirm_hours"], where, least=1),
        horizon_days=_number(document["horizon_days"], where),
        keep_days=_number(document["keep_days"], where, least=1),
        beacon=_text(document["beacon"], where),
        wait_hours=_number(document["wait_hours"], where, least=1),
    )
    _check_whole(policy, where)
    return policy


def _check_whole(policy: Policy, where: str) -> None:
    names = [RESERVED, *(name for name, _ in policy.classes)]
    if not policy.sites or len(set(policy.sites)) < len(policy.sites) or len(set(names)) < len(names):
        raise BadDraw("a site or class stands twice, or there is no site", where=where, todo="name each once")
    shares = [policy.reserved, *(share for _, share in policy.classes)]
    common = 1
    for _, bottom in shares:
        common *= bottom
    if sum(top * (common // bottom) for top, bottom in shares) > common:
        raise BadDraw("the shares are more than all places", where=where, todo="lower reserved or a class")


def _class(value: Any, where: str) -> tuple[str, Share]:
    if not isinstance(value, dict) or value.keys() != {"name", "share"}:
        raise BadDraw(f"{value!r} is no class", where=where, todo="give each class its name and share")
    return _key(value["name"], where), _share(value["share"], where)


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadDraw(f"{value!r} is no list", where=where, todo="see docs/draw.md")
    return value


def _share(value: Any, where: str) -> Share:
    if not (isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)):
        raise BadDraw(f"{value!r} is no share", where=where, todo="write two whole numbers, such as [3, 10]")
    top, bottom = value
    if not 0 <= top <= bottom or not 1 <= bottom <= MOST_PARTS:
        raise BadDraw(f"{value!r} is no share", where=where, todo="write a share of 0 to 1, such as [3, 10]")
    return top, bottom


def _number(value: Any, where: str, least: int = 0, most: int = MOST) -> int:
    if type(value) is not int or not least <= value <= most:
        raise BadDraw(f"{value!r} is no whole number from {least} to {most}", where=where, todo="see docs/draw.md")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise BadDraw(f"{value!r} is no text", where=where, todo="see docs/draw.md")
    return value


def _key(value: Any, where: str) -> str:
    """A name that is a key of published documents: ASCII, so that every program sorts keys alike."""
    if not _text(value, where).isascii():
        raise BadDraw(f"{value!r} is not in plain letters", where=where, todo="name sites and classes in ASCII")
    return str(value)
