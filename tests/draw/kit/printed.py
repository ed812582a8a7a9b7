"""What the commands of the kit print as JSON in a day at an invented clinic."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from draw.kit.clinics import POLICY, Clock, signature, with_invented_beacons
from sojourn.cli import draw as commands
from sojourn.cli import main


def printed(folder: Path) -> dict[str, str]:
    """A document of each form, by its name."""
    clock = Clock()
    (folder / "policy.json").write_text(json.dumps(POLICY), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        with_invented_beacons(patch)
        patch.setattr(commands, "clock", clock)

        def desk(*words: str) -> str:
            return CliRunner().invoke(main, ["draw", *words, "--kit", str(folder / "kit.db"), "--json"]).stdout

        told = {"sojourn.draw_kit/1": desk("new", "--policy", str(folder / "policy.json"))}
        told["sojourn.draw_receipt/1"] = desk("register", "--size", "2", "--site", "south")
        code = json.loads(told["sojourn.draw_receipt/1"])["code"]
        frozen = json.loads(desk("freeze", "--places", "north=0", "--places", "south=2", "--auditor", "BAR"))
        clock.turn(hours=1, minutes=5)
        told["sojourn.draw_round/1"] = desk("draw", signature(frozen["beacon_round"]))
        told["sojourn.draw_household/1"] = desk("confirm", code)
        told["sojourn.draw_board/1"] = desk("board")
        told["sojourn.draw_ticket/1"] = desk("ticket", code)
        told["sojourn.draw_swept/1"] = desk("expire")
        told["sojourn.draw_status/1"] = desk("status")
        told["sojourn.draw_written/1"] = desk("publish", str(folder / "public"))
    return told
