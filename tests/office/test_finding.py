"""The index follows the records; whoever asks waits a moment and no longer."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from congvan.backends.memory_engine import MemoryEngine
from congvan.office import Office
from congvan.office.finding import catch_up, citing, follow_soon, is_behind
from congvan.office.receiving import Arrival, receive
from congvan.office.registry import HandWritten, enter
from congvan.searching.query import read_query


def _hand(office: Office, number: int) -> None:
    line = HandWritten("cong-van", number, office.today(), f"việc {number}", reason="chuyển sổ")
    enter(office, line)


def _came(office: Office, code: str, text: str) -> str:
    arrival = Arrival(code, "Báo cáo", "Đảng uỷ xã", "kết quả", None, office.today())
    return receive(office, "a.txt", text.encode(), arrival).document.id


def _total(office: Office) -> int:
    return office.engine().search(read_query("")).total


def test_nobody_waits_for_an_index_that_has_everything(office: Office) -> None:
    begun = time.monotonic()
    assert follow_soon(office, patience=5, most=5)
    assert time.monotonic() - begun < 2


def test_an_index_nobody_takes_care_of_is_brought_up(office: Office) -> None:
    _hand(office, 1)
    assert is_behind(office)
    assert follow_soon(office, patience=0.05, most=10)
    assert _total(office) == 1


def test_a_worker_that_is_at_it_is_waited_for(office: Office) -> None:
    _hand(office, 1)
    worker = threading.Timer(0.2, catch_up, args=(office,))
    worker.start()
    assert follow_soon(office, patience=10, most=10)
    worker.join()


def test_what_takes_long_goes_on_without_the_asker(office: Office) -> None:
    class Slow(MemoryEngine):
        def update(self, documents: object, position: int) -> None:
            time.sleep(0.5)
            super().update(documents, position)  # type: ignore[arg-type]

    engine = Slow()
    slow = replace(office, engine=lambda: engine)
    _hand(slow, 1)
    begun = time.monotonic()
    assert not follow_soon(slow, patience=0.02, most=0.1)
    assert not follow_soon(slow, patience=0.02, most=0.1)  # and nobody begins a second time
    assert time.monotonic() - begun < 0.5
    assert follow_soon(slow, patience=10, most=10)
    assert _total(slow) == 1


def test_who_gives_the_code_in_its_text_cites_it(office: Office) -> None:
    for number in (5, 15, 55):
        _hand(office, number)
    citing_it = _came(office, "57-BC/ĐU", "Thực hiện Công văn số 05 - CV/ĐU, xã báo cáo")
    _came(office, "58-BC/ĐU", "Thực hiện Công văn số 15-CV/ĐU, xã báo cáo về 5 việc CV ĐU")
    _came(office, "05-CV/ĐU", "Số 05-CV/ĐU\nlà văn bản của nơi khác")
    catch_up(office)
    with office.store.read() as records:
        document = records.documents_with_code("05-CV/ĐU")[0]
    found = citing(office, document)
    assert [item.id for item, _ in found] == [citing_it]
    assert found[0][1].marks


@pytest.mark.parametrize("code", ["", "57", "không số"])
def test_a_code_too_short_to_know_is_not_looked_for(office: Office, code: str) -> None:
    own = _came(office, code, "Số 57, không số")
    _came(office, "1-BC/ĐU", "theo văn bản số 57, không số")
    catch_up(office)
    with office.store.read() as records:
        document = records.document(own)
    assert document is not None
    assert citing(office, document) == []
