"""`sojourn run`: files, record, claims, page, in one go."""

from __future__ import annotations

from pathlib import Path

import pytest
import uvicorn

from cli.runs import run
from sojourn.releases import downloads, find_inputs, places
from tiny import write_texts

CLAIMS = Path(__file__).parents[2] / "claims" / "fell-by-half.toml"


def test_it_builds_checks_and_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With files at hand nothing is asked and nothing is fetched."""
    (tmp_path / "files").mkdir()
    write_texts(tmp_path / "files")
    monkeypatch.setenv("SOJOURN_FILES", str(tmp_path / "files"))
    result = run("run", "--record", str(tmp_path / "record"), "--out", str(tmp_path / "out"), "--claims", str(CLAIMS))
    assert result.exit_code == 0, result.output
    assert "Allen Parish fell by about a third" in result.stdout
    assert result.stdout.splitlines()[-1] == (
        f"The record as a site on this machine: sojourn serve --record {tmp_path / 'record'}  (the claims: /en/claims/fell-by-half)"
    )
    assert "<article" in (tmp_path / "out" / "fell-by-half.html").read_text(encoding="utf-8")


def test_the_site_is_opened_on_the_claims_where_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most people will never type a second command."""
    (tmp_path / "files").mkdir()
    write_texts(tmp_path / "files")
    monkeypatch.setenv("SOJOURN_FILES", str(tmp_path / "files"))
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_: None)
    words = ["--record", str(tmp_path / "record"), "--out", str(tmp_path / "out"), "--claims", str(CLAIMS), "--serve"]

    told = run("run", *words).stderr.splitlines()

    assert told[-3].startswith("Sojourn: http://127.0.0.1:")
    assert told[-1].startswith("Then begin with http://127.0.0.1:")
    assert told[-1].endswith("/en/claims/fell-by-half")


def test_places_are_looked_for_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SOJOURN_FILES alone, else ./data, else ../shared/data."""
    monkeypatch.delenv("SOJOURN_FILES", raising=False)
    assert places() == [Path("data"), Path("../shared/data")]
    here = tmp_path / "checkout"
    (here / "data").mkdir(parents=True)
    monkeypatch.chdir(here)
    assert find_inputs() == (Path("data"),)
    monkeypatch.setenv("SOJOURN_FILES", f"{tmp_path}:{here}")
    assert find_inputs() == (tmp_path, here)


def test_a_download_is_pinned_by_hash_size_and_licence() -> None:
    """Each address is https at a fixed commit, so that the bytes are those that were looked at."""
    for one in downloads():
        assert one.address.startswith("https://raw.githubusercontent.com/")
        assert any(len(part) == 40 and int(part, 16) for part in one.address.split("/")[4:7] if len(part) == 40)
        assert len(one.sha256) == 64
        assert one.bytes > 0
        assert one.licence
