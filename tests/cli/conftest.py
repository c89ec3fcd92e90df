"""An office of its own for each test, and the command line in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from congvan.cli import run


@dataclass(frozen=True)
class Said:
    """What a command left: exit code, results, messages."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Congvan = Callable[..., Said]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration office in a temporary folder; the tests stand in a folder beside it."""
    folder = tmp_path / "văn phòng"
    assert run(["init", str(folder), "--demo"]) == 0
    desk = tmp_path / "bàn"
    desk.mkdir()
    monkeypatch.chdir(desk)
    monkeypatch.setenv("CONGVAN_OFFICE", str(folder))
    return folder


@pytest.fixture
def congvan(office: Path, capfd: pytest.CaptureFixture[str]) -> Congvan:
    """Run a command in that office; a traceback is never shown."""

    def call(*arguments: object) -> Said:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert "congvan-loi-" not in err, err
        return Said(code, out, err)

    return call
