"""What every store promises of registers, and of what waits in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from store_contract import document, entry

from congvan.errors import WrongUse
from congvan.model.documents import Direction, Event, EventKind
from congvan.model.register import EntryState, Series
from congvan.ports import MonthCount, RegisterQuery, RegisterRow, Store, StoreTransaction

OUT, IN = Direction.OUTGOING, Direction.INCOMING
DAY = date(2026, 11, 20)
NEXT_SPAN = "2030-2035"

# group, span, number, day, subject
LINES = (
    ("CV", "2025-2030", 1, date(2026, 11, 2), "về việc rà soát đảng viên"),
    ("CV", "2025-2030", 2, date(2026, 11, 1), "Báo cáo “100%” chi_bộ"),
    ("CV", "2025-2030", 10, date(2026, 11, 3), "ấn định ngày họp"),
    ("GGT", "2025-2030", 2, date(2026, 11, 2), "về việc rà soát đảng viên"),
    ("CV", NEXT_SPAN, 1, date(2030, 10, 1), "Đại hội"),
)


def write_lines(records: StoreTransaction) -> None:
    for group, span, number, day, subject in LINES:
        code = f"{number:02}-{group}/ĐU"
        line = entry(number, f"{group} {span} {number}", code=code, promulgation_date=day,
                     subject=subject, series=Series("chinh", group, span), plan={}, owner="",
                     state=EntryState.RESERVED)  # fmt: skip
        records.reserve(line)


def event(kind: EventKind) -> Event:
    return Event(kind, DAY, "văn thư", "2026-11-20T08:00")


def arrival(serial: int, number: int | None, **changes: object) -> object:
    values = {"direction": IN, "arrival_number": number, "arrival_date": DAY, "events": ()}
    return document(f"VB-{serial:06}", **(values | changes))


ARRIVALS = (
    ("2025", 9, date(2025, 12, 30), "Kế hoạch", "10-KH/TU", "TỈNH UỶ AN BÌNH"),
    ("2026", 1, date(2026, 1, 5), "về đại hội", "11-CV/TU", "TỈNH UỶ AN BÌNH"),
    ("2026", 2, date(2026, 1, 4), "Báo cáo năm", "7/BC-SNN", "SỞ NÔNG NGHIỆP"),
    ("2026", 10, date(2026, 1, 5), "về đại hội", "9/CV-SNN", "SỞ NÔNG NGHIỆP"),
)


def write_arrivals(records: StoreTransaction) -> None:
    for serial, (span, number, day, subject, code, organ) in enumerate(ARRIVALS, start=1):
        came = arrival(serial, number, arrival_date=day, subject=subject, code=code, organ=organ)
        records.add_document(came, Series("chinh", "den", span))  # type: ignore[arg-type]


def numbers(rows: list[RegisterRow]) -> list[str]:
    """Which lines came, as ``CV 2025-2030 1`` or as the arrival number."""
    return [
        row.entry.request_id if row.entry else str(row.document and row.document.arrival_number)
        for row in rows
    ]


class RegisterContract:
    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    @pytest.mark.parametrize(
        ("asked", "lines"),
        [
            ({}, "CV 2025-2030 1|CV 2025-2030 2|GGT 2025-2030 2|CV 2025-2030 10|CV 2030-2035 1"),
            ({"sort": "date"}, "CV 2025-2030 2|CV 2025-2030 1|GGT 2025-2030 2|CV 2025-2030 10|"
                               "CV 2030-2035 1"),
            ({"sort": "subject"}, "CV 2025-2030 10|CV 2025-2030 2|CV 2030-2035 1|CV 2025-2030 1|"
                                  "GGT 2025-2030 2"),
            ({"group": "GGT"}, "GGT 2025-2030 2"),
            ({"group": "CV", "span": "2025-2030"},
             "CV 2025-2030 1|CV 2025-2030 2|CV 2025-2030 10"),
            ({"state": EntryState.VOID}, ""),
            ({"state": EntryState.RESERVED, "span": NEXT_SPAN}, "CV 2030-2035 1"),
            ({"date_from": date(2026, 11, 2), "date_to": date(2026, 11, 2)},
             "CV 2025-2030 1|GGT 2025-2030 2"),
            ({"date_from": date(2026, 11, 3)}, "CV 2025-2030 10|CV 2030-2035 1"),
            ({"text": "RA SOAT"}, "CV 2025-2030 1|GGT 2025-2030 2"),
            ({"text": "  rà   soát đảng "}, "CV 2025-2030 1|GGT 2025-2030 2"),
            ({"text": "dai hoi"}, "CV 2030-2035 1"),
            ({"text": "10-cv/du"}, "CV 2025-2030 10"),
            ({"text": "0%"}, "CV 2025-2030 2"),
            ({"text": "i_b"}, "CV 2025-2030 2"),
            ({"text": "%"}, "CV 2025-2030 2"),
            ({"text": "a%t"}, ""),
            ({"text": "hop 10"}, ""),  # from one part into the next
            ({"text": "x" * 60_000}, ""),
            ({"text": "rà soát", "group": "CV", "sort": "subject"}, "CV 2025-2030 1"),
        ],
    )  # fmt: skip
    def test_lines_are_filtered_sorted_and_counted(
        self, store: Store, asked: dict[str, object], lines: str
    ) -> None:
        wanted = lines.split("|") if lines else []
        with store.write() as records:
            write_lines(records)
        with store.read() as records:
            query = RegisterQuery(OUT, descending=False, **asked)  # type: ignore[arg-type]
            assert_pages(records, query, wanted)

    @pytest.mark.parametrize(
        ("asked", "lines"),
        [
            ({}, "9|1|2|10"),
            ({"sort": "date"}, "9|2|1|10"),
            ({"sort": "subject"}, "2|9|1|10"),
            ({"group": "CV", "span": "2026", "state": EntryState.VOID}, "9|1|2|10"),
            ({"date_from": date(2026, 1, 5)}, "1|10"),
            ({"date_to": date(2026, 1, 4)}, "9|2"),
            ({"text": "tinh uy"}, "9|1"),
            ({"text": "bc-snn"}, "2"),
            ({"text": "về đại hội", "sort": "date"}, "1|10"),
            ({"text": "sở nông nghiệp", "sort": "subject"}, "2|10"),
        ],
    )
    def test_arrivals_are_filtered_sorted_and_counted(
        self, store: Store, asked: dict[str, object], lines: str
    ) -> None:
        with store.write() as records:
            write_arrivals(records)
            records.add_document(document("VB-000005"))
            records.add_document(document("VB-000006", direction=IN))  # not entered as an arrival
        with store.read() as records:
            query = RegisterQuery(IN, descending=False, **asked)  # type: ignore[arg-type]
            assert_pages(records, query, lines.split("|"))

    def test_a_line_comes_with_its_document_and_is_found_by_its_organ(self, store: Store) -> None:
        filed = document(organ="SỞ XÂY DỰNG", events=(event(EventKind.NUMBERED),))
        by_hand = document("VB-000002", organ="Sở Y TẾ", code="số khác")
        with store.write() as records:
            records.reserve(entry())
            records.reserve(entry(2, "r2"))
            records.add_document(filed)
            records.update_entry(entry(state=EntryState.ISSUED, document_id=filed.id, plan={}))
            records.add_document(by_hand)
            records.reserve(entry(3, "r3", document_id=by_hand.id, state=EntryState.ISSUED))
        with store.read() as records:
            rows, total = records.register(RegisterQuery(OUT, descending=False))
            assert [row.document for row in rows] == [filed, None, by_hand]
            assert [row.entry for row in rows] == [
                records.entry(row.entry.series, row.entry.number) for row in rows if row.entry
            ]
            assert total == 3
            found = [records.register(RegisterQuery(OUT, text=t)) for t in ("so xay", "03-cv")]
            assert [[row.document for row in rows] for rows, _ in found] == [[filed], [by_hand]]

    def test_a_page_beyond_the_last_still_knows_the_total(self, store: Store) -> None:
        with store.write() as records:
            write_lines(records)
        with store.read() as records:
            for text, total in (("", 5), ("rà soát", 2)):
                query = RegisterQuery(OUT, text=text, limit=2, offset=90)
                assert records.register(query) == ([], total)

    def test_an_unknown_order_is_told(self, store: Store) -> None:
        with store.read() as records, pytest.raises(WrongUse, match="sắp"):
            records.register(RegisterQuery(OUT, sort="màu"))

    def test_series_are_those_with_a_line(self, store: Store) -> None:
        with store.write() as records:
            write_lines(records)
            write_arrivals(records)
        with store.read() as records:
            assert records.series() == [
                Series("chinh", "CV", "2025-2030"),
                Series("chinh", "CV", NEXT_SPAN),
                Series("chinh", "GGT", "2025-2030"),
            ]

    def test_months_count_what_was_numbered_or_arrived(self, store: Store) -> None:
        with store.write() as records:
            write_arrivals(records)
            write_lines(records)
            for number, state in ((1, EntryState.ISSUED), (2, EntryState.VOID)):
                records.add_document(document(f"VB-{10 + number:06}"))
                records.reserve(
                    entry(
                        20 + number, f"m{number}", document_id=f"VB-{10 + number:06}", state=state
                    )
                )
            records.add_document(document("VB-000020"))  # an enclosure: no line
        with store.read() as records:
            expected = [
                MonthCount("2025-12", IN, 1),
                MonthCount("2026-01", IN, 3),
                MonthCount("2026-11", OUT, 1),
            ]
            assert records.months(date(2025, 1, 1)) == expected
            later = [replace(expected[1], count=2), expected[2]]
            assert records.months(date(2026, 1, 5)) == later


def assert_pages(records: object, query: RegisterQuery, wanted: list[str]) -> None:
    """The whole, each page of two, and the same backwards."""
    for asked, lines in ((query, wanted), (replace(query, descending=True), wanted[::-1])):
        rows, total = records.register(asked)  # type: ignore[attr-defined]
        assert (numbers(rows), total) == (lines, len(lines))
        for start in range(0, len(lines), 2):
            rows, total = records.register(  # type: ignore[attr-defined]
                replace(asked, limit=2, offset=start)
            )
            assert (numbers(rows), total) == (lines[start : start + 2], len(lines))


class WaitingContract:
    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    def test_documents_come_in_the_order_asked(self, store: Store) -> None:
        signed = event(EventKind.SIGNED)
        with store.write() as records:
            for serial in range(1, 1001):
                records.add_document(document(f"VB-{serial:06}"))
            records.add_event("VB-000002", signed)
        with store.read() as records:
            second = document("VB-000002", events=(*document().events, signed))
            asked = ["VB-000002", "VB-009999", "VB-000001", "VB-000002"]
            assert records.documents(asked) == [second, document(), second]
            assert records.documents([]) == []
            everything = [f"VB-{serial:06}" for serial in range(1000, 0, -1)]
            assert [found.id for found in records.documents(everything)] == everything

    def test_recent_documents_come_newest_first(self, store: Store) -> None:
        with store.write() as records:
            for serial, way in enumerate((OUT, IN, OUT, OUT), start=1):
                records.add_document(document(f"VB-{serial:06}", direction=way))
        with store.read() as records:
            assert [found.id for found in records.recent(OUT, 2)] == ["VB-000004", "VB-000003"]
            assert [found.id for found in records.recent(IN, 9)] == ["VB-000002"]

    def test_unsigned_are_issued_and_wait_for_their_signature(self, store: Store) -> None:
        def issue(number: int, day: int, *kinds: EventKind, **changes: object) -> None:
            on = date(2026, 11, day)
            made = document(f"VB-{number:06}", events=tuple(event(kind) for kind in kinds))
            line = entry(number, f"r{number}", promulgation_date=on)
            records.reserve(line)
            records.add_document(made)
            filed = replace(line, state=EntryState.ISSUED, document_id=made.id, plan={})
            records.update_entry(replace(filed, **changes))  # type: ignore[arg-type]

        with store.write() as records:
            issue(1, 9, EventKind.NUMBERED)
            issue(2, 8, EventKind.NUMBERED)
            issue(3, 8, EventKind.DRAFTED, EventKind.SIGNED, EventKind.NUMBERED)
            issue(4, 8, EventKind.NUMBERED, state=EntryState.VOID)
            issue(5, 7, EventKind.NUMBERED, EventKind.SENT)
            issue(6, 7, EventKind.NUMBERED)
            records.add_event("VB-000006", event(EventKind.SIGNED))
            records.add_event("VB-000006", event(EventKind.SENT))
            records.reserve(entry(7, "giữ số"))
            records.add_document(document("VB-000008"))  # an enclosure
            records.add_document(document("VB-000009"))
            records.reserve(entry(9, "tay", document_id="VB-000009", state=EntryState.ISSUED))
        with store.read() as records:
            found, total = records.unsigned(10)
            waiting = ["VB-000005", "VB-000002", "VB-000001", "VB-000009"]
            assert ([item.id for item in found], total) == (waiting, 4)
            found, total = records.unsigned(1)
            assert ([item.id for item in found], total) == (waiting[:1], 4)
        with store.write() as records:
            line = records.entry(entry().series, 2)
            assert line is not None
            records.update_entry(replace(line, state=EntryState.VOID, reason="ghi nhầm"))
            records.add_event("VB-000005", event(EventKind.SIGNED))
        with store.read() as records:
            assert [item.id for item in records.unsigned(10)[0]] == waiting[2:]

    def test_due_is_what_came_in_and_nobody_answered_or_handled(self, store: Store) -> None:
        arrivals = Series("chinh", "den", "2026")
        with store.write() as records:
            for serial, day in enumerate((9, 3, 5, 5, 4, 2, None), start=1):
                due = date(2026, 12, day) if day else None
                records.add_document(arrival(serial, serial, due_date=due), arrivals)  # type: ignore[arg-type]
            records.add_document(document("VB-000008", due_date=DAY))  # goes out
            records.add_document(document("VB-000009", response_for=("VB-000005",)))
            records.add_event("VB-000006", event(EventKind.HANDLED))
            records.add_event("VB-000001", event(EventKind.SENT))
        with store.read() as records:
            waiting = ["VB-000002", "VB-000003", "VB-000004", "VB-000001"]
            assert [item.id for item in records.due(10)] == waiting
            assert [item.id for item in records.due(2)] == waiting[:2]

    def test_an_answer_whose_number_is_void_answers_nothing(self, store: Store) -> None:
        with store.write() as records:
            came = arrival(1, 1, due_date=DAY)
            records.add_document(came, Series("chinh", "den", "2026"))  # type: ignore[arg-type]
            records.add_document(document("VB-000002", response_for=("VB-000001",)))
            records.reserve(entry(document_id="VB-000002", state=EntryState.ISSUED))
        with store.read() as records:
            assert records.due(10) == []
        with store.write() as records:
            records.update_entry(entry(document_id="VB-000002", state=EntryState.VOID))
        with store.read() as records:
            assert [item.id for item in records.due(10)] == ["VB-000001"]
