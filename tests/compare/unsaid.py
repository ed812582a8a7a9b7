"""What a comparison says in no language but English."""

from __future__ import annotations

from collections.abc import Iterator

from plain_texts import plain
from sojourn.compare import Comparison
from sojourn.publish.comparison import comparison_said
from sojourn.publish.sections import Grid


def unsaid(found: Comparison) -> set[str]:
    """Its texts that are not made of messages, but for what the record says of the defects of its files."""
    defects = {f"{text}." for form in found.forms for text in (*form.noticed, *form.stated)}
    defects |= {f"{why.reason}:" for form in found.forms for why in form.reasons}
    return {text for told in _texts(found) for text in plain(told)} - defects


def _texts(found: Comparison) -> Iterator[str]:
    for section in comparison_said(found):
        yield section.title
        for part in section.parts:
            yield from part.columns if isinstance(part, Grid) else (part.text,)
