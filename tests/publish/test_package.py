"""A data package is written whole or not at all, and the next one is audited with it."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from cli.runs import document, run
from sojourn.disclosure.published import FILE
from sojourn.errors import GateError
from sojourn.publish.package import DESCRIPTOR, publish
from sojourn.publish.questions import Question, QuestionsFile
from sojourn.record.opened import Record
from tiny import tiny_folder

PERIOD = {"period": "FY2017", "clock": "counted"}
BY_AREA = Question("removals", PERIOD, ("citizenship", "area"))


def asked(*questions: Question) -> QuestionsFile:
    """A file with these questions."""
    return QuestionsFile("Removals of FY2017", "A test.", questions)


def test_a_package_holds_each_answer_twice_with_its_hash(tiny: Record, tmp_path: Path) -> None:
    """CSV for a spreadsheet, JSON with the definition, and a descriptor that any reader of data packages knows."""
    package = publish(tiny, asked(Question("removals", PERIOD, ("month",))), tmp_path / "out")
    (finding,) = package.findings
    descriptor = json.loads((tmp_path / "out" / DESCRIPTOR).read_text())
    (resource,) = descriptor["resources"]
    data = (tmp_path / "out" / resource["path"]).read_bytes()
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert resource["bytes"] == len(data)
    assert [one["name"] for one in resource["schema"]["fields"]] == ["month", "removals", "all removals"]
    assert list(csv.reader(data.decode().splitlines()))[1] == ["2016-10-01", "1", "1"]
    assert json.loads((tmp_path / "out" / f"{finding.id}.json").read_text())["id"] == finding.id
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*descriptor["sojourn"]["files"], DESCRIPTOR}
    assert descriptor["title"].startswith("INVENTED DATA: ")


def test_the_same_record_gives_the_same_bytes(tiny: Record, tmp_path: Path) -> None:
    """Whoever has the files can check that nothing else was published."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        publish(tiny, asked(BY_AREA), folder)
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert one == two


def test_small_counts_are_hidden_and_the_audit_is_told(tiny: Record, tmp_path: Path) -> None:
    """Seven Russians in two areas are no table."""
    package = publish(tiny, asked(BY_AREA), tmp_path / "out")
    (finding,) = package.findings
    assert not [row for row in finding.rows if isinstance(row[-1], int) and 0 < row[-2] < 11]
    assert package.as_dict()["audit"]["width"] == 11
    assert "RUSSIA" not in (tmp_path / "out" / f"{finding.id}.csv").read_text()


@pytest.mark.parametrize(
    "question",
    [
        Question("removals", {**PERIOD, "citizenship": "RUSSIA"}, ("day",)),
        Question("largest_removal_days", {"citizenship": "RUSSIA"}, ()),
    ],
)
def test_one_answer_that_must_stay_stops_the_whole_publication(
    tiny: Record, tmp_path: Path, question: Question
) -> None:
    """The gate fails closed: the folder is not made."""
    with pytest.raises(GateError, match="stays on this machine"):
        publish(tiny, asked(Question("removals", PERIOD, ()), question), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_publication_is_never_overwritten(tiny: Record, tmp_path: Path) -> None:
    """What was given away cannot be taken back, and counts in the audit."""
    publish(tiny, asked(BY_AREA), tmp_path / "out")
    before = (tmp_path / "out" / FILE).read_bytes()
    with pytest.raises(GateError, match="the folder is not empty"):
        publish(tiny, asked(Question("removals", PERIOD, ())), tmp_path / "out")
    assert (tmp_path / "out" / FILE).read_bytes() == before


def test_a_disk_that_refuses_leaves_nothing(tiny: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No half of a package, and no temporary folder beside it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Exception, match="No space left"):
        publish(tiny, asked(BY_AREA), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_command_publishes_and_audits_with_what_was_published_before(tmp_path: Path) -> None:
    """Two runs as a person would type them."""
    (tmp_path / "q.toml").write_text('title = "t"\n[[question]]\nmeasure = "removals"\nby = ["month"]\n')
    words = ["publish", "--questions", str(tmp_path / "q.toml"), "--record", str(tiny_folder())]
    first = run(*words, str(tmp_path / "one"))
    assert first.exit_code == 0, first.output
    assert first.stdout.splitlines()[-1].startswith("Audited with 0 earlier publications.")
    told = document(run(*words, "--json", str(tmp_path / "two"), "--earlier", str(tmp_path / "one")))
    assert told["audit"]["earlier"] == 1


def test_the_command_exits_with_3_where_the_gate_does_not_pass(tmp_path: Path) -> None:
    """A script that publishes stops there."""
    (tmp_path / "q.toml").write_text(
        'title = "t"\n[[question]]\nmeasure = "largest_removal_days"\nparameters = { citizenship = "RUSSIA" }\n'
    )
    words = ["publish", "--questions", str(tmp_path / "q.toml"), "--record", str(tiny_folder()), str(tmp_path / "out")]
    refused = run(*words)
    assert refused.exit_code == 3
    assert "stays on this machine" in refused.stderr
    assert not (tmp_path / "out").exists()
