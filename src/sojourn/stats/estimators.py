"""The estimators by id: what each does in plain words, the functions that compute it, and where its coverage is measured."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path


@dataclass(frozen=True)
class Estimator:
    """One way in which a number or its interval comes about."""

    id: str
    title: str
    says: str
    functions: tuple[str, ...]
    coverage: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """What the docstrings of its functions name as their sources."""
        return tuple(dict.fromkeys(filter(None, map(_source, self.functions))))


def _source(place: str) -> str:
    """The paragraph of a function's docstring that begins with `Source:`, in one line."""
    module, name = place.split(":")
    text = cleandoc(getattr(import_module(module), name).__doc__ or "")
    paragraph = next((part for part in text.split("\n\n") if part.startswith("Source:")), "")
    return " ".join(paragraph.removeprefix("Source:").split())


@cache
def estimators() -> Mapping[str, Estimator]:
    """Every estimator, in the order of the page that explains them."""
    path = Path(__file__).with_suffix(".toml")
    return {
        name: Estimator(
            name,
            entry["title"],
            " ".join(entry["says"].split()),
            tuple(entry["functions"]),
            tuple(entry["coverage"]),
        )
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }
