"""What the measures outside the courts say can be said in other languages: no text of theirs is glued English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from measures.custody.moved_people import moved_record
from measures.refuge.printed_figures import printed_record
from measures.said_elsewhere import DONE
from measures.sql_of_measures import QUESTIONS
from sojourn.findings import Finding
from sojourn.measures import MEASURES
from sojourn.record.opened import Record
from sojourn.web.catalogues import messages
from sojourn.words.said import Joined, Said
from sojourn.words.spoken import FINDINGS
from tiny import tiny_record
from tiny_ports import ports_record

RECORDS: tuple[Callable[[], Record], ...] = (tiny_record, moved_record, printed_record, ports_record)
OF_RELEASES = re.compile(
    r"Answered from release|Release \S+ covers|The release covers .* only, not the country|no release covers|the record has no release|"
    r"The table shows the first"
)
"""What the choice of a release and the longest table say, which every measure shares."""
DECLARED = {one.id for one in messages(FINDINGS)}


def texts(finding: Finding) -> Iterator[str]:
    """Every text of a finding that a reader sees."""
    yield from (finding.sentence, finding.reason, finding.denominator_is, finding.unit)
    if finding.interval:
        yield finding.interval.method
    yield from (caveat.text for caveat in finding.caveats)
    yield from finding.columns
    yield from (rival.compares for rival in finding.rivals)


def plain(text: str) -> list[str]:
    """The parts of a text that no language could say again."""
    if isinstance(text, Joined):
        return [one for part in text.parts for one in plain(part)]
    if isinstance(text, Said):
        return [one for value in text.values.values() if isinstance(value, Said | Joined) for one in plain(value)]
    return [] if not text or text in DECLARED or OF_RELEASES.match(text) else [text]


@pytest.mark.parametrize("name", DONE)
def test_what_a_measure_says_can_be_said_again(name: str) -> None:
    """Each text is a message with values, or is declared, whether there is a figure or a reason for none."""
    findings = [
        MEASURES[name].ask(record(), given, by) for record in RECORDS for asked, given, by in QUESTIONS if asked == name
    ]

    assert findings
    assert {text for finding in findings for told in texts(finding) for text in plain(told)} == set()
