"""Everything that a reader sees of a determination comes from the catalogues: a language of brackets shows what does not."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from refuge.household_of import AT_PORT, CROSSED, told
from sojourn.publish.determination_page import determination_page
from sojourn.refuge import words
from sojourn.refuge.facts import LISTS, facts
from sojourn.refuge.text import determination_text


@pytest.fixture
def brackets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A language whose sentences are the English ones in brackets, each twice as long."""
    sentences = {id: f"⟦{text}{'~' * len(text)}⟧" for id, text in words.catalogue("en").items()}
    for of in ("person", *LISTS):
        for fact in facts()[of].values():
            sentences |= {f"fact.{of}.{fact.id}.{text}": f"⟦{fact.texts[text]['en']}⟧" for text in fact.texts}
    lines = [f"{json.dumps(id)} = {json.dumps(text, ensure_ascii=False)}" for id, text in sentences.items()]
    (tmp_path / "zz.toml").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(words, "FOLDERS", (tmp_path,))
    monkeypatch.setattr(words, "languages", lambda: ("zz",))
    return "zz"


def outside_brackets(text: str) -> set[str]:
    """The words that no catalogue gave."""
    while "⟦" in text:
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return set(re.findall(r"[A-Za-z]{2,}", text))


@pytest.mark.parametrize("proof", [False, True])
def test_no_word_of_the_page_is_written_in_the_template(brackets: str, proof: bool) -> None:
    """But for Sojourn's name and the labels that the facts file gave; country codes stand as given."""
    page = determination_page(told(CROSSED, AT_PORT, language=brackets), proof=proof)
    body = html.unescape(re.sub(r"<[^>]+>", " ", page.split("<body>")[1]))

    assert outside_brackets(body.replace("the one who asks", "").replace("the sister", "")) <= {"Sojourn"}


def test_no_word_of_the_text_is_written_in_the_code(brackets: str) -> None:
    """The same for the terminal."""
    text = determination_text(told(CROSSED, AT_PORT, language=brackets), proof=True)

    assert outside_brackets(text.replace("the one who asks", "").replace("the sister", "")) == set()
