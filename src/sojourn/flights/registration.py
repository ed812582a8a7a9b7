"""US registrations (N-numbers) and ICAO 24-bit addresses: each follows from the other, so a log can be held against itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sojourn.flights.nouns import Fault

FIRST: Final = 0xA00001
"""The address of N1, the first of the US block."""
LAST: Final = 0xADF7C7
"""The address of N99999, the last that follows from a registration; the rest of the block is the military's."""
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which read like 1 and 0
_SUFFIXES: Final = 1 + 24 * (1 + 24)  # none, one letter, or two
_BLOCKS: Final = (101_711, 10_111, 951, 35)
"""How many registrations begin with the same one, two, three or four digits."""
_N_NUMBER: Final = re.compile(r"N([1-9])(\d{0,4})([A-HJ-NP-Z]{0,2})")


def normal(registration: str) -> str:
    """A registration in upper case without blanks; an N-number also without hyphens (`n-289 gx` is N289GX)."""
    text = re.sub(r"\s", "", registration).upper()
    without = text.replace("-", "")
    return without if _N_NUMBER.fullmatch(without) else text


def address_of(registration: str) -> str | None:
    """The ICAO address (six hexadecimal digits, lower case) of a US registration; None where it is no valid N-number.

    Source: 14 CFR 47.15 (the form of N-numbers); ICAO Annex 10, volume III, part I, chapter 9 (the block of the United States).
    The order of the block was held against aircraft whose two names the US registry prints.
    """
    found = _N_NUMBER.fullmatch(normal(registration))
    if not found or len(found[2]) + len(found[3]) > 4:
        return None
    digits, suffix = found[2], found[3]
    offset = (int(found[1]) - 1) * _BLOCKS[0]
    for place, digit in enumerate(digits[:3], start=1):
        offset += _SUFFIXES + int(digit) * _BLOCKS[place]
    if len(digits) == 4:
        return f"{FIRST + offset + 1 + 24 + int(digits[3]):06x}"
    return f"{FIRST + offset + _suffix_offset(suffix, one_only=len(digits) == 3):06x}"


def registration_of(address: str) -> str | None:
    """The US registration of an ICAO address; None outside a00001 to adf7c7, or where the text is no address."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", address) or not FIRST <= int(address, 16) <= LAST:
        return None
    first, rest = divmod(int(address, 16) - FIRST, _BLOCKS[0])
    name = f"N{first + 1}"
    for block in _BLOCKS[1:]:
        if rest < _SUFFIXES:
            return name + _suffix(rest)
        digit, rest = divmod(rest - _SUFFIXES, block)
        name += str(digit)
    if rest <= 24:
        return name + ("" if rest == 0 else _LETTERS[rest - 1])
    return name + str(rest - 25)


def aircraft(address: str, registration: str) -> str:
    """The name of an aircraft in all nouns: its address, computed where only a US registration is known.

    Where both are given and disagree the address stands, and `disagreements` reports it.
    """
    return address.strip().lower() or address_of(registration) or normal(registration)


def disagreements(log: Iterable[tuple[str, int, str, str]]) -> tuple[Fault, ...]:
    """The rows of a log whose address and registration are not of one aircraft.

    Args:
        log: source, line, address and registration of each row. Rows that lack one of the two, or have a registration of
            another country, cannot be compared and give no fault.
    """
    faults = []
    for source, line, address, registration in log:
        written, computed = normal(registration), registration_of(address)
        if not address or not written.startswith("N"):
            continue
        if written != computed:
            known = f"the address {address.lower()} is {computed}'s" if computed else f"{address} is no US address"
            faults.append(Fault("address against registration", source, (line,), f"{written} is written, but {known}"))
    return tuple(faults)


def _suffix_offset(suffix: str, *, one_only: bool) -> int:
    if not suffix:
        return 0
    first = _LETTERS.index(suffix[0])
    if one_only:
        return 1 + first
    return 1 + first * 25 + (1 + _LETTERS.index(suffix[1]) if len(suffix) > 1 else 0)


def _suffix(offset: int) -> str:
    if offset == 0:
        return ""
    first, second = divmod(offset - 1, 25)
    return _LETTERS[first] + ("" if second == 0 else _LETTERS[second - 1])
