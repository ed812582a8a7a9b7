"""The site as a folder of files: the pages that may leave the machine, with relative links, audited in one pass.

The pages are made twice. The first time, their questions are gathered and all answers pass the gate together; the second
time, the pages show what passed. Nothing in the folder tells the time, so the same record gives the same bytes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sojourn.disclosure.gate import Passed, pass_gate
from sojourn.disclosure.published import FILE, read_publication
from sojourn.errors import GateError, LimitReached, SojournError, UnknownName
from sojourn.findings import Finding
from sojourn.publish.package import as_csv, as_json, audit_as_dict, hash_of
from sojourn.publish.public_cards import public_form
from sojourn.publish.written import expect_new, write_folder
from sojourn.web.app import STYLE
from sojourn.web.asked import Asked, Page, Route
from sojourn.web.pages import ROUTES
from sojourn.web.pages.releases import BETWEEN, named, pairs
from sojourn.web.render import environment, rendered
from sojourn.web.search import countries_named, places
from sojourn.web.site import Question, Site
from sojourn.web.sound import latin
from sojourn.words.languages import LANGUAGES
from sojourn.words.spoken import words

SCHEMA: Final = "sojourn.site/1"
SUMS: Final = "SHA256SUMS"
"""The hashes of all other files but the pages `REAL`, which show the hash of this one; `sha256sum -c` reads it."""
SECONDS: Final = 3600.0
"""How long one question may take: nobody waits before a page."""
REAL: Final = "/real"
ALWAYS: Final = ("/", "/family", "/court", "/nationality", "/facility", "/flights", "/releases", "/ledger", "/method", "/glossary", REAL, "/leave")  # fmt: skip
_ROUTES: Final[Mapping[str, Route]] = {one.path: one for one in ROUTES}
_LINK: Final = re.compile(r'<a\b[^>]*?\shref="(/[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ADDRESS: Final = re.compile(r'(\shref=")(/[^"]*)(")')


@dataclass(frozen=True)
class PublicPage:
    """A page by its route and what stands for the names in the route's path."""

    route: str
    named: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The path below the language, as links have it."""
        return self.route.format_map({name: quote(text, safe="") for name, text in self.named})

    @property
    def file(self) -> str:
        """The path of the file below the folder of the language: plain letters, so that any system can keep it."""
        plain = self.route.format_map({name: "-".join(latin(text).split()) for name, text in self.named})
        return f"{plain.strip('/') or 'index'}.html"

    def page(self, site: Site) -> Page:
        """The page as its route makes it."""
        page = _ROUTES[self.route].make(Asked(site, words("en"), dict(self.named)))
        assert isinstance(page, Page), "only a form is answered with a file, and a folder has none"
        return page


@dataclass
class FolderSite(Site):
    """A site whose questions are gathered until they are audited, and answered by what passed from then on."""

    public: bool = True
    served: bool = False
    _gathered: dict[Question, Finding | SojournError] = field(default_factory=dict, repr=False)
    _audited: bool = False

    def ask(self, questions: Sequence[Question]) -> list[Finding | SojournError]:
        """The answers; once they are audited, only those that were.

        Raises:
            GateError: a question was not audited with the others.
            LimitReached: a question takes too long.
        """
        return [self._gathered[one] if one in self._gathered else self._gather(one) for one in questions]

    def _gather(self, question: Question) -> Finding | SojournError:
        if self._audited:
            raise GateError(
                "a page asks what was not audited", where=question.measure, todo="this is an error of Sojourn"
            )
        found = self._tried(question)
        if isinstance(found, LimitReached):
            raise found  # a slow machine must not make another folder of the same record
        self._gathered[question] = found
        return found

    def audit(self, earlier: Sequence[Path]) -> Passed:
        """Pass all that was gathered through the gate at once; answers are in their published form from then on.

        Raises:
            GateError: the answers give a count away together, whatever is hidden.
        """
        found = {question: one for question, one in self._gathered.items() if isinstance(one, Finding)}
        passed = pass_gate(list(found.values()), [read_publication(one) for one in earlier])
        for (question, was), now in zip(found.items(), passed.findings, strict=True):
            self._gathered[question] = public_form(was, now)
        self._audited = True
        return passed


@dataclass(frozen=True)
class Published:
    """A site that was written: its folder, pages in each language, findings, the hash of its manifest, and the audit."""

    folder: Path
    pages: int
    findings: int
    manifest: str
    audit: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The publication as JSON has it."""
        return {"schema": SCHEMA, **vars(self), "folder": str(self.folder), "audit": dict(self.audit)}

    def as_text(self) -> str:
        """The publication as a terminal shows it."""
        return (
            f"Published in {self.folder}: {self.pages} pages in {len(LANGUAGES)} languages, {self.findings} findings, "
            f"{self.audit['shown']} counts shown, {self.audit['hidden']} hidden.\n"
            f"SHA-256 of {SUMS}: {self.manifest}\n"
            "Tell this number to readers by another way than the site. "
            f"Audited with {self.audit['earlier']} earlier publications. Name this folder with --earlier next time."
        )


def publish_site(record: Path, folder: Path, earlier: Sequence[Path] = ()) -> Published:
    """Write the pages of a record that may leave the machine; all that they show passes the gate together.

    Raises:
        GateError: the answers give a count away together, or the folder holds something already.
        BadPublication: an earlier publication cannot be read.
        LimitReached: a question takes longer than an hour.
    """
    expect_new(folder)
    site = FolderSite(record, seconds=SECONDS)
    try:
        found = _public_pages(site)
        passed = site.audit(earlier)
        pages = {place: page for place in found if _tells(page := place.page(site), place)}
        contents = _contents(site, pages, passed)
    finally:
        site.close()
    write_folder(folder, contents)
    shown, hidden = len(passed.publication.shown), len(passed.publication.hidden)
    audit = audit_as_dict(shown, hidden, passed.narrowest, len(earlier))
    findings = sum(name.endswith(".csv") for name in contents)
    return Published(folder, len(pages), findings, hash_of(contents[SUMS]), audit)


def _public_pages(site: FolderSite) -> list[PublicPage]:
    """Every page; each is made once, which gathers its questions."""
    with site.record() as record:
        known, countries = places(record), sorted(countries_named(record))
        compared = [(earlier.source, named(earlier), named(later)) for earlier, later in pairs(record)]
    made = [PublicPage(one) for one in ALWAYS]
    made += [PublicPage("/nationality/{country}", (("country", one),)) for one in countries]
    made += [PublicPage("/facility/{facility}", (("facility", one.code),)) for one in known if one.kind == "facility"]
    made += [PublicPage(BETWEEN, tuple(zip(("source", "earlier", "later"), one, strict=True))) for one in compared]
    kept = [one for one in made if _made(site, one)]
    for one in known:
        if one.kind == "court":
            kept += _court(site, one.code)
    return kept


def _made(site: FolderSite, place: PublicPage) -> Page | None:
    """A page; None where there can be none, as for a facility whose code is no code."""
    try:
        return place.page(site)
    except UnknownName:
        return None


def _court(site: FolderSite, code: str) -> Iterator[PublicPage]:
    """A court and its judges."""
    court = (("court", code),)
    place = PublicPage("/court/{court}", court)
    page = _made(site, place)
    if page is None:
        return
    yield place
    for judge in page.values["judges"]:
        below = PublicPage("/court/{court}/judge/{judge}", (*court, ("judge", judge.code)))
        if _made(site, below):
            yield below


def _tells(page: Page, place: PublicPage) -> bool:
    """Whether a page has a figure other than zero; a country of whose citizens no file tells anything has no page."""
    told = any(one.status == "answered" and one.value != 0 for one in page.findings)
    return told or place.route != "/nationality/{country}"


def _contents(site: FolderSite, pages: Mapping[PublicPage, Page], passed: Passed) -> dict[str, bytes]:
    """The files of the folder by path, in order."""
    links = _links(pages)
    contents = {"style.css": STYLE, FILE: as_json(passed.publication.as_dict()), "index.html": _first(site)}
    for finding in (one for page in pages.values() for one in page.findings):
        contents[f"findings/{finding.id}.csv"] = as_csv(finding)
        contents[f"findings/{finding.id}.json"] = as_json(finding.as_dict())
    links |= {f"/{name}": name for name in contents}
    rest = [place for place in pages if place.route != REAL]
    contents |= _rendered(site, {place: pages[place] for place in rest}, links)
    contents[SUMS] = "".join(f"{hash_of(contents[name])}  {name}\n" for name in sorted(contents)).encode()
    site.manifest = hash_of(contents[SUMS])
    links[f"/{SUMS}"] = SUMS
    contents |= _rendered(site, {place: pages[place] for place in pages if place.route == REAL}, links)
    return dict(sorted(contents.items()))


def _links(pages: Mapping[PublicPage, Page]) -> dict[str, str]:
    """The file of each address.

    Raises:
        GateError: two pages have one file.
    """
    links = {f"/{code}{place.address}": f"{code}/{place.file}" for code in LANGUAGES for place in pages}
    if len(set(links.values())) < len(links):
        twice = next(file for file in links.values() if list(links.values()).count(file) > 1)
        raise GateError("two pages have the same file", where=twice, todo="tell whoever maintains Sojourn")
    return links


def _rendered(site: Site, pages: Mapping[PublicPage, Page], links: Mapping[str, str]) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for code in LANGUAGES:
        asked = Asked(site, words(code))
        for place, page in pages.items():
            file = f"{code}/{place.file}"
            made[file] = relative(rendered(page, asked, place.address), file, links).encode()
    return made


def _first(site: Site) -> bytes:
    """The page at the top of the folder, where a reader chooses a language; no server does it for them."""
    text = environment("en").get_template("languages.html").render(invented=site.invented)
    return relative(text, "index.html", {f"/{code}/": f"{code}/index.html" for code in LANGUAGES} | _STYLED).encode()


_STYLED: Final = {"/style.css": "style.css"}


def relative(text: str, file: str, links: Mapping[str, str]) -> str:
    """A page whose addresses lead from its own file to files of the folder; what links elsewhere on the server is plain text."""

    def target(address: str) -> str | None:
        path, mark, fragment = unescape(address).partition("#")
        found = links.get(path)
        return found and quote(posixpath.relpath(found, posixpath.dirname(file))) + mark + fragment

    def link(match: re.Match[str]) -> str:
        return match[0] if target(match[1]) else match[2]

    return _ADDRESS.sub(lambda match: f"{match[1]}{target(match[2])}{match[3]}", _LINK.sub(link, text))
