"""Every search engine under the one contract, and what tantivy promises beyond it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from search_engine_contract import ALL, LETTER, SearchEngineContract

from congvan.backends import tantivy_engine
from congvan.backends.memory_engine import MemoryEngine
from congvan.backends.tantivy_engine import TantivyEngine
from congvan.errors import StorageFailure
from congvan.ports import IndexedDocument
from congvan.searching.query import read_query


class TestMemoryEngine(SearchEngineContract):
    @pytest.fixture
    def engine(self) -> MemoryEngine:
        return MemoryEngine()


class TestTantivyEngine(SearchEngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> TantivyEngine:
        return TantivyEngine(tmp_path / "index")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    TantivyEngine(tmp_path / "index").update(ALL, 5)
    return tmp_path / "index"


def _count(folder: Path) -> int:
    return TantivyEngine(folder).search(read_query("")).total


def test_another_process_finds_what_was_taken_in(folder: Path) -> None:
    again = TantivyEngine(folder)
    assert again.position() == 5
    assert again.search(read_query("213-qd/tw")).hits[0].document == ALL[0]


def test_a_reader_sees_the_next_commit_of_another(folder: Path) -> None:
    reader = TantivyEngine(folder)
    assert reader.search(read_query("")).total == len(ALL)
    TantivyEngine(folder).update([replace(LETTER, id="moi")], 6)
    assert reader.search(read_query("")).total == len(ALL) + 1
    TantivyEngine(folder).clear()
    assert reader.search(read_query("")).total == 0


@pytest.mark.parametrize("field", ["analyser", "schema"])
def test_an_index_of_another_version_must_be_rebuilt(folder: Path, field: str) -> None:
    state = json.loads((folder / "vi-tri.json").read_text())
    (folder / "vi-tri.json").write_text(json.dumps(state | {field: 0}))
    engine = TantivyEngine(folder)
    assert engine.position() == -1
    engine.clear()
    assert engine.position() == 0
    engine.update(ALL, 5)
    assert (TantivyEngine(folder).position(), _count(folder)) == (5, len(ALL))


def _lose_state(folder: Path) -> None:
    (folder / "vi-tri.json").unlink()


def _spoil_state(folder: Path) -> None:
    (folder / "vi-tri.json").write_text("{")


def _spoil_meta(folder: Path) -> None:
    next(folder.glob("*/meta.json")).write_text("")


def _lose_segments(folder: Path) -> None:
    for file in folder.glob("*/*.idx"):
        file.unlink()


def _cut_segments(folder: Path) -> None:
    for file in folder.glob("*/*.idx"):
        os.truncate(file, 10)


def _restore_older(folder: Path) -> None:
    meta = next(folder.glob("*/meta.json"))
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"opstamp": 1}))


@pytest.mark.parametrize(
    "damage",
    [_lose_state, _spoil_state, _spoil_meta, _lose_segments, _cut_segments, _restore_older],
)
def test_a_damaged_index_says_so_and_can_be_rebuilt(folder: Path, damage: object) -> None:
    damage(folder)  # type: ignore[operator]
    engine = TantivyEngine(folder)
    assert engine.position() == -1
    engine.clear()
    engine.update(ALL, 5)
    assert (engine.position(), _count(folder)) == (5, len(ALL))
    assert len(list(folder.glob("chi-muc-*"))) == 1


@pytest.mark.parametrize("looked", [True, False])
def test_an_update_of_a_damaged_index_does_not_claim_the_rest(folder: Path, looked: bool) -> None:
    _spoil_meta(folder)
    engine = TantivyEngine(folder)
    assert not looked or engine.position() == -1
    engine.update([LETTER], 6)
    assert engine.position() == 0


def test_an_index_cleared_meanwhile_does_not_claim_the_rest(folder: Path) -> None:
    slow = TantivyEngine(folder)
    assert slow.position() == 5
    TantivyEngine(folder).clear()
    slow.update([LETTER], 6)
    assert TantivyEngine(folder).position() == 0


def test_a_search_in_a_damaged_index_tells_the_remedy(folder: Path) -> None:
    _lose_segments(folder)
    with pytest.raises(StorageFailure) as caught:
        TantivyEngine(folder).search(read_query("hòa giải"))
    assert "reindex" in caught.value.remedy


def test_no_damage_is_worse_than_an_error_in_words(folder: Path, tmp_path: Path) -> None:
    chance = random.Random(4)
    for turn in range(25):
        broken = shutil.copytree(folder, tmp_path / f"broken-{turn}")
        files = [file for file in broken.rglob("*") if file.is_file() and file.stat().st_size]
        file = chance.choice(sorted(files))
        data = bytearray(file.read_bytes())
        for _ in range(5):
            data[chance.randrange(len(data))] ^= 0xFF
        file.write_bytes(data)
        engine = TantivyEngine(broken)
        assert engine.position() in {-1, 5}
        with suppress(StorageFailure):
            engine.search(read_query("hòa giải"))
        engine.clear()
        engine.update(ALL, 5)
        assert engine.search(read_query("")).total == len(ALL)


def test_a_full_disk_is_told_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tantivy_engine.os, "fsync", full)
    with pytest.raises(StorageFailure) as caught:
        TantivyEngine(folder).update([LETTER], 6)
    assert caught.value.code == "storage.full"
    monkeypatch.undo()
    assert TantivyEngine(folder).position() == 5


def test_writers_queue_and_none_is_turned_away(folder: Path) -> None:
    failures: list[Exception] = []

    def write(name: str) -> None:
        try:
            for turn in range(3):
                document = replace(LETTER, id=f"{name}-{turn}")
                TantivyEngine(folder).update([document], 10)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(f"t{at}",)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert _count(folder) == len(ALL) + 12


_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from congvan.backends.tantivy_engine import TantivyEngine
from congvan.ports import IndexedDocument
base = IndexedDocument(id="", code="", type="", organ="", subject="", text="a", direction="")
engine = TantivyEngine(Path(sys.argv[1]))
for turn in range(100_000):
    engine.update([replace(base, id=f"k{turn}-{part}") for part in range(3)], 100 + turn)
    print(turn, flush=True)
"""


@pytest.mark.parametrize("turns", [1, 4])
def test_a_killed_writer_leaves_every_acknowledged_commit(folder: Path, turns: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        done = [int(writer.stdout.readline()) for _ in range(turns)][-1]
        writer.send_signal(signal.SIGKILL)
    engine = TantivyEngine(folder)
    assert engine.position() >= 100 + done
    assert _count(folder) >= len(ALL) + 3 * (done + 1)
    engine.update([LETTER], 1_000)
    assert engine.position() == 1_000


def test_readers_are_not_kept_waiting_by_a_writer(folder: Path) -> None:
    seen: list[int] = []

    def slow() -> Iterator[IndexedDocument]:
        yield replace(LETTER, id="cham")
        seen.append(_count(folder))

    TantivyEngine(folder).update(slow(), 6)
    assert seen == [len(ALL)]


def test_the_module_loads_neither_sqlalchemy_nor_the_drafting() -> None:
    code = (
        "import sys, congvan.backends.tantivy_engine, congvan.searching.answer;"
        "bad = {'sqlalchemy', 'alembic', 'lxml', 'jinja2', 'docx', 'click'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
