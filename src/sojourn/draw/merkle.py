"""A tree of hashes over a list: one root for all, and a short proof that one entry is in it.

Leaves and inner nodes are hashed under different prefixes, and a node without a neighbour moves up as it is, so that no two
lists share a root. Source: RFC 6962, section 2.1 (Merkle Tree Hash, audit paths).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(content: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over the hashes of entries; of no entry the hash of nothing."""
    level = list(leaves)
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:
        level = _above(level)
    return level[0]


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + level[len(level) & ~1 :]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from an entry to the root, the lowest first.

    Raises:
        IndexError: there is no such entry.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    return _beside(_levels(leaves), index)


def paths(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The hashes beside the way of each entry, for which the tree is built once."""
    levels = _levels(leaves)
    return [_beside(levels, index) for index in range(len(leaves))]


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """All levels of the tree but the root."""
    level, levels = list(leaves), []
    while len(level) > 1:
        levels.append(level)
        level = _above(level)
    return levels


def _beside(levels: Sequence[list[bytes]], index: int) -> list[bytes]:
    at = [(level, (index >> height) ^ 1) for height, level in enumerate(levels)]
    return [level[neighbour] for level, neighbour in at if neighbour < len(level)]


def included(content: bytes, index: int, count: int, beside: Sequence[bytes], claimed: bytes) -> bool:
    """Whether an entry stands at a place of a list of so many entries with the claimed root."""
    if not 0 <= index < count:
        return False
    reached, last, waiting = leaf(content), count - 1, list(beside)
    while last:
        if index % 2 or index < last:
            if not waiting:
                return False
            other = waiting.pop(0)
            reached = _node(other, reached) if index % 2 else _node(reached, other)
        index, last = index // 2, last // 2
    return reached == claimed and not waiting
