"""What the wheel installs is whole: templates, migrations, and a command that lists them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# The repository's src is taken out of the path again: what runs is what the wheel holds.
RUN = (
    "import sys; wheel, src = sys.argv[1:3]; del sys.argv[1:3]; "
    "sys.path[:] = [wheel, *(item for item in sys.path if item != src)]; "
    "import congvan.__main__ as program; "
)
WHERE = f"{RUN} print(program.__file__)"
MAIN = f"{RUN} program.main()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as package:
        package.extractall(folder)
    return folder


def run(installed: Path, program: str, *arguments: str, office: Path) -> str:
    command = [sys.executable, "-I", "-B", "-c", program, str(installed), str(ROOT / "src")]
    done = subprocess.run(
        [*command, *arguments],
        cwd=office,
        env={**os.environ, "CONGVAN_OFFICE": str(office)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_everything_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        kept = set(package.namelist())
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "congvan").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {
        f"congvan/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in {".docx", ".toml"}
    }
    assert any(name.startswith("congvan/templates/dang/") for name in wanted)
    assert any("/migrations/versions/v0001" in name for name in wanted)
    assert wanted - kept == set()


def test_the_wheel_holds_nothing_of_an_office(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
    assert [name for name in names if not name.startswith(("congvan/", "congvan-"))] == []
    assert [
        name for name in names if name.endswith((".db", ".khoa", ".pyc")) or "/~$" in name
    ] == []


def test_an_installed_program_founds_an_office_and_drafts_in_it(
    installed: Path, tmp_path: Path
) -> None:
    office = tmp_path / "van-phong"
    office.mkdir()
    where = Path(run(installed, WHERE, office=office).strip())
    assert where.is_relative_to(installed)
    run(installed, MAIN, "init", str(office), "--demo", office=office)  # runs every migration
    listed = run(installed, MAIN, "types", office=office).splitlines()
    letter = next(line for line in listed if line.startswith("cong-van "))
    assert "có mẫu" in letter
    run(installed, MAIN, "draft", "cong-van", "--sample", "-o", "thu.docx", office=office)
    assert zipfile.is_zipfile(office / "thu.docx")
