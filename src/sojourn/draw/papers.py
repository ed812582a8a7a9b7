"""What a household brings with it, checked: a proof of inclusion, a signed ticket, a signed proof of waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sojourn.draw.canonical import read_file
from sojourn.draw.proofs import SIGNED, STANDING, Proof, read_proof, read_signed
from sojourn.draw.verify import Check, Verification
from sojourn.errors import BadDraw


def verify_paper(paper: Path, folder: Path | None = None, key: str | None = None) -> Verification:
    """Check a paper by itself; with the published folder, also that its roots are the published ones.

    Args:
        paper: a file with a proof or a signed document.
        folder: the published folder of the draw.
        key: the operator's posted key in hexadecimal, for what is signed.

    Raises:
        BadDraw: the file is neither, or is signed and no key was given.
    """
    return verify_document(read_file(paper), str(paper), folder, key)


def verify_document(
    document: Mapping[str, Any], where: str, folder: Path | None = None, key: str | None = None
) -> Verification:
    """Check what a paper says, as `verify_paper` does; `where` is what messages call it.

    Raises:
        BadDraw: it is no such document, or is signed and no key was given.
    """
    if document.get("schema") != SIGNED:
        return Verification(tuple(_proof(read_proof(document, where), folder)))
    if key is None:
        raise BadDraw("it is signed", where=where, todo="give the operator's posted key too (--key)")
    return Verification(tuple(_signed(document, key, folder, where)))


def _signed(document: Mapping[str, Any], key: str, folder: Path | None, where: str) -> Iterator[Check]:
    what = "the operator's key signed it"
    try:
        told = read_signed(document, key, where)
    except BadDraw as error:
        yield Check(0, what, str(error))
        return
    yield Check(0, what)
    if told.get("schema") == STANDING:
        for one in told["rounds"]:
            yield from _proof(read_proof(one, where), folder)


def _proof(proof: Proof, folder: Path | None) -> Iterator[Check]:
    wrong = "" if proof.holds else "the hashes do not lead to the root"
    yield Check(proof.round, "the household is in the list of this root", wrong)
    if folder:
        yield Check(proof.round, "the root is the published one", _differs(proof, folder))


def _differs(proof: Proof, folder: Path) -> str:
    """What is wrong with the root, given the head of the published list; the list itself is for `verify` to check."""
    try:
        head = read_file(folder / f"round-{proof.round}" / "list.json").get("head")
    except BadDraw as error:
        return str(error)
    same = isinstance(head, dict) and head.get("root") == proof.root and head.get("count") == proof.count
    return "" if same else "the published list has another root"
