"""Two releases compared on a page: what the comparison says, and what of it may be public."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from compare.months import after, compared, first, record_of, two_leave_and_one_turns
from sojourn.compare import compare, publishable, successive
from sojourn.compare.losses import Group, Losses
from sojourn.errors import LimitReached
from sojourn.record.opened import Record, Release
from sojourn.sources.declare import families
from sojourn.tiers import SMALLEST_CELL
from sojourn.web.folder import publish_site
from web.visit import Visit, read, texts

BETWEEN = "/en/releases/eoir_cases/eoir%402026-06-01/eoir%402026-07-01"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of two months."""
    june = first()
    return record_of(tmp_path_factory.mktemp("months"), june, after(june, change=two_leave_and_one_turns)).folder


@pytest.fixture(scope="module")
def local(folder: Path) -> Visit:
    """The site on this machine."""
    return Visit(folder)


@pytest.fixture(scope="module")
def public(folder: Path) -> Visit:
    """The site as others would see it."""
    return Visit(folder, public=True)


def test_the_page_says_what_the_command_says(local: Visit) -> None:
    """Withdrawn rows, rewritten letters, late entries; and it says itself that it stays here."""
    page = texts(local.page(BETWEEN))

    assert "2 of 11 (18 %) rows vanished, and 1 of 9 (11 %) rows that stayed were rewritten" in page
    assert "2 of them belong to cases that stay in the newer release" in page
    assert "G -> D" in page
    assert "Relief Docket would flag court_applications" in page
    assert "For this machine only" in page


def test_a_figure_stands_as_released_and_with_withdrawn_rows(local: Visit) -> None:
    """One who quotes the later release should see what its losses do to the figure."""
    page = local.page(BETWEEN)
    titles = [" ".join("".join(one.itertext()).split()) for one in page.iter("h3")]

    assert titles == [
        "By the earlier release",
        "By the later release, as released",
        "By the later release, with withdrawn rows",
    ]


def test_any_two_releases_can_be_chosen_in_a_form(local: Visit) -> None:
    """The form leads to the same page; releases of two sources are not compared."""
    chosen = "/en/releases/compare?earlier=eoir_cases/eoir%402026-06-01&later=eoir_cases/eoir%402026-07-01"

    assert texts(local.page(chosen)) == texts(local.page(BETWEEN))
    assert local.client.get("/en/releases/compare?earlier=eoir_cases/a&later=ice_removals/b").status_code == 400
    assert local.client.get("/en/releases/compare").status_code == 400


@pytest.mark.parametrize("path", ["/en/releases/nothing/a/b", "/en/releases/eoir_cases/eoir%402026-06-01/none"])
def test_what_is_not_there_is_said(local: Visit, path: str) -> None:
    """With what there is instead."""
    assert local.client.get(path).status_code == 400


def test_a_comparison_that_takes_too_long_names_the_command(folder: Path) -> None:
    """A page must not wait for minutes."""
    answer = Visit(folder, seconds=1e-9).client.get(BETWEEN)

    assert answer.status_code == 503
    assert "sojourn compare eoir_cases eoir@2026-06-01 eoir@2026-07-01" in texts(read(answer.text))


def test_the_list_of_releases_leads_to_what_changed(local: Visit) -> None:
    """From each release to the one before it."""
    page = local.page("/en/releases")
    links = {one.attrib["href"] for one in page.iter("a")}

    assert BETWEEN in links
    assert "23 rows read: 23 loaded, 0 repaired, 0 refused" in texts(page)


def test_a_public_page_shows_no_small_letter_and_no_nationality(public: Visit) -> None:
    """One decision that was rewritten is the decision of one case."""
    page = texts(public.page(BETWEEN))

    assert "2 of 11 (18 %) rows vanished" in page
    assert "G -> D" not in page
    assert "For this machine only" not in page
    assert "groups that say something about few people are left out" in page


def test_the_folder_has_the_comparison(folder: Path, tmp_path: Path) -> None:
    """Where the record holds two releases of one source."""
    made = publish_site(folder, tmp_path / "out")
    page = read((made.folder / "en/releases/eoir-cases/eoir-2026-06-01/eoir-2026-07-01.html").read_text("utf-8"))

    assert "2 of 11 (18 %) rows vanished" in texts(page)
    assert not list(page.iter("form"))
    listed = read((made.folder / "en/releases.html").read_text("utf-8"))
    assert "releases/eoir-cases/eoir-2026-06-01/eoir-2026-07-01.html" in {
        one.attrib.get("href") for one in listed.iter("a")
    }


def lost(by: str, cases: int, vanished: int) -> Group:
    """A group that was hit."""
    return Group(by, f"{by} {cases}", vanished, cases, 1000, 1.0, 1e-9, 1e-9)


@pytest.mark.parametrize(
    ("groups", "vanished", "kept"),
    [
        ((lost("court", 40, 50),), 61, ["court 40"]),  # 11 are left over
        ((lost("court", 40, 50),), 50, ["court 40"]),  # nothing is
        ((lost("court", 40, 50),), 60, []),  # 10 are: they would follow
        ((lost("court", 10, 50),), 200, []),  # few cases with many rows
        ((lost("nationality", 40, 50),), 200, []),
    ],
)
def test_a_group_leaves_only_if_no_few_follow(
    tmp_path: Path, groups: tuple[Group, ...], vanished: int, kept: list[str]
) -> None:
    """Whoever knows the total subtracts what is shown."""
    june = first()
    found = compared(tmp_path, june, after(june, change=two_leave_and_one_turns))
    table = next(one for one in found.keyed if one.losses)
    assert table.losses
    made = replace(
        table.losses,
        groups=groups,
        dimensions=tuple(replace(table.losses.dimensions[0], by=one.by, vanished=vanished) for one in groups),
    )
    told = publishable(replace(found, keyed=(replace(table, losses=made),)))

    assert told.tier == "P0"
    assert [one.value for one in _losses(told.keyed[0].losses).groups] == kept


def _losses(found: Losses | None) -> Losses:
    assert found
    return found


def test_no_small_rewriting_follows_from_the_sum(tmp_path: Path) -> None:
    """One hidden pair of letters would be the sum less the others, so the next goes with it."""
    june = first()
    found = compared(tmp_path, june, after(june, change=two_leave_and_one_turns))
    table = next(one for one in found.keyed if one.rewritten)
    one = table.rewritten[0]
    many = (replace(one, rows=SMALLEST_CELL), replace(one, after="O", rows=50), replace(one, after="W", rows=3))

    told = publishable(replace(found, keyed=(replace(table, rewritten=many),)))

    assert [each.rows for each in told.keyed[0].rewritten] == [50]


def test_a_comparison_stops_when_its_time_is_up(folder: Path) -> None:
    """As every query of the site does."""
    record = Record(folder)
    with pytest.raises(LimitReached):
        compare(record, "eoir_cases", "2026-06-01", "2026-07-01", seconds=0.0)


def test_an_address_with_an_at_sign_is_quoted(local: Visit) -> None:
    """Releases are named by their day after it."""
    assert quote("eoir@2026-06-01", safe="") in BETWEEN
    assert local.client.get(BETWEEN.replace("%40", "@")).status_code == 200


def released(name: str, scope: str = "") -> Release:
    """A release of one table."""
    family = next(iter(families().values()))
    made = (replace(family, scope=scope or family.scope),)
    return Release(name, "source", (), made, {"a_table": 1}, "", "", ())


@pytest.mark.parametrize(
    ("names", "follow"),
    [
        (("s/book@2025-06-09", "s/book@2025-06-23", "s/book@2025-07-07"), [(0, 1), (1, 2)]),
        (("s/book@2025-06", "s/book@2025-07"), [(0, 1)]),
        (("s/by-country@2025", "s/totals@2025"), []),
        (("s/decisions@2025-CAN", "s/decisions@2025-USA"), []),
        (("s/2025-ICLI-00019", "s/2026-ICLI-00005"), [(0, 1)]),
        (("s/2019-ICFO-53623", "s/seattle@2019-07-05"), []),
    ],
)
def test_only_releases_of_one_kind_follow_each_other(names: tuple[str, ...], follow: list[tuple[int, int]]) -> None:
    """Two countries of one year are no earlier and later release."""

    class Held:
        """A record of some releases."""

        def releases(self, _source: str = "") -> list[Release]:
            return [released(name) for name in names]

    found = successive(Held())  # type: ignore[arg-type]  # only its releases are asked for
    assert [(names.index(one.id), names.index(other.id)) for one, other in found] == follow
