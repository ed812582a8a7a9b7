"""Whether the cases explain a judge's rate: raw, stratified, standardised, and by a regression, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from sojourn.breakdown import Breakdown
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, Unanswerable
from sojourn.measures.conditions import narrowed, narrowed_reason
from sojourn.measures.court.agreement import agreement, disagree, points_told
from sojourn.measures.court.asylum_breakdown import of_split
from sojourn.measures.court.asylum_definitions import Counted, Outcome
from sojourn.measures.court.asylum_question import (
    ADMIN_CLOSURE,
    ATTRIBUTION,
    COMPLETED_IN,
    COMPLETION_DAYS,
    DEFINITION,
    DETAINED_BY_NAME,
    FAMILIES,
    FUNNEL,
    NOT_COUNTED,
    AsylumQuestion,
    asylum_question,
    in_words,
    told_cells,
)
from sojourn.measures.court.asylum_words import part_of
from sojourn.measures.court.labels import completed_in, no_person
from sojourn.measures.court.peers import (
    COLUMNS,
    FEWEST_OF_A_NATIONALITY,
    LIKE,
    Cells,
    Judge,
    Peers,
    Regression,
    cells_of,
)
from sojourn.measures.court.question import TALLY
from sojourn.measures.court.release import COURT, JUDGE, RELEASE, labels, people, placeholder
from sojourn.measures.court.split import shower
from sojourn.measures.declare import Measure, Parameter, Period, by_choice
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.stats.risk_sets import Flags, Whole
from sojourn.tiers import Told
from sojourn.words.said import Said, joined, said

_OF_ONE_JUDGE: Final = frozenset({"judge", "court", "strata", "by"})
"""Parameters on which the other judges do not depend, once the courts are known."""
_METHOD: Final = said("Klingenberg on Sato's variance, strata weighted by Mantel and Haenszel, 95 %")


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    question = asylum_question(record, MEASURE, asked)
    if isinstance(question, Unanswerable):
        return MEASURE.unanswered(record, in_words(asked), question.status, question.reason)
    return _Answer(question).finding()


@dataclass(frozen=True)
class _Bench:
    """Every decision at some courts by judge and stratum, and which cells (c,) are of those who may be one person.

    The others are under codes that stand for none. `outcomes` (c,) are the counts of each outcome.
    """

    sql: str
    cells: Cells
    outcomes: Mapping[Outcome, Whole]
    persons: Flags
    regression: Regression

    def __len__(self) -> int:
        """Cells that it takes in memory: with its share in the regression a row is some three hundred bytes."""
        return 3 * len(self.persons)

    @property
    def decisions(self) -> int:
        """All decisions."""
        return int(self.cells.trials.sum())

    def of(self, judge: Judge) -> Flags:
        """Which cells (c,) are of a judge."""
        found: Flags = self.cells.judge == self.cells.number(judge)
        return found

    def peers(self, judge: Judge) -> Peers:
        """The judge asked about, whatever the code stands for, and the peers who may be one person."""
        own = self.of(judge)
        cells = self.cells.kept(self.persons | own)
        return Peers(judge, cells, Regression(cells) if (own & ~self.persons).any() else self.regression)


class _Answer:
    """One question with its strata and its comparisons."""

    def __init__(self, question: AsylumQuestion) -> None:
        self._question, self._way = question, question.way
        self._period: Period | None = question.asked["period"]
        self._judge = question.codes("judge")
        represented = ("represented",) if question.asked["adjust_representation"] == "yes" else ()
        self._by = (*LIKE, *represented)
        sql, courts, own = self._where()
        bench = self._bench(courts)
        if not bench.of(self._judge).any():
            bench = self._bench(())
        self._sql = " ; ".join(filter(None, (sql, bench.sql)))
        self._own = own or {name: int(counts[bench.of(self._judge)].sum()) for name, counts in bench.outcomes.items()}
        self._peers = peers = bench.peers(self._judge)
        self._apart = bench.decisions - int(peers.cells.trials.sum())
        self._raw = peers.raw()
        self._three = (peers.stratified(), peers.predicted(), peers.modelled())

    def _where(self) -> tuple[str, tuple[str, ...], dict[Outcome, int]]:
        """The courts where the judge decided, and how often; one court that is asked for needs no looking up."""
        if len(asked := self._question.codes("court")) == 1:
            return "", asked, {}
        sql, rows = self._question.split(("court",), self._question.filters(self._period), self._period)
        own = {name: sum(row[name] for row in rows) for name in self._way.outcomes}
        return sql, tuple(row["court"] for row in rows if row["court"]), own

    def _bench(self, courts: tuple[str, ...]) -> _Bench:
        """The judges of some courts, worked out once for all of them."""
        given = {name: str(value) for name, value in self._question.told.items() if name not in _OF_ONE_JUDGE}
        key = ("judges of courts", courts, *sorted(given.items()))
        return self._question.record.remember(key, lambda: self._made(courts))

    def _made(self, courts: tuple[str, ...]) -> _Bench:
        """Every decision at the courts, by judge and stratum."""
        sql = ""
        columns: dict[str, Any] = dict.fromkeys(("judge", *self._by, *self._way.outcomes), np.zeros(0, np.int64))
        if courts:
            filters = replace(self._question.filters(self._period), judges=(), courts=courts)
            sql, columns = self._question.columns(("judge", *self._by), filters, self._period)
        outcomes = {name: columns[name] for name in self._way.outcomes}
        together = people(self._question.record, self._question.chosen.id)
        codes = columns["judge"].tolist()
        person = {code: together.get(code, (code,)) if code else () for code in set(codes)}
        judges = [person[code] for code in codes]
        strata = [columns[name].tolist() for name in self._by]
        cells = cells_of(judges, strata, outcomes[self._way.rate], sum(outcomes.values()))
        persons = np.array([self._is_person(one) for one in cells.judges], dtype=np.bool_)[cells.judge]
        return _Bench(sql, cells, outcomes, persons, Regression(cells.kept(persons)))

    def _is_person(self, judge: Judge) -> bool:
        return bool(judge and not placeholder(judge[0], self._names.get(judge[0], "")))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return labels(self._question.record, self._question.chosen.id, "judge")

    def finding(self) -> Finding:
        stratified, question = self._three[0], self._question
        measured: dict[str, Any] = {"status": "too few", "reason": self._too_few()}
        if stratified.difference:
            value, low, high = (100 * one for one in stratified.difference)
            measured = {
                "value": value,
                "numerator": stratified.successes,
                "denominator": stratified.trials,
                "denominator_is": said("decisions of the judge in strata that have peers"),
                "interval": Interval(low, high, _METHOD),
                "sentence": self._sentence(),
            }
        return Finding(
            measure=MEASURE.id,
            parameters=question.told,
            unit=MEASURE.unit,
            definition=MEASURE.definition,
            provenance=provenance(question.record, (question.chosen.release,), "court_decisions", self._sql),
            columns=COLUMNS,
            rows=tuple(one.row for one in (self._raw, *self._three)),
            caveats=(*question.chosen.caveats, *self._caveats()),
            told=self._told(),
            breaks_down=self._breakdown,
            details=self._details(),
            **measured,
        )

    @cached_property
    def _about(self) -> list[Said]:
        return self._question.about(completed_in(self._period))

    def _too_few(self) -> str:
        (a, n), (c, m) = self._peers.totals(own=True), self._peers.totals(own=False)
        reason = said(
            "{rate}, peers at the same courts {peers:number} of {all_peers:number}; {compared:number} of the judge's decisions "
            "are in strata that have peers, and fewer than {fewest:number} give no comparison",
            rate=part_of(self._way.rate, a, n),
            peers=c,
            all_peers=m,
            compared=self._three[0].trials,
            fewest=FEWEST,
        )
        return narrowed_reason(reason, self._about)

    def _sentence(self) -> str:
        (a, n), (c, m) = self._peers.totals(own=True), self._peers.totals(own=False)
        within, predicted, modelled = map(points_told, self._three)
        totals = said(
            "{rate} ({share:percent}), peers at the same courts {peers:number} of {all_peers:number} ({peers_share:percent}).",
            rate=part_of(self._way.rate, a, n),
            share=a / n,
            peers=c,
            all_peers=m,
            peers_share=c / m,
        )
        told = said(
            "Judge minus peers in percentage points: raw {raw}; within strata {within}; against the prediction {predicted}; "
            "by the regression {modelled}.",
            raw=points_told(self._raw),
            within=within,
            predicted=predicted,
            modelled=modelled,
        )
        return narrowed(joined([totals, told, agreement(self._raw, self._three)]), self._about)

    def _told(self) -> Told:
        """Totals before one judge; with the strata listed, every nationality in each."""
        groups = [self._group(own=own) for own in (True, False)]
        cells = [
            *told_cells(list(group.values()) for group in groups),
            *(one.trials for one in self._three),
            *(one.left_out for one in self._three),
            self._apart,
        ]
        told = Told.of(("place",), (self._period.grain,) if self._period else (), cells, "hearings")
        if self._question.asked["strata"] == "no":
            return told
        of = self._peers.table[1]
        return told.also(
            ("nationality",), [int(one) for one in (*of.trials, *of.successes, *(of.trials - of.successes))]
        )

    def _breakdown(self) -> Breakdown | None:
        """What the judge's counts are of, where they may be printed exactly; else the answer stays on this machine."""
        if self._told().tier != "P0":
            return None
        way, side = self._way, self._question.side
        found = of_split(self._question.counts_of(way, side, self._period), Counted(way, side, self._own), (), (), ())
        return replace(found, numerator=None, denominator=None)

    def _group(self, *, own: bool) -> dict[Any, int]:
        a, n = self._peers.totals(own=own)
        return {self._way.rate: a, "other": n - a}

    def _details(self) -> dict[str, Any]:
        of = self._peers.table[1]
        (a, n), (c, m) = self._peers.totals(own=True), self._peers.totals(own=False)
        details = {
            "judge": {self._way.rate: a, "decisions": n},
            "peers": {self._way.rate: c, "decisions": m, "judges": self._peers.judges},
            **self._peers.ratios(),
            "strata": int(of.trials.size),
            "strata_with_peers": int(of.within.trials.size),
            "not_a_person": self._apart,
            "agreement": agreement(self._raw, self._three),
            "merged_judge_codes": list(self._question.counted_together()),
        }
        return details | ({"table": self._table()} if self._question.asked["strata"] == "yes" else {})

    def _table(self) -> list[dict[str, Any]]:
        """The strata of the judge, one a line, with the counts of both, the weight and the difference."""
        names, of = self._peers.table
        known = {
            name: labels(self._question.record, self._question.chosen.id, name) for name in ("court", "nationality")
        }
        shown = shower(self._by, known)
        words = [shown(dict(zip(self._by, name, strict=True)))[0] for name in names]
        return [
            dict(zip(self._by, stratum, strict=True))
            | {
                self._way.rate: int(a),
                "decisions": int(n),
                f"peers_{self._way.rate}": int(c),
                "peers_decisions": int(m),
            }
            | {"weight": round(float(weight), 3), "difference": round(float(by), 4) if m else None}
            for stratum, a, n, c, m, weight, by in zip(
                words,
                of.successes,
                of.trials,
                of.peer_successes,
                of.peer_trials,
                of.weights,
                of.differences,
                strict=True,
            )
        ]

    def _caveats(self) -> Iterator[Caveat]:
        yield Caveat(
            said(
                "Past decisions of a court, not a prediction for one person. Cases count as like where court, fiscal year, "
                "custody and nationality are the same; nothing else of a case is held equal."
            ),
            "warning",
        )
        if disagree(self._three):
            yield Caveat(agreement(self._raw, self._three), "warning")
        yield self._representation()
        left = self._three[0].left_out
        if left:
            yield Caveat(
                said(
                    "{left:number} of the judge's decisions are in strata without a peer's decision and are compared with "
                    "nothing.",
                    left=left,
                )
            )
        yield Caveat(
            said(
                "In the regression nationalities with fewer than {fewest:number} decisions here count as one group, and a "
                "court, year, custody or nationality that was always decided one way tells no judge from another and is left "
                "out. The effect of a judge with few decisions is drawn towards that of all.",
                fewest=FEWEST_OF_A_NATIONALITY,
            )
        )
        if self._apart:
            yield Caveat(
                said(
                    "{apart:number} decisions under codes that stand for no person, or under none, are not among the peers'.",
                    apart=self._apart,
                )
            )
        reason = placeholder(self._judge[0], self._names.get(self._judge[0], ""))
        if reason:
            yield Caveat(no_person(self._judge[0], reason), "warning")
        yield FUNNEL
        yield FAMILIES
        yield DETAINED_BY_NAME
        yield from self._question.narrowed([self._period] if self._period else [])

    def _representation(self) -> Caveat:
        if "represented" in self._by:
            return Caveat(
                said(
                    "Who had a lawyer is held equal, as asked. It depends in part on the judge, who may order removal before a "
                    "lawyer is found (Hausman), so this may take away a part of what the judge does."
                ),
                "warning",
            )
        return Caveat(
            said(
                "Who had a lawyer is not held equal: it depends in part on the judge, who may order removal before a lawyer is "
                "found (Hausman). -p adjust_representation=yes holds it equal."
            )
        )


MEASURE = Measure(
    id="case_mix",
    estimators=("stratified", "standardised", "random_intercept"),
    definition=Definition(
        question="Is this judge's rate explained by the cases?",
        counted=(
            "decisions on asylum under the definition asked for, of the judge and of the peers at the courts where the judge "
            "decided, in strata of court, fiscal year, custody and nationality"
        ),
        not_counted=f"{NOT_COUNTED}; peers under codes that stand for no person; strata that have the judge or the peers only",
        date_basis=by_choice(COMPLETION_DAYS),
        estimator=(
            "judge's share minus the peers' within strata (Mantel and Haenszel, interval of Klingenberg); beside it the sum of "
            "the peers' shares against the actual number (binomial limits) and a logistic regression with a random effect of "
            "each judge (maximum likelihood, adaptive quadrature)"
        ),
    ),
    unit="percentage points",
    parameters=(
        replace(JUDGE, required=True),
        COURT,
        DEFINITION,
        ATTRIBUTION,
        COMPLETED_IN,
        Parameter(
            "adjust_representation",
            "choice",
            "whether who had a lawyer makes strata, too; it is partly caused by the judge",
            "no",
            choices=("no", "yes"),
        ),
        Parameter("strata", "choice", "whether the details list every stratum", "no", choices=("no", "yes")),
        RELEASE,
        ADMIN_CLOSURE,
        TALLY,
    ),
    tables=("court_decisions",),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p judge=CAT -p court=JNA",
)
