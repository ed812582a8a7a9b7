"""Data walks one way: a part imports from itself and from parts before it, and from nothing after it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sojourn

ROOT = Path(sojourn.__file__).parent
ORDER = [
    "errors",
    "shipped",
    "words",
    "stats",
    "engine",
    "reading",
    "draw",
    "refuge",
    "releases",
    "fetch",
    "sources",
    "tables",
    "quality",
    "record",
    "tiers",
    "breakdown",
    "findings",
    "disclosure",
    "compare",
    "flights",
    "groups",
    "measures",
    "claims",
    "lookalike",
    "publish",
    "web",
    "cli",
    "__main__",
]


def part(path: Path) -> str:
    """The part that a file of the package belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The parts of the package that a file imports from, wherever in the file."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named += [
        f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    return {name.split(".")[1] for name in named if name.startswith("sojourn.")}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(ROOT)))
        for path in sorted(ROOT.rglob("*.py"))
        if path != ROOT / "__init__.py"  # the shop window: it names what every part gives away
    ],
)
def test_a_part_imports_only_from_itself_and_those_before_it(path: Path) -> None:
    """A reader that knew of measures could bend what it reads to what is asked."""
    before = ORDER[: ORDER.index(part(path)) + 1] if part(path) in ORDER else ["errors"]

    assert imported(path) - {"__version__", *before} == set()
