"""How pages are written: strict templates in which whatever comes from outside is text and nothing else."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def page_environment() -> Environment:
    """An environment over the templates of this folder, without filters or globals of its own."""
    return Environment(
        loader=PackageLoader("sojourn.publish"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
