"""What the pages ask: findings of one record, computed once, with few queries at a time and none without an end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any, Final, TypeVar

from sojourn.disclosure.gate import pass_gate
from sojourn.disclosure.memory import FULL, Shown
from sojourn.errors import BadRecord, GateError, LimitReached, SojournError
from sojourn.findings import Finding, no_breakdown
from sojourn.measures import measure
from sojourn.publish.public_cards import public_form
from sojourn.record.kept import Kept, cells
from sojourn.record.opened import Record, empty_memory
from sojourn.web.desk import Desk
from sojourn.web.draws import Draws
from sojourn.words.said import said

T = TypeVar("T")
SLOTS: Final = 2
"""Questions that are computed at the same time; with 50 readers, two answer more pages in a second than fifty do."""
SECONDS: Final = 20.0
"""How long a query may run before it is stopped, and a question may wait for its turn."""
SEARCHING: Final = 50.0
"""How long a search in Python may go on before it is stopped; the guard gives an answer up after 60."""
MOST_CELLS: Final = 1_000_000
"""Cells of the findings that are kept; with what stands behind them some 200 bytes each."""
MOST_BYTES: Final = 64 * 1024 * 1024
"""Bytes of the pages that are kept as they were sent."""


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
    is the hash of the manifest. `pages` has pages as they were sent, by their address; `invented` is whether
    the rows of the record were made up. With the `desk` of a clinic there need be no record: then only pages that ask nothing of it
    answer.
    """

    folder: Path
    public: bool = False
    seconds: float = SECONDS
    draws: Draws = field(default_factory=Draws)
    served: bool = True
    manifest: str = ""
    desk: Desk | None = None
    pages: Kept[str, bytes] = field(default_factory=lambda: Kept(MOST_BYTES, len), repr=False)
    invented: bool = field(default=False, init=False)
    _slots: LifoQueue[Record] = field(default_factory=LifoQueue, repr=False)
    _kept: Kept[Question, Finding] = field(default_factory=lambda: Kept(MOST_CELLS, _size), repr=False)
    _passed: Kept[tuple[Question, ...], list[Finding | SojournError]] = field(
        default_factory=lambda: Kept(MOST_CELLS, lambda answers: sum(map(_size, answers))), repr=False
    )
    _shown: Shown = field(default_factory=Shown, repr=False)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _makers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(SLOTS, "pages"), repr=False)

    def __post_init__(self) -> None:
        memory = empty_memory()
        for _ in range(SLOTS if self.has_record else 0):
            record = Record(self.folder, seconds=self.seconds, searching=SEARCHING, memory=memory, threads=1)
            self.invented = record.invented
            self._slots.put(record)

    @property
    def has_record(self) -> bool:
        """Whether there is a record; without a desk, its absence is an error from the start."""
        return self.desk is None or self.folder.is_dir()

    @contextmanager
    def record(self) -> Iterator[Record]:
        """A record to read from; its queries are stopped when their time is up.

        Raises:
            LimitReached: all are in use for longer than anybody waits.
            BadRecord: the site was started without one.
        """
        if not self.has_record:
            raise BadRecord(
                said("there is no record here"), todo=said("run `sojourn build`, and start the site with --record")
            )
        try:
            record = self._slots.get(timeout=self.seconds)
        except Empty:
            raise LimitReached(said("too many questions at once"), todo=said("ask again in a minute")) from None
        try:
            yield record
        except SojournError as error:
            told = self._without_place(error)
            if told is error:
                raise
            raise told from error
        finally:
            self._slots.put(record)

    def _without_place(self, error: SojournError) -> SojournError:
        """An error as this site may show it: where a public one keeps its record is nobody's business."""
        place = str(self.folder.resolve())
        if not self.public or (error.where not in {place, str(self.folder)} and place not in str(error)):
            return error
        what = said("the record cannot be read") if place in error.what else error.what
        return type(error)(what, todo=error.todo)

    def records(self) -> Iterator[Record]:
        """Every record, each lent once, before questions come."""
        with ExitStack() as lent:
            yield from [lent.enter_context(self.record()) for _ in range(SLOTS)]

    def ask(self, questions: Sequence[Question]) -> list[Finding | SojournError]:
        """The finding of each question in the form in which this site may show it, or why it cannot be asked."""
        known = self._passed.get(tuple(questions))
        if known:
            return list(known)
        found = [self._tried(one) for one in questions]
        shown = iter(self.shown([one for one in found if isinstance(one, Finding)]))
        answers = [next(shown) if isinstance(one, Finding) else one for one in found]
        if self.public and not any(isinstance(one, LimitReached) for one in answers):
            self._passed.put(tuple(questions), answers)
        return answers

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
        known = self._kept.get(question)
        if known:
            return known
        asked = measure(question.measure)
        with self.record() as record:
            found = self._kept.get(question) or asked.ask(record, question.parameters, question.by)
        if not self.public or found.tier == "P0":
            self._kept.put(question, found)  # small numbers stay no longer on a public server than their page is made
        return found

    def _public(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Through the gate, with all that was shown before; where they give a count away together, none is shown."""
        with self._one_at_a_time:
            earlier = self._shown.about(findings)
            try:
                passed = pass_gate(list(findings), earlier or [])
            except GateError as error:
                return tuple(public_form(one, error) for one in findings)
            is_held = earlier is not None and self._shown.add(passed.publication)
        forms = [
            now if is_held or was.breakdown is None else FULL
            for was, now in zip(findings, passed.findings, strict=True)
        ]
        return tuple(
            replace(public_form(was, now), breaks_down=no_breakdown) for was, now in zip(findings, forms, strict=True)
        )

    async def in_turn(self, make: Callable[..., T], *given: Any) -> T:
        """What `make` gives, made in a thread: as many at a time as there are records to ask, the others in the order in which they came.

        Whoever no longer waits when the turn comes is left out.
        """
        return await asyncio.get_running_loop().run_in_executor(self._makers, make, *given)

    def close(self) -> None:
        """Let go of the engines."""
        self._makers.shutdown(wait=False, cancel_futures=True)
        while not self._slots.empty():
            self._slots.get().close()


def _size(answer: Finding | SojournError) -> int:
    """Cells of an answer; one without a table has about a hundred in its words."""
    return 100 + (cells(answer.rows) if isinstance(answer, Finding) else 0)
