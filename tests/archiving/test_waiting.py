"""The waiting folder keeps what came in, privately, until it is accepted."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.archiving.waiting import _safe, waiting, waiting_files


def test_a_file_lies_there_while_it_is_looked_at(tmp_path: Path) -> None:
    with waiting(tmp_path, "công văn.docx", b"noi dung") as path:
        assert path.read_bytes() == b"noi dung"
        assert path.name == "công văn.docx"
        assert stat.S_IMODE((tmp_path / "cho-duyet").stat().st_mode) == 0o700
        assert waiting_files(tmp_path) == [path]
    assert waiting_files(tmp_path) == []


def test_a_refused_file_stays(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="từ chối"), waiting(tmp_path, "x.pdf", b"%PDF"):
        raise ValueError("từ chối")
    assert [path.name for path in waiting_files(tmp_path)] == ["x.pdf"]


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder(name: str) -> None:
    safe = _safe(name)
    assert safe not in {"", ".", ".."}
    assert "/" not in safe
    assert len(safe.encode("utf-8")) <= 200
    assert safe.isprintable()


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x", "/etc/passwd", ".bashrc", ""])
def test_paths_become_names(name: str, tmp_path: Path) -> None:
    with waiting(tmp_path, name, b"x") as path:
        assert path.parent.parent == tmp_path / "cho-duyet"
