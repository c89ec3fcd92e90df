"""What every store promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from congvan.archiving.audit import first_break
from congvan.errors import NumberAlreadyIssued, RefusedInput
from congvan.model.documents import (
    ArchivedFile,
    Direction,
    Document,
    Event,
    EventKind,
    FileRole,
)
from congvan.model.organs import Organ, Signer, Standard, Term
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.model.run import Run, RunItem
from congvan.ports import Store

START = date(2025, 7, 15)
SERIES = Series("chinh", "CV", "2025-2030")


def organ(**changes: object) -> Organ:
    values: dict[str, object] = {
        "id": "chinh",
        "name": "ĐẢNG UỶ SỞ NÔNG NGHIỆP",
        "parent_name": "ĐẢNG BỘ TỈNH AN BÌNH",
        "code": "ĐU",
        "place": "An Bình",
        "standard": Standard.PARTY,
        "storage": "Văn phòng Đảng uỷ",
        "valid_from": START,
    }
    return Organ(**(values | changes))  # type: ignore[arg-type]


def entry(number: int = 1, request: str = "yêu cầu 1", **changes: object) -> RegisterEntry:
    line = RegisterEntry(
        series=SERIES,
        number=number,
        code=f"{number:02}-CV/ĐU",
        state=EntryState.RESERVED,
        type_key="cong-van",
        promulgation_date=date(2026, 11, 20),
        subject="về việc rà soát “A & B” <đảng viên>",
        request_id=request,
        by="văn thư",
        owner="máy:1:2",
        plan={"draft": "a" * 64, "ours": True, "document": {"subject": "Đảng uỷ"}},
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def document(key: str = "VB-000001", **changes: object) -> Document:
    return replace(
        Document(
            id=key,
            direction=Direction.OUTGOING,
            code="01-CV/ĐU",
            type="Công văn",
            organ="ĐẢNG UỶ SỞ NÔNG NGHIỆP",
            promulgation_date=date(2026, 11, 20),
            subject="về việc rà soát",
            addressees=("Các chi bộ trực thuộc",),
            files=(ArchivedFile(FileRole.ISSUED, "b" * 64, "01-CV-ĐU.docx", 12),),
            events=(Event(EventKind.NUMBERED, date(2026, 11, 20), "văn thư", "2026-11-20T08:00"),),
        ),
        **changes,  # type: ignore[arg-type]
    )


class StoreContract:
    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    def test_the_organ_of_a_day_is_the_one_valid_then(self, store: Store) -> None:
        newer = organ(name="ĐẢNG UỶ MỚI", valid_from=date(2026, 3, 1))
        with store.write() as records:
            records.add_organ(organ())
            records.add_organ(newer)
        with store.read() as records:
            assert records.organ(date(2026, 2, 28)) == organ()
            assert records.organ(date(2026, 3, 1)) == newer
            assert records.organ(date(2020, 1, 1)) == organ()  # before all: the first known

    def test_without_an_organ_the_clerk_is_told(self, store: Store) -> None:
        with store.read() as records, pytest.raises(RefusedInput, match="cơ quan"):
            records.organ(START)

    def test_signers_come_in_the_order_they_were_entered(self, store: Store) -> None:
        second = Signer("b", "chinh", "Bùi Ân", "BÍ THƯ", "T/M ĐẢNG UỶ", START)
        first = Signer("z", "chinh", "Đỗ Ý", "PHÓ BÍ THƯ", "", START, date(2026, 1, 1))
        with store.write() as records:
            records.add_signer(first)
            records.add_signer(second)
        with store.read() as records:
            assert records.signers(START) == [first, second]
            assert records.signers(date(2026, 1, 2)) == [second]

    def test_terms_come_by_their_start(self, store: Store) -> None:
        old = Term("chinh", "2020-2025", date(2020, 7, 1), "Đại hội", START)
        new = Term("chinh", "2025-2030", START, "Đại hội")
        with store.write() as records:
            records.add_term(new)
            records.add_term(old)
        with store.read() as records:
            assert records.terms() == [old, new]

    def test_a_signer_ends_in_every_open_record(self, store: Store) -> None:
        end = date(2026, 11, 30)
        past = Signer("bi-thu", "chinh", "Bùi Ân", "", "", START, date(2026, 1, 1))
        now = Signer("bi-thu", "chinh", "Bùi Ân", "BÍ THƯ", "", date(2026, 1, 2))
        long = Signer("bi-thu", "khac", "Bùi Ân", "", "", START, date(2027, 1, 1))
        other = Signer("pho", "chinh", "Đỗ Ý", "", "", START)
        heir = Signer("bi-thu", "chinh", "Lê Hà", "BÍ THƯ", "", date(2026, 12, 1))
        with store.write() as records:
            for signer in (past, now, long, other, heir):
                records.add_signer(signer)
            records.end_signer("bi-thu", end)
        with store.read() as records:
            kept = {(s.organ_id, s.valid_from, s.key): s for s in records.all_signers()}
            ended = {replace(now, valid_to=end), replace(long, valid_to=end)}
            assert set(kept.values()) == {past, other, heir} | ended
            assert records.signers(date(2026, 12, 1)) == [other, heir]

    def test_all_signers_come_as_they_were_entered(self, store: Store) -> None:
        gone = Signer("z", "chinh", "Đỗ Ý", "", "", START, START)
        here = Signer("a", "chinh", "Bùi Ân", "", "", START)
        with store.write() as records:
            records.add_signer(gone)
            records.add_signer(here)
        with store.read() as records:
            assert records.all_signers() == [gone, here]

    def test_a_term_ends_on_the_day_told(self, store: Store) -> None:
        old = Term("chinh", "2020-2025", date(2020, 7, 1), "Đại hội")
        new = Term("chinh", "2025-2030", START, "Đại hội")
        with store.write() as records:
            records.add_term(old)
            records.add_term(new)
            records.end_term("2020-2025", date(2025, 7, 14))
        with store.read() as records:
            assert records.terms() == [replace(old, end=date(2025, 7, 14)), new]

    def test_a_number_is_given_once(self, store: Store) -> None:
        with store.write() as records:
            records.reserve(entry())
        with pytest.raises(NumberAlreadyIssued), store.write() as records:
            records.reserve(entry(request="khác"))
        with store.read() as records:
            assert records.entries() == [entry()]

    def test_a_request_is_written_once(self, store: Store) -> None:
        with store.write() as records:
            records.reserve(entry())
        with pytest.raises(NumberAlreadyIssued), store.write() as records:
            records.reserve(entry(number=2))

    def test_the_same_number_stands_in_every_series(self, store: Store) -> None:
        others = (
            Series("chinh", "GGT", "2025-2030"),
            Series("chinh", "CV", "2030-2035"),
            Series("khac", "CV", "2025-2030"),
        )
        with store.write() as records:
            records.reserve(entry())
            for index, series in enumerate(others):
                records.reserve(entry(request=f"r{index}", series=series))
        with store.read() as records:
            assert len(records.entries()) == 4
            assert records.last_entry(SERIES) == entry()

    def test_the_last_entry_counts_void_lines(self, store: Store) -> None:
        with store.write() as records:
            for number in (1, 10, 9):
                records.reserve(entry(number, f"r{number}"))
            records.update_entry(entry(10, "r10", state=EntryState.VOID, reason="ghi nhầm"))
        with store.read() as records:
            last = records.last_entry(SERIES)
            assert last is not None
            assert (last.number, last.state, last.reason) == (10, EntryState.VOID, "ghi nhầm")

    def test_nothing_is_kept_of_a_block_that_fails(self, store: Store) -> None:
        with pytest.raises(RuntimeError), store.write() as records:
            records.reserve(entry())
            records.record("x", "y", {}, by="z")
            raise RuntimeError
        with store.read() as records:
            assert records.entries() == []
            assert records.audit() == []

    def test_repetitions_of_a_request_are_counted(self, store: Store) -> None:
        with store.write() as records:
            for number, request in enumerate(("a", "a#2", "ab", "a%"), start=1):
                records.reserve(entry(number, request))
        with store.read() as records:
            assert records.requests_like("a") == 2
            assert records.requests_like("không có") == 0

    def test_a_document_comes_back_as_it_was(self, store: Store) -> None:
        kept = document(due_date=date(2026, 12, 1), number=1, to_places=("Như trên",))
        with store.write() as records:
            assert records.next_document_id() == "VB-000001"
            records.add_document(kept)
            assert records.next_document_id() == "VB-000002"
        with store.read() as records:
            assert records.document("VB-000001") == kept
            assert records.documents_with_code("01-CV/ĐU") == [kept]
            assert records.document("VB-000009") is None

    def test_events_and_files_are_added_at_the_end(self, store: Store) -> None:
        sent = Event(
            EventKind.SENT,
            date(2026, 11, 23),
            "văn thư",
            "2026-11-23T09:00",
            to=("Đảng uỷ phường Bến Đá",),
            copies=2,
        )
        scan = ArchivedFile(FileRole.SIGNED_SCAN, "c" * 64, "bản ký.pdf", 9)
        with store.write() as records:
            records.add_document(document())
            records.add_event("VB-000001", sent)
            records.add_file("VB-000001", scan)
        with store.read() as records:
            kept = records.document("VB-000001")
            assert kept is not None
            assert kept.events[-1] == sent
            assert kept.files[-1] == scan
            assert kept.status == "sent"
            assert records.documents_with_digest("c" * 64) == ["VB-000001"]

    def test_answers_are_found_both_ways(self, store: Store) -> None:
        with store.write() as records:
            records.add_document(document())
            records.add_document(
                document("VB-000002", response_for=("VB-000001",), direction=Direction.INCOMING)
            )
        with store.read() as records:
            assert records.answers_to("VB-000001") == ["VB-000002"]
            assert records.answers_to("VB-000002") == []

    def test_arrival_numbers_run_per_series_without_gap(self, store: Store) -> None:
        years = [Series("chinh", "den", year) for year in ("2025", "2026")]
        given = []
        with store.write() as records:
            for index, series in enumerate((years[0], years[0], years[1])):
                number = records.next_arrival_number(series)
                arrived = document(
                    f"VB-{index + 1:06}", arrival_number=number, direction=Direction.INCOMING
                )
                records.add_document(arrived, series)
                given.append(number)
        assert given == [1, 2, 1]

    def test_blobs_of_documents_and_pending_lines_are_referenced(self, store: Store) -> None:
        with store.write() as records:
            records.add_document(document())
            records.reserve(entry())
        with store.read() as records:
            assert records.is_referenced("a" * 64)
            assert records.is_referenced("b" * 64)
            assert not records.is_referenced("d" * 64)

    def test_changes_tell_the_index_what_moved(self, store: Store) -> None:
        with store.write() as records:
            records.add_document(document())
            records.add_document(document("VB-000002"))
            records.add_event("VB-000001", document().events[0])
        with store.read() as records:
            changes = records.changes(0, 10)
            assert [key for _, key in changes] == ["VB-000001", "VB-000002", "VB-000001"]
            assert records.changes(changes[1][0], 10) == changes[2:]
            assert len(records.changes(0, 2)) == 2

    def test_audit_rows_hold_the_hash_of_the_one_before(self, store: Store) -> None:
        for number in range(3):
            with store.write() as records:
                records.record("thử", f"VB-{number}", {"số": number}, by="văn thư")
        with store.read() as records:
            rows = records.audit()
            assert [row.seq for row in rows] == [1, 2, 3]
            assert first_break(rows) is None
            assert [row.subject for row in records.audit(subject="VB-1")] == ["VB-1"]

    def test_a_run_comes_back_with_its_papers(self, store: Store) -> None:
        run = Run("r1", "giay-gioi-thieu", START, "e" * 64, "danh sách.xlsx", "văn thư", "bây giờ",
                  {"trang": "1"})  # fmt: skip
        item = RunItem("row:12", "VB-000001", "cover:1")
        with store.write() as records:
            records.add_document(document())
            records.add_run(run)
            records.add_run_item("r1", item)
        with store.read() as records:
            assert records.run("r1") == run
            assert records.run("r2") is None
            assert records.runs() == [run]
            assert records.run_items("r1") == {"row:12": item}
            assert records.run_items("r2") == {}
            assert records.enclosures("VB-000001") == []
            assert records.is_referenced("e" * 64)

    def test_a_covering_letter_knows_what_it_sends(self, store: Store) -> None:
        run = Run("r1", "giay-gioi-thieu", START, "e" * 64, "x.xlsx", "văn thư", "bây giờ")
        with store.write() as records:
            records.add_run(run)
            for number, (key, parent) in enumerate(
                (("cover:1", ""), ("row:9", "cover:1"), ("row:3", "cover:1"), ("cover:2", "")), 1
            ):
                records.add_document(document(f"VB-{number:06}"))
                records.add_run_item("r1", RunItem(key, f"VB-{number:06}", parent))
        with store.read() as records:
            assert records.enclosures("VB-000001") == ["VB-000002", "VB-000003"]
            assert records.enclosures("VB-000004") == []
