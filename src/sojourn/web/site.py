"""What the pages ask: findings of one record, computed once, with few queries at a time and none without an end."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Final

from sojourn.disclosure.gate import pass_gate
from sojourn.disclosure.published import Publication
from sojourn.errors import BadRecord, GateError, LimitReached, SojournError
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.publish.public_cards import public_form
from sojourn.record.opened import Record
from sojourn.web.desk import Desk
from sojourn.web.draws import Draws

SLOTS: Final = 2
"""Questions that are computed at the same time; with 50 readers, two answer more pages in a second than fifty do."""
SECONDS: Final = 20.0
"""How long a query may run before it is stopped, and a question may wait for its turn."""
MOST_KEPT: Final = 512


@dataclass(frozen=True)
class Question:
    """A measure with its parameters as text, and the dimensions to split by."""

    measure: str
    given: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()

    @classmethod
    def of(cls, measure: str, by: Sequence[str] = (), /, **given: str | None) -> Question:
        """A question whose empty parameters are left out; a parameter may have any name, since a person types it."""
        return cls(measure, tuple(sorted((name, text) for name, text in given.items() if text)), tuple(by))

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters by name."""
        return dict(self.given)


@dataclass
class Site:
    """One record that is being read, and the published draws that were named beside it.

    With `public`, a finding leaves only in the form in which it passes the disclosure gate, together with all that this
    site has shown before. `served` is whether a server answers, or the pages stand as files in a folder, of which `manifest`
    is the hash of the manifest. With the `desk` of a clinic there need be no record: then only pages that ask nothing of it
    answer.
    """

    folder: Path
    public: bool = False
    seconds: float = SECONDS
    draws: Draws = field(default_factory=Draws)
    served: bool = True
    manifest: str = ""
    desk: Desk | None = None
    _slots: LifoQueue[Record] = field(default_factory=LifoQueue, repr=False)
    _kept: OrderedDict[Question, Finding] = field(default_factory=OrderedDict, repr=False)
    _shown: list[Publication] = field(default_factory=list, repr=False)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        for _ in range(SLOTS if self.has_record else 0):
            self._slots.put(Record(self.folder, seconds=self.seconds))

    @property
    def has_record(self) -> bool:
        """Whether there is a record; without a desk, its absence is an error from the start."""
        return self.desk is None or self.folder.is_dir()

    @property
    def invented(self) -> bool:
        """Whether the rows of the record were made up."""
        if not self.has_record:
            return False
        with self.record() as record:
            return record.invented

    @contextmanager
    def record(self) -> Iterator[Record]:
        """A record to read from; its queries are stopped when their time is up.

        Raises:
            LimitReached: all are in use for longer than anybody waits.
            BadRecord: the site was started without one.
        """
        if not self.has_record:
            raise BadRecord("there is no record here", todo="run `sojourn build`, and start the site with --record")
        try:
            record = self._slots.get(timeout=self.seconds)
        except Empty:
            raise LimitReached("too many questions at once", todo="ask again in a minute") from None
        try:
            yield record
        finally:
            self._slots.put(record)

    def ask(self, questions: Sequence[Question]) -> list[Finding | SojournError]:
        """The finding of each question in the form in which this site may show it, or why it cannot be asked."""
        found = [self._tried(one) for one in questions]
        shown = iter(self.shown([one for one in found if isinstance(one, Finding)]))
        return [next(shown) if isinstance(one, Finding) else one for one in found]

    def one(self, question: Question) -> Finding:
        """The finding of one question, in the form in which this site may show it.

        Raises:
            UsageError: a measure, a parameter or a value that does not exist.
            LimitReached: it would take too long.
        """
        return self.shown([self._asked(question)])[0]

    def shown(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Findings in the form in which this site may show them."""
        return self._public(findings) if self.public else tuple(findings)

    def _tried(self, question: Question) -> Finding | SojournError:
        try:
            return self._asked(question)
        except SojournError as error:
            return error

    def _asked(self, question: Question) -> Finding:
        with self._one_at_a_time:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]
        asked = measure(question.measure)
        with self.record() as record:
            found = asked.ask(record, question.parameters, question.by)
        with self._one_at_a_time:
            self._kept[question] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _public(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Through the gate, with all that was shown before; where they give a count away together, none is shown."""
        with self._one_at_a_time:
            try:
                passed = pass_gate(list(findings), self._shown)
            except GateError as error:
                return tuple(public_form(one, error) for one in findings)
            if passed.publication not in self._shown:
                self._shown.append(passed.publication)
        return tuple(public_form(was, now) for was, now in zip(findings, passed.findings, strict=True))

    def close(self) -> None:
        """Let go of the engines."""
        while not self._slots.empty():
            self._slots.get().close()
