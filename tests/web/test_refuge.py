"""The pages of refuge and deadlines: facts that are sent, answered and forgotten."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import parse_qs, urlencode
from xml.etree.ElementTree import Element

import httpx2
import pytest

from sojourn.refuge.determination import decide
from sojourn.refuge.facts import household
from sojourn.web import guard
from sojourn.web.pages import refuge
from web.running import FACTS, LAW_DAY
from web.visit import BASE, OURS, Visit, addresses, is_elsewhere, read, texts

Values = Mapping[str, str | Sequence[str]]


@pytest.fixture(scope="module")
def visit() -> Visit:
    """The site on this machine; nobody has followed its link."""
    return Visit()


def sent(visit: Visit, path: str, values: Values, headers: Mapping[str, str] = OURS) -> httpx2.Response:
    """The answer to a form."""
    answer: httpx2.Response = visit.client.post(path, data=dict(values), headers=dict(headers))
    return answer


def hidden(page: Element) -> dict[str, list[str]]:
    """What the first form of a page carries in hidden fields."""
    form = next(page.iter("form"))
    fields = [one.attrib for one in form.iter("input") if one.attrib.get("type") == "hidden"]
    return parse_qs(urlencode([(one["name"], one["value"]) for one in fields]))


def asked(page: Element) -> str:
    """The fact that a page asks for; empty where it asks for none."""
    return next(iter(hidden(page).get("asked", [])), "")


def interviewed(visit: Visit, answers: Mapping[str, Sequence[str]], language: str = "en") -> tuple[Element, list[str]]:
    """The last page of an interview and what was asked; each answer is given once, then "I do not know"."""
    left, path, questions = dict(answers), f"/{language}/refuge/interview", list[str]()
    page = read(sent(visit, path, {"law_day": LAW_DAY, "do": "begin"}).text)
    while name := asked(page):
        questions.append(name)
        carried = {one: value for one, value in hidden(page).items() if one != "asked"}
        given = {"do": "answer", "value": left.pop(name)} if name in left else {"do": "unknown"}
        page = read(sent(visit, path, {**carried, "asked": name, **given}).text)
    return page, questions


def test_an_interview_ends_with_the_determination_without_script_or_key(visit: Visit) -> None:
    """Whoever needs it most has a telephone and no terminal."""
    page, questions = interviewed(
        visit,
        {
            "claim_place": ["inland"],
            "removal_order": ["no"],
            "nationality": ["RU", "", "MD"],
            "claim_day": ["2026-03-01"],
            "came_from_us": ["yes"],
            "arrival_at": ["land_port"],
            "relative": ["yes"],
            "relative.0.status": ["citizen", "other"],
        },
    )
    facts = {"label": "1", "claim_place": "inland", "removal_order": False, "nationality": ["RU", "MD"]}
    facts |= {"claim_day": date(2026, 3, 1), "came_from_us": True, "arrival_at": "land_port"}
    facts |= {"relative": [{"status": ["citizen", "other"]}], "relative_more": "unknown"}
    found = decide(household({"person": [facts]}), date.fromisoformat(LAW_DAY)).people[0]

    assert questions[0] == "claim_place"
    assert "birth_day" not in questions  # the site says that it asks for no date of birth
    assert questions.index("relative.0.status") > questions.index("relative")
    assert "Determination: refuge in Canada" in texts(page)
    assert found.eligibility in texts(page).lower()
    text = next(one.text or "" for one in page.iter("textarea"))
    assert 'nationality = ["RU", "MD"]' in text
    assert household(tomllib.loads(text)).people == household({"person": [facts]}).people


def test_each_page_of_the_interview_carries_all_that_was_answered(visit: Visit) -> None:
    """Nothing is kept here, so what is not in the page is lost."""
    page = read(
        sent(
            visit,
            "/en/refuge/interview",
            {
                "law_day": LAW_DAY,
                "answer": ["claim_place=inland", "removal_order=unknown"],
                "asked": "hearing_pending",
                "do": "answer",
                "value": "no",
            },
        ).text
    )

    assert hidden(page)["answer"] == ["claim_place=inland", "removal_order=unknown", "hearing_pending=no"]
    assert hidden(page)["law_day"] == [LAW_DAY]


def test_going_back_asks_the_last_question_again(visit: Visit) -> None:
    """A finger slips."""
    first = read(sent(visit, "/en/refuge/interview", {"law_day": LAW_DAY, "do": "begin"}).text)
    told = {"law_day": LAW_DAY, "answer": [f"{asked(first)}=unknown"], "do": "back"}

    assert asked(read(sent(visit, "/en/refuge/interview", told).text)) == asked(first)


def test_the_answers_can_be_taken_to_the_other_language(visit: Visit) -> None:
    """Whoever helps may read another language than whoever is asked."""
    told = {"law_day": LAW_DAY, "answer": ["claim_place=inland"], "do": "show"}
    page = read(sent(visit, "/en/refuge/interview", told).text)
    [other] = [one.attrib["formaction"] for one in page.iter("button") if "formaction" in one.attrib]

    assert hidden(read(sent(visit, other, told).text)) == hidden(page)
    assert other == "/fr/refuge/interview"


def test_another_member_of_the_household_is_asked_in_turn(visit: Visit) -> None:
    """Families travel together and may fare differently."""
    told = {"law_day": LAW_DAY, "answer": ["claim_place=outside_canada"], "do": "another"}
    page = read(sent(visit, "/fr/refuge/interview", told).text)
    carried = hidden(page)["answer"]
    last = {"law_day": LAW_DAY, "answer": [*carried, "relation=child"], "do": "result"}

    assert asked(page) == "relation"
    assert texts(read(sent(visit, "/fr/refuge/interview", last).text)).count("Personne :") == 2


@pytest.mark.parametrize("value", ["maybe", "", "yes,no", "<b>", "unknown,yes"])
def test_what_is_no_answer_is_asked_again(visit: Visit, value: str) -> None:
    """A wrong answer must not be taken for a fact."""
    told = {
        "law_day": LAW_DAY,
        "answer": ["claim_place=inland"],
        "asked": "removal_order",
        "do": "answer",
        "value": value,
    }
    answer = sent(visit, "/en/refuge/interview", told)

    assert answer.status_code == 400
    assert hidden(read(answer.text))["answer"] == ["claim_place=inland"]
    assert "That was not understood" in answer.text


@pytest.mark.parametrize(
    "answer",
    ["name=Ivan", "a_number=1", "entry.0.day=2026-01-01", "entry.-1.day=2026-01-01", "entry.²=x", "..=yes", "us.0.held_in=TX", "__class__=yes", "claim_place=moon", "claim_day=9999-12-31", "nationality=<script>", "", "=", "person=x"],
)  # fmt: skip
def test_answers_that_nobody_could_give_are_refused(visit: Visit, answer: str) -> None:
    """Hidden fields are whatever somebody sends."""
    told = {"law_day": LAW_DAY, "answer": ["entry=no", answer or " "], "do": "show"}
    refused = sent(visit, "/en/refuge/interview", told)

    assert refused.status_code == 422
    assert "<script>" not in refused.text


def test_an_interview_without_end_is_refused(visit: Visit) -> None:
    """A page that grows with each request would eat the machine."""
    told = {"law_day": LAW_DAY, "answer": ["relative=yes"] * 1001, "do": "show"}

    assert sent(visit, "/en/refuge/interview", told).status_code == 422


@pytest.mark.parametrize("law_day", ["9999-12-31", "0001-01-01", "tomorrow", "<b>"])
@pytest.mark.parametrize("path", ["/en/refuge/interview", "/en/refuge/determination", "/en/deadlines"])
def test_a_day_that_is_none_is_refused(visit: Visit, path: str, law_day: str) -> None:
    """A day at the end of time has no day after it."""
    answer = sent(visit, path, {"law_day": law_day, "facts": FACTS})

    assert answer.status_code == 422
    assert "<b>" not in answer.text


def test_a_facts_file_gives_determination_history_and_another_day(visit: Visit) -> None:
    """The same facts fare differently as the law changes."""
    told = {"facts": FACTS, "law_day": "2026-06-01", "history": "yes", "what_if": "2022-06-01", "proof": "yes"}
    plain = read(sent(visit, "/en/refuge/determination", {"facts": FACTS, "law_day": "2026-06-01"}).text)
    full = read(sent(visit, "/en/refuge/determination", told).text)

    assert "The same facts under the law of other days" in texts(full)
    assert "Under the law of Wednesday, 1 June 2022" in texts(full)
    assert "The same facts under the law of other days" not in texts(plain)
    summaries = [texts(one) for one in plain.iter("summary")]
    assert summaries.count("The steps behind this answer") > 10
    assert "The steps behind this answer" not in texts(full)


def test_a_facts_file_gives_deadlines(visit: Visit) -> None:
    """A day that is missed cannot be bought back."""
    page = texts(read(sent(visit, "/en/deadlines", {"facts": FACTS, "law_day": LAW_DAY}).text))

    assert "Act by:" in page
    assert "not advice" in page


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_facts_file_can_be_chosen_from_the_machine(visit: Visit, start: bytes) -> None:
    """Whoever has a file should not have to open it; some editors write a mark before the text."""
    files = {"facts": ("C:\\facts.toml", start + FACTS.replace("\n", "\r\n").encode(), "text/plain")}
    page = visit.client.post("/en/refuge/determination", files=files, headers=OURS)

    assert page.status_code == 200
    assert "day = 2022-06-01" in texts(read(page.text))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("", "there is no person"),
        ("[[person]]\nname = 'Ivan'", "would identify a person"),
        ("[[person]]\n" * 21, "more than 20 people, or 60 items"),
        ("[[person]]\n" + "[[person.relative]]\n" * 61, "more than 20 people, or 60 items"),
        ("x = " + "[" * 3000, "cannot be read"),
        ("a." * 4000 + "b = 1", "a line is too long"),
        ("[[person]]\nlabel = '<script>alert(1)</script>\u202e'", "its label is none"),
        ("[[person]]\nclaim_day = 9999-12-31", "nobody&#39;s life"),
        ("\x00\ud83d", "cannot be read"),
    ],
)
@pytest.mark.parametrize("path", ["/en/refuge/determination", "/en/deadlines"])
def test_hostile_facts_are_refused_in_a_sentence(visit: Visit, path: str, facts: str, said: str) -> None:
    """A file that was sent on by somebody may be made to break the reader."""
    body = urlencode({"facts": facts.encode("utf-8", "surrogatepass")})
    headers = {**OURS, "Content-Type": "application/x-www-form-urlencoded"}
    answer = visit.client.post(path, content=body, headers=headers)

    assert answer.status_code == 422
    assert said in answer.text
    read(answer.text)


@pytest.mark.parametrize("path", ["/en/refuge/determination", "/fr/deadlines"])
def test_markup_in_facts_stays_text(visit: Visit, path: str) -> None:
    """A label and the file itself come back in the page."""
    facts = "# </textarea><script>alert(1)</script>\n" + FACTS.replace(
        "[[person]]", "[[person]]\nlabel = '\"><svg onload=x>&amp;'"
    )
    answer = sent(visit, path, {"facts": facts})

    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<svg" not in answer.text
    assert '"><svg onload=x>&amp;' in texts(read(answer.text))


@pytest.mark.parametrize("path", ["/en/refuge/interview", "/en/refuge/determination", "/en/deadlines"])
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://evil.example"}, {"Origin": BASE, "Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_another_tab_cannot_put_work_on_the_machine(visit: Visit, path: str, headers: dict[str, str]) -> None:
    """These forms need no key, so that where they come from is all that stands before them."""
    assert sent(visit, path, {"facts": FACTS, "law_day": LAW_DAY}, headers).status_code == 403


@pytest.mark.parametrize("path", ["/en/refuge/interview", "/en/refuge/determination", "/en/deadlines"])
def test_no_answer_is_kept_or_put_into_an_address(visit: Visit, path: str) -> None:
    """A device can be searched at a border."""
    answer = sent(visit, path, {"facts": FACTS, "law_day": LAW_DAY, "answer": ["came_from_us=yes"]})
    page = read(answer.text)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == guard.POLICY
    assert "set-cookie" not in answer.headers
    assert not [one for one in addresses(page) if is_elsewhere(one) or "came_from_us" in one or "2022" in one]
    assert [one.attrib["method"] for one in page.iter("form")].count("get") == 0
    assert all(one.attrib["autocomplete"] == "off" for one in page.iter("form"))


@pytest.mark.parametrize("path", ["/refuge", "/refuge/interview", "/deadlines"])
@pytest.mark.parametrize("language", ["en", "fr", "ru", "es"])
def test_each_page_says_what_it_is_not_or_in_which_language_it_is(visit: Visit, language: str, path: str) -> None:
    """A page that looks like an office must not be taken for one."""
    page = texts(visit.page(f"/{language}{path}"))
    links = set(addresses(visit.page(f"/{language}{path}")))
    base = path.removesuffix("/interview")

    if language in {"en", "fr"}:
        assert {"en": "This is not advice", "fr": "Ceci n'est pas un conseil"}[language] in page
    else:
        assert {f"/en{base}", f"/fr{base}"} <= links


@pytest.mark.parametrize("path", ["/ru/refuge/interview", "/es/refuge/determination"])
def test_a_form_in_a_language_without_these_words_gives_the_others(visit: Visit, path: str) -> None:
    """A legal term that is guessed can cost somebody a deadline."""
    assert "In English" in sent(visit, path, {"facts": FACTS, "law_day": LAW_DAY}).text


def test_nothing_of_it_is_on_a_public_site() -> None:
    """Facts of a person must not travel to another machine."""
    public = Visit(public=True)

    for path in ("/en/refuge", "/en/deadlines", "/en/refuge/interview"):
        assert public.client.get(path).status_code == 404
        assert sent(public, path, {"facts": FACTS}).status_code in {404, 405}


def test_countries_stand_in_the_order_of_their_language() -> None:
    """Etats-Unis is looked for under E, with or without its accent."""
    names = [name for name, _ in refuge.countries("fr_CA")]

    assert names.index("Égypte") < names.index("France")
    assert ("Russie", "RU") in refuge.countries("fr_CA")
    assert 240 < len(names) < 270
