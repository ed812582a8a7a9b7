"""The page docs/refuge-facts.md: the form of a facts file, every fact, and examples with their real output.

`python -m sojourn.refuge.fact_page > docs/refuge-facts.md` renews it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Final

from sojourn.refuge.consequences import CONSEQUENCES
from sojourn.refuge.determination import decide
from sojourn.refuge.document import document
from sojourn.refuge.facts import LISTS, LONGEST_LABEL, NEVER, Fact, facts, household
from sojourn.refuge.rules.grounds import GROUNDS
from sojourn.refuge.text import determination_text
from sojourn.refuge.told import paragraph_is
from sojourn.refuge.words import fact_words, sentence

LAW_DAY: Final = date(2026, 6, 15)
_KINDS: Final = {
    "truth": "`true`, `false`",
    "day": "a day: `2026-06-01`",
    "country": '`"RU"`: two letters of ISO 3166',
    "countries": '`["RU"]`: two letters each',
}
_HEAD = """# A facts file says what is known of people, and not who they are

`sojourn refuge FACTS.toml` reads one file in [TOML](https://toml.io), and prints for each person who may claim protection in Canada, what follows, and why. `--json` prints `sojourn.determination/1` ([json.md](json.md)). What the rules do and do not know stands in [refuge.md](refuge.md). This page is generated (`python -m sojourn.refuge.fact_page > docs/refuge-facts.md`).

## The form

```toml
law_day = 2026-06-15          # optional: the day whose law is asked; today where it is absent
unstated = "unknown"          # optional: what a fact comes to that is not stated; "unknown" (so if absent) or "no"

[[person]]                    # one for each member of the household
label = "the one who asks"    # optional, printed as it is: write no name
came_from_us = true           # a fact: true, false or "unknown"
arrival_day = 2026-06-01      # a day, without quotes
arrival_at = "between_ports"  # one of the values in the table
nationality = ["RU"]          # several values

[[person.relative]]           # one for each item of a list, below its person
relation = "sibling"
in_canada = true
status = "citizen"
```

- **Three values.** A fact that is absent, or is `"unknown"`, is unknown: neither yes nor no. It can make a result unknown, and the answer then lists it, the most deciding first. An example: without `came_from_us` nobody can say whether the Agreement applies.
- **`unstated = "no"`** takes every fact of the file that is not stated as no: not removed, not married, no relative, no earlier claim. Days stay unknown, and so does what the file itself says is "unknown". Use it for cases that state everything that matters. The answer lists what was taken as no, since one wrong assumption can change it.
- **Lists** are `{lists}`. An absent list is unknown; `relative = []` says that there is none. `relative_more = "unknown"` (and so for each list) says that there may be more than are listed.
- **Several people** are several `[[person]]`. Each is decided alone, with their own relatives; the order does not matter. The answer says where members fare differently (`split`).
- **`law_day`** is the day whose law is asked. `--law-day` on the command line goes before it. A claim without `claim_day` is made on that day.
- **What is worked out.** From `entry` comes the arrival (`arrival_day`, `arrival_at`), which is the last entry on or before the day of the claim, where each entry has its day. From the arrival comes the first entry, where no list of entries is given; other entries then stay unknown, or none with `unstated = "no"`. From `birth_day` comes `under_18`, on the day of the claim. What the file states goes before what is worked out.
- **US facts** stand in `[person.us]` and belong to [deadlines.md](deadlines.md).
- **Refused** are a key that is not on this page (a typing error never passes for an unknown fact), a value that its fact cannot have, a label of more than {label} or of unprintable characters, a file above 256 KB or with a line above 4 KB, and each key that would say who somebody is: {never}. The exit status is 1, and the message says where and what to write.

## What is easily forgotten

- An item of a list says nothing by standing there. A relative without `in_canada = true` is not known to be in Canada, or, with `unstated = "no"`, is not in Canada. Only `status` and, for claimants and holders of permits, `adult`, `claim_referred` and the like make an exception.
- `claim_elsewhere` needs its `day` and `confirmed`, or (c.1) stays open, also with `unstated = "no"`: an earlier claim that is listed is never taken as unconfirmed.
- `came_from_us = true` has to be said even of an arrival at the land border.
- `removal_order` is an order from before the claim, not the conditional one that follows it.
- `needs_visa_for_canada` and `needs_visa_for_us` are for the day of the arrival; the lists of the Regulations change.
- A household decides nothing for its members: a child's parent who travels along is `accompanied = true` for the child.

## Every fact

The question is the one that `sojourn refuge --ask` puts.
"""
_TITLES: Final = {
    "person": "Of the person",
    "entry": "Of an entry to Canada: `[[person.entry]]`",
    "canadian_claim": "Of an earlier claim in Canada: `[[person.canadian_claim]]`",
    "claim_elsewhere": "Of a claim in another country: `[[person.claim_elsewhere]]`",
    "relative": "Of a relative: `[[person.relative]]`",
}
_READ = """## How to read the answer

In JSON, for each of `people`: `eligibility` is `eligible`, `ineligible`, `cannot claim`, `suspended` or `unknown`; `grounds_met` has the paragraphs of IRPA 101(1) that are met, in the order of the Act; each of `grounds` has its `paragraph` and its `answer` (`yes`, `no`, `unknown`); each of `consequences` a `topic` and what `follows`, with `id`, `answer` and the `days` that could be counted. More than one ground can be met: all are told, and what follows depends on the set.

### Grounds

| paragraph | rule | says, where it is met |
|---|---|---|
{grounds}

### What can follow

| id | topic | citation | says, where it is met |
|---|---|---|---|
{consequences}
"""
_EXAMPLES: Final = (
    (
        "Between ports on 1 June, a claim on 15 June",
        "The first of June does not count, so 15 June is day 14: the Agreement no longer reaches the crossing, and paragraph (b.2) does. On 14 June (day 13) it would have been (e).",
        """law_day = 2026-06-15
unstated = "no"

[[person]]
label = "the one who asks"
claim_place = "inland"
claim_day = 2026-06-15
came_from_us = true
nationality = ["RU"]
needs_visa_for_canada = true

[[person.entry]]
day = 2026-06-01
at = "between_ports"
""",
    ),
    (
        "A household at a land port: one has a brother in Canada, the other does not",
        "A sister's brother is an exception for her (IRPR 159.5(a)); to her husband he is a relative by marriage, whom the list does not have. So they fare differently.",
        """law_day = 2026-06-15
unstated = "no"

[[person]]
label = "the wife"
claim_place = "at_port_of_entry"
came_from_us = true
nationality = ["RU"]
needs_visa_for_canada = true
arrival_day = 2026-06-15
arrival_at = "land_port"
[[person.relative]]
relation = "sibling"
in_canada = true
status = "citizen"

[[person]]
label = "the husband"
claim_place = "at_port_of_entry"
came_from_us = true
nationality = ["RU"]
needs_visa_for_canada = true
arrival_day = 2026-06-15
arrival_at = "land_port"
[[person.relative]]
relation = "in_law"
in_canada = true
status = "citizen"
""",
    ),
    (
        "Little is known: an asylum claim in the United States, a plan to come",
        "Nothing is taken as no. What is certain is told, and what to find out is listed, the most deciding first.",
        """law_day = 2026-06-15

[[person]]
claim_place = "at_port_of_entry"
removal_order = false
hearing_pending = false
charged_10_years = false
came_from_us = true
arrival_at = "airport"
arrival_day = 2026-06-15

[[person.claim_elsewhere]]
country = "US"
day = 2025-01-10
confirmed = true
""",
    ),
)


def fact_page() -> str:
    """The page."""
    never = ", ".join(f"`{name}`" for name in sorted(NEVER))
    lists = "`, `".join(LISTS)
    head = _HEAD.format(lists=lists, label=f"{LONGEST_LABEL} characters", never=never)
    tables = [part for of, title in _TITLES.items() for part in (f"### {title}", _table(of))]
    read = _READ.format(grounds="\n".join(_grounds()), consequences="\n".join(_consequences()))
    examples = [_example(number, *one) for number, one in enumerate(_EXAMPLES, 1)]
    return "\n\n".join([head.rstrip("\n"), *tables, read.rstrip("\n"), "## Three examples", *examples]) + "\n"


def _table(of: str) -> str:
    rows = [f"| `{one.id}` | {_values(one)} | {_asked(one)} |" for one in facts()[of].values()]
    return "\n".join(
        ["| fact | values | question, why it is asked, where the answer is found |", "|---|---|---|", *rows]
    )


def _values(fact: Fact) -> str:
    if fact.kind in _KINDS:
        return _KINDS[fact.kind]
    listed = ", ".join(f'`"{choice}"`' for choice in fact.choices)
    return f"a list of: {listed}" if fact.kind == "choices" else listed


def _asked(fact: Fact) -> str:
    return " ".join(fact_words("en", fact, text) for text in ("ask", "why", "found"))


def _grounds() -> Iterator[str]:
    for paragraph, rule in GROUNDS.items():
        yield f"| {paragraph_is('en', paragraph)} | `{rule.id}` | {sentence('en', f'rule.{rule.id}')} |"


def _consequences() -> Iterator[str]:
    for one in CONSEQUENCES:
        yield f"| `{one.rule.id}` | {one.topic} | {one.rule.citation} | {sentence('en', f'rule.{one.rule.id}')} |"


def _example(number: int, title: str, about: str, toml: str) -> str:
    told = determination_text(document(decide(household(tomllib.loads(toml)), LAW_DAY), "en"))
    return f"### {number}. {title}\n\n{about}\n\n```toml\n{toml}```\n\n```text\n{told}\n```"


if __name__ == "__main__":
    print(fact_page(), end="")
