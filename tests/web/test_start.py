"""The start: who somebody is and what they need, one click from the page that answers it."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

import pytest

from web.visit import Visit, read, texts

ROLES = {
    "I may need refuge in Canada, or help somebody who does": {"/refuge", "/deadlines"},
    "Someone close to me is detained": {"/facility", "/court", "/real"},
    "I am a lawyer": {"/court", "/ask/asylum_outcomes", "/ask/bond_outcomes"},
    "My group follows hundreds of people": {"/nationality", "/groups", "/flights"},
    "I am a journalist": {"/claims", "/measures"},
    "I do research": {"/releases", "/ledger", "/method"},
    "I size a programme for an office or a member of parliament": {"/nationality", "/canada", "/entry", "/ask/pending_cases"},
}  # fmt: skip
ONLY_HERE = {"/refuge", "/deadlines", "/groups", "/claims"}
"""Pages of this machine alone."""


@cache
def site(*, public: bool) -> Visit:
    """The site over the invented record; on this machine with the key."""
    visit = Visit(public=public)
    visit.client.get(visit.keys.link)
    return visit


def links(language: str, *, public: bool) -> dict[str, list[str]]:
    """By role: where its links lead."""
    [ways] = [one for one in site(public=public).page(f"/{language}/").iter("ul") if one.attrib.get("class") == "ways"]
    return {texts(role.find("h3")): [one.attrib["href"] for one in role.iter("a")] for role in ways.findall("li")}  # type: ignore[arg-type]


@pytest.mark.parametrize("public", [False, True])
def test_each_role_leads_to_its_pages_in_one_click(public: bool) -> None:
    """Somebody frightened follows the first link that speaks to them."""
    found = links("en", public=public)
    shown = {role: pages - (ONLY_HERE if public else set()) for role, pages in ROLES.items()}

    assert set(found) == {role for role, pages in shown.items() if pages}
    for role, pages in shown.items():
        assert pages <= {urlsplit(one).path.removeprefix("/en") for one in found.get(role, [])}, role


@pytest.mark.parametrize("language", ["en", "ru", "fr", "es"])
@pytest.mark.parametrize("public", [False, True])
def test_every_link_of_the_start_is_there_and_so_is_the_place_within_it(language: str, public: bool) -> None:
    """A dead link on the first page is the last page."""
    for address in {one for of_role in links(language, public=public).values() for one in of_role}:
        answer = site(public=public).client.get(address.partition("#")[0])
        anchor = urlsplit(address).fragment
        ids = {one.attrib.get("id") for one in read(answer.text).iter()}

        assert answer.status_code == 200, address
        assert not anchor or anchor in ids, address
