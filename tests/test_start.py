"""What a command may not import, so that it starts at once (D6)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "sqlalchemy",
    "alembic",
    "docx",
    "docxtpl",
    "lxml",
    "pypdfium2",
    "jinja2",
    "rich",
    "fastapi",
}
CASES = [
    (["--help"], HEAVY | {"tantivy"}),
    (["--version"], HEAVY | {"tantivy"}),
    (["types"], HEAVY | {"tantivy"}),
    (["types", "show", "cong-van"], HEAVY | {"tantivy"}),
    (["find", "đảng viên"], HEAVY),
    (["find", "--help"], HEAVY),
    (["issue", "--help"], {"alembic", "tantivy", "pypdfium2"}),
    (["register", "list"], {"alembic", "tantivy", "docx", "docxtpl", "jinja2", "pypdfium2"}),
]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = tmp_path_factory.mktemp("van-phong")
    command = [sys.executable, "-m", "congvan", "init", str(office), "--demo"]
    subprocess.run(command, check=True, capture_output=True)
    return office


@pytest.mark.parametrize(
    ("arguments", "forbidden"), CASES, ids=[" ".join(arguments) for arguments, _ in CASES]
)
def test_a_command_imports_only_what_it_needs(
    founded: Path, arguments: list[str], forbidden: set[str]
) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "congvan", "--office", str(founded)]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
    imported = {
        found[1].split(".")[0]
        for line in done.stderr.splitlines()
        if (found := re.match(r"import time:.*\|\s+([\w.]+)$", line))
    }
    assert "click" in imported
    assert not imported & forbidden
