"""One tantivy engine shared by the threads of a server: what was committed is seen by all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from congvan.backends.tantivy_engine import TantivyEngine
from congvan.ports import IndexedDocument
from congvan.searching.query import read_query


def _document(number: int) -> IndexedDocument:
    return IndexedDocument(
        id=f"VB-{number:06}",
        code=f"{number:02}-CV/ĐU",
        type="Công văn",
        organ="Đảng uỷ",
        subject=f"việc {number}",
        text="lịch trực ban",
        direction="outgoing",
    )


def _total(engine: TantivyEngine) -> int:
    return engine.search(read_query("lịch trực")).total


def test_no_thread_sees_less_than_was_committed_when_it_asked(tmp_path: Path) -> None:
    reader, writer = TantivyEngine(tmp_path), TantivyEngine(tmp_path)
    writer.update([_document(1)], 1)
    committed, wrong = 1, []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            known = committed
            seen = _total(reader)
            if seen < known or reader.position() < known:
                wrong.append((seen, known))

    with ThreadPoolExecutor(6) as threads:
        asking = [threads.submit(ask) for _ in range(6)]
        for number in range(2, 25):
            writer.update([_document(number)], number)
            committed = number
        done.set()
        for one in asking:
            one.result(30)
    assert wrong == []
    assert _total(reader) == 24


def test_another_thread_that_looks_does_not_change_what_a_writer_was_told(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    engine.update([_document(1)], 10)
    assert engine.position() == 10  # from here on this thread takes changes in
    TantivyEngine(tmp_path).clear()  # meanwhile somebody begins anew
    looking = threading.Thread(target=engine.position)
    looking.start()
    looking.join()
    engine.update([_document(2)], 20)
    assert engine.position() == 0  # it must not claim what it was never given


def test_what_was_begun_anew_between_two_chunks_is_not_claimed_whole(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    assert engine.position() == 0
    engine.update([_document(1)], 500)
    TantivyEngine(tmp_path).clear()
    engine.update([_document(2)], 1_000)
    assert engine.position() == 0
