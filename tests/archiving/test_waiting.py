"""The waiting folder keeps what came in, privately, until it is accepted."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.archiving.waiting import (
    _safe,
    drop,
    items,
    keep,
    waiting,
    waiting_files,
    waiting_item,
)
from congvan.errors import CongvanError, WrongUse


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


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("con.xlsx", "_con.xlsx"),
        ("LPT1", "_LPT1"),
        ("nul .docx", "_nul .docx"),
        ("công.xlsx", "công.xlsx"),
        ("console.txt", "console.txt"),
        ("danh sách: 1?.xlsx", "danh sách_ 1_.xlsx"),
        ("tên \u202excod.exe", "tên xcod.exe"),
        ("a\x00b.pdf", "ab.pdf"),
        ("xong.pdf. . ", "xong.pdf"),
        (" .. ", "tep"),
        ("ch\u1ea3.ghi-chep.json", "chả.ghi-chep.json"),
        (".ghi-chep.json", "ghi-chep.json"),
        ("\udcff.pdf", "pdf"),
    ],
)
def test_a_name_opens_on_any_machine(name: str, kept: str) -> None:
    assert _safe(name) == kept


def test_a_long_name_keeps_its_end() -> None:
    safe = _safe("ấ" * 300 + ".xlsx")
    assert safe.endswith("ấ.xlsx")
    assert len(safe.encode()) <= 200


ABOUT = {"kind": "roster", "by": "hoa", "at": "2026-11-20T08:00:00+07:00"}


def test_what_is_kept_is_found_by_its_token_until_it_is_dropped(tmp_path: Path) -> None:
    token = keep(tmp_path, "../danh sách.xlsx", b"PK", about=ABOUT)
    assert re.fullmatch(r"[0-9a-f]{32}", token)
    found = waiting_item(tmp_path, token)
    assert (found.token, found.name, found.about) == (token, "danh sách.xlsx", ABOUT)
    assert found.path.read_bytes() == b"PK"
    assert found.path.parent == tmp_path / "cho-duyet" / token
    assert stat.S_IMODE(found.path.parent.stat().st_mode) == 0o700
    assert waiting_files(tmp_path) == [found.path], "its note is no file that waits"
    drop(tmp_path, token)
    drop(tmp_path, token)
    assert waiting_files(tmp_path) == []
    with pytest.raises(WrongUse) as caught:
        waiting_item(tmp_path, token)
    assert caught.value.code == "waiting.unknown"


def test_kinds_are_listed_apart_oldest_first(tmp_path: Path) -> None:
    late = keep(tmp_path, "b", b"2", about=ABOUT | {"at": "2026-11-21"})
    early = keep(tmp_path, "a", b"1", about=ABOUT | {"at": "2026-11-19"})
    other = keep(tmp_path, "c", b"3", about=ABOUT | {"kind": "arrival"})
    assert [item.token for item in items(tmp_path, "roster")] == [early, late]
    assert [item.token for item in items(tmp_path, "arrival")] == [other]
    assert items(tmp_path / "không có", "roster") == []
    with pytest.raises(WrongUse):
        waiting_item(tmp_path, other, "roster")


@pytest.mark.parametrize(
    "token", ["", "..", "../..", "A" * 32, "0" * 31, "0" * 33, f"{'0' * 32}\n", "x/../" + "0" * 27]
)
def test_no_token_reaches_outside(tmp_path: Path, token: str) -> None:
    (tmp_path / "cho-duyet").mkdir()
    (tmp_path / "sổ.txt").write_bytes(b"x")
    with pytest.raises(WrongUse):
        waiting_item(tmp_path, token)
    drop(tmp_path, token)
    assert (tmp_path / "sổ.txt").exists()


@pytest.mark.parametrize("note", [None, b"", b"{", b"[]", b"\xff"])
def test_what_was_cut_short_is_no_item_but_is_told_of(tmp_path: Path, note: bytes | None) -> None:
    token = keep(tmp_path, "a.pdf", b"x", about=ABOUT)
    (at,) = (tmp_path / "cho-duyet" / token).glob("*.json")
    at.unlink() if note is None else at.write_bytes(note)
    assert items(tmp_path, "roster") == []
    with pytest.raises(WrongUse):
        waiting_item(tmp_path, token)
    assert [path.name for path in waiting_files(tmp_path)] == ["a.pdf"]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("congvan.archiving.waiting.os.fsync", full)
    with pytest.raises(CongvanError) as caught:
        keep(tmp_path, "a.pdf", b"x", about=ABOUT)
    assert caught.value.code == "storage.full"
    assert waiting_files(tmp_path) == []
