"""What goes into a kit and leaves it as files: the policy that it is made with, a paper that is shown, and what is published.

A file that is sent is read as a browser sends it and kept nowhere; one that leaves is saved by the browser under a name of
ours. No path is typed in: the kit's own file is named when the site is started.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from sojourn.draw.beacon import QUICKNET
from sojourn.draw.canonical import read_document
from sojourn.draw.kit import departure, households, offers, papers
from sojourn.draw.kit.households import Receipt, Standing
from sojourn.draw.kit.store import Kit
from sojourn.draw.policy import SCHEMA, Policy, read_policy
from sojourn.errors import BadParameter, LimitReached
from sojourn.web.asked import Asked, Download
from sojourn.words.said import said

LARGEST: Final = 32 * 1024 * 1024
"""Bytes of all files of a download; what is larger is written by the command line, file by file."""
NUMBERS: Final = ("largest", "hold_days", "confirm_hours", "horizon_days", "keep_days", "wait_hours")
MOST_CLASSES: Final = 3
_SHARE: Final = re.compile(r"(\d{1,5})\s*/\s*(\d{1,5})", re.ASCII)
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The hour that a zip gives its files: the same files are the same zip."""


def policy_of(asked: Asked) -> Policy:
    """The policy of a form: as a file that was sent, or as fields that were filled in.

    Raises:
        BadDraw: it is no policy.
        BadParameter: a field is empty, or has no number or share.
    """
    if asked.first("form") == "new-file":
        where = said("the file that was sent")
        return read_policy(read_document(asked.first("policy").encode(), where), where)
    classes = [(asked.first(f"class-{at}"), asked.first(f"class-share-{at}")) for at in range(MOST_CLASSES)]
    written = {
        "schema": SCHEMA,
        "name": asked.first("name"),
        "sites": [one.strip() for one in asked.first("sites").split(",") if one.strip()],
        "reserved": _share(asked.first("reserved"), "reserved"),
        "classes": [{"name": name, "share": _share(share, "class")} for name, share in classes if name or share],
        "beacon": QUICKNET.name,
        **{name: whole(asked, name.replace("_", "-")) for name in NUMBERS},
    }
    return read_policy(written, said("the form"))


def _share(text: str, where: str) -> list[int]:
    found = _SHARE.fullmatch(text.strip())
    if not found:
        raise BadParameter(
            said("{text:name} is no share", text=repr(text[:40])),
            where=where,
            todo=said("write it as 1/2, or 0/1 for none"),
        )
    return [int(found[1]), int(found[2])]


def whole(asked: Asked, name: str) -> int | None:
    """A whole number that was typed in; None where the field is empty.

    Raises:
        BadParameter: it is none.
    """
    text = asked.first(name)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise BadParameter(
            said("{text:name} is no whole number", text=repr(text[:40])), where=name, todo=said("write it in digits")
        )
    return int(text)


def shown(kit: Kit, asked: Asked) -> Standing | Receipt:
    """What is done for a household that shows its ticket, in place of its code.

    Raises:
        BadDraw: this kit did not sign it, or it does not fit.
    """
    wanted = asked.first("do")
    if wanted not in BY_TICKET:
        raise BadParameter(said("there is no such button"), todo=said("open the page of the kit again"))
    document = read_document(asked.first("ticket").encode(), said("the ticket that is shown"))
    return BY_TICKET[wanted](kit, papers.token_on(kit, document.get("signed", document)))


def public(kit: Kit, _asked: Asked) -> Download:
    """What everyone needs to verify every round."""
    return _zipped("public", departure.public_files(kit))


def opened(kit: Kit, asked: Asked) -> Download:
    """The same with sealed lists open, for those whom they name."""
    ticked(asked, "for-them", said("the files go to those whom they are for alone"))
    return _zipped("auditors", departure.public_files(kit, auditors=True))


def proofs(kit: Kit, asked: Asked) -> Download:
    """The proof of each household, for the day on which the draw ends."""
    ticked(asked, "for-them", said("the files go to those whom they are for alone"))
    return _zipped("proofs", departure.proof_files(kit))


def ticked(asked: Asked, name: str, why: str) -> None:
    """Refuse a form without the tick that says why it may be done.

    Raises:
        BadParameter: the tick is missing.
    """
    if not asked.first(name):
        raise BadParameter(
            said("it is not said that {why}", why=why),
            where="consent",
            todo=said("tick the box, and send it again"),
        )


def _zipped(name: str, files: Mapping[str, bytes]) -> Download:
    """Files as one zip, which is the same whenever they are.

    Raises:
        LimitReached: they are too large to be kept in memory.
    """
    if sum(map(len, files.values())) > LARGEST:
        raise LimitReached(
            said("the files are more than {most:name} MB", most=LARGEST // 1024**2),
            where=name,
            todo=said("write them with `sojourn draw`"),
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _FIRST_DAY)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return Download(f"{name}.zip", packed.getvalue(), "application/zip")


BY_TICKET: Final[Mapping[str, Callable[[Kit, str], Standing | Receipt]]] = {
    "show": households.standing_by,
    "serve": offers.serve_token,
    "recover": households.recover_token,
}
FILES: Final[Mapping[str, Callable[[Kit, Asked], Download]]] = {"publish": public, "auditors": opened, "export": proofs}
"""Forms that are answered with a file. They change nothing, so they can be sent again."""
