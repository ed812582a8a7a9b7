"""How long a determination takes, and a population: `python benchmarks/who_may_claim.py [--people N] [--runs N]`.

One person is decided on again and again, all facts known or none, with every proof, consequence and unknown fact; the aim is
5 ms. The population is invented: households drawn from assumed shares, decided on by the same rules on arrays; the aim is
60 s for a million. Imports and the reading of the rules' data are not counted for a determination; they are for a population.
"""

from __future__ import annotations

import argparse

from measure import table, timed

AIM_MS, AIM_S = 5.0, 60.0

DETERMINE = """
import statistics, time
from datetime import date
from sojourn.refuge.determination import determine
from sojourn.refuge.facts import household
known = dict(claim_place="at_port_of_entry", claim_day=date(2026, 6, 1), entry=[dict(day=date(2026, 6, 1), at="land_port")],
    came_from_us=True, nationality=["RU"], claim_elsewhere=[dict(country="US", day=date(2025, 2, 1), confirmed=True)],
    relative=[dict(relation="cousin", in_canada=True, status=["citizen"]), dict(relation="sibling", in_canada=True,
    status=["claimant"], adult=True, claim_referred=True, claim_ended=False)])
person = household(dict(unstated={unstated!r}, person=[known if {known} else {{}}])).people[0]
seconds = []
for _ in range(200):
    start = time.perf_counter()
    determine(person, date(2026, 11, 28))
    seconds.append(time.perf_counter() - start)
print(statistics.median(seconds))
"""

POPULATION = """
import time
start = time.perf_counter()
from datetime import date
from sojourn.refuge.population import Assumptions, size
person = dict(claim_place=dict(at_port_of_entry=0.5, inland=0.5), came_from_us=dict(yes=0.8, no=0.1),
    arrival_at=dict(land_port=0.4, between_ports=0.3, airport=0.3), nationality=dict(RU=0.97, US=0.03),
    arrival_day={{"from": date(2024, 1, 1), "to": date(2026, 11, 1)}}, claim_day={{"from": date(2026, 4, 1), "to": date(2026, 11, 28)}},
    under_18=dict(yes=0.2, no=0.8), removal_order=dict(no=0.98), needs_visa_for_canada=dict(yes=1.0))
lists = dict(
    entry=(dict(had=1.0, day={{"from": date(2019, 1, 1), "to": date(2026, 11, 1)}}, at=dict(airport=0.6, land_port=0.2)),),
    claim_elsewhere=(dict(had=0.7, country=dict(US=0.9, DE=0.1), day={{"from": date(2019, 1, 1), "to": date(2026, 3, 1)}},
        confirmed=dict(yes=0.6, no=0.1)),),
    relative=tuple(dict(had=0.3, relation=dict(sibling=0.4, cousin=0.4), in_canada=dict(yes=0.9),
        status=dict(citizen=0.3, claimant=0.3, work_permit=0.2), adult=dict(yes=0.8, no=0.2),
        claim_referred=dict(yes=0.5), claim_ended=dict(no=0.7), permit_excluded=dict(no=0.9)) for _ in range(2)))
sized = size(Assumptions(date(2026, 11, 28), person, lists, unstated_is_no=True), {people}, seed=1)
assert sum(sized.eligibility.values()) == {people}
print(time.perf_counter() - start)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    rows = []
    for name, unstated, known in (("facts known", "no", True), ("nothing known", "unknown", False)):
        timing = timed(DETERMINE.format(unstated=unstated, known=known), asked.runs)
        rows.append(
            (f"one determination, {name}", f"{1000 * timing.seconds:.1f} ms", f"{AIM_MS:.0f} ms", _mib(timing.peak_mib))
        )
    timing = timed(POPULATION.format(people=asked.people), asked.runs)
    aim = AIM_S * asked.people / 1_000_000
    rows.append((f"{asked.people:,} people", f"{timing.seconds:.1f} s", f"{aim:.0f} s", _mib(timing.peak_mib)))
    table("Refuge", ("what", "median", "aim", "MiB"), rows)


def _mib(peak: float) -> str:
    return f"{peak:.0f}"


if __name__ == "__main__":
    main()
