"""What every test shares: a temporary office, golden files, programs that may be absent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True)  # a gate gives one answer; desks explore
if os.environ.get("CI") == "true":
    settings.load_profile("ci")

GOLDEN = Path(__file__).with_name("golden")
PROGRAMS = {"office_suite": "soffice", "confinement": "bwrap", "browser": "chromium"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


@pytest.fixture(autouse=True)
def _temporary_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the office in the repository."""
    monkeypatch.setenv("CONGVAN_OFFICE", str(tmp_path / "van-phong"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing program skips a test at a desk and fails it where everything must run."""
    for marker, program in PROGRAMS.items():
        if item.get_closest_marker(marker) and shutil.which(program) is None:
            reason = f"{program} is not installed"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Holds a text against the golden file of that name, or rewrites it."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.write_text(text, "utf-8")
        assert text == file.read_text("utf-8"), f"differs from {file}; --update-golden rewrites it"

    return compare
