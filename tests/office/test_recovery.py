"""What the clerk finds the next morning, wherever the work stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from congvan.backends.memory_sandbox import MemorySandbox
from congvan.errors import MissingProgram, StorageFailure
from congvan.model.documents import FileRole
from congvan.model.register import EntryState
from congvan.office import Office
from congvan.office.drafts import draft_from_data, draft_from_file
from congvan.office.issuing import Wish, issue
from congvan.office.opening import recover
from congvan.office.printing import add_pdf
from congvan.office.registry import pending, void
from congvan.ports import Limits

DAY = date(2026, 11, 20)
Reopen = Callable[[Office], Office]


class StopsAt(MemorySandbox):
    """Fails at one job, as a machine that stops there."""

    def __init__(self, job: str, error: Exception) -> None:
        self.job, self.error = job, error

    def run(
        self,
        job: str,
        data: bytes,
        options: Mapping[str, object] | None = None,
        *,
        limits: Limits | None = None,
    ) -> bytes:
        if job == self.job:
            raise self.error
        return super().run(job, data, options, limits=limits)


def letter(office: Office) -> bytes:
    sample = office.catalogue.get("cong-van").sample
    return draft_from_data(office, "cong-van", sample, on=DAY, signer=None).docx


def stopped_after_reserving(office: Office) -> bytes:
    docx = letter(office)
    stops = replace(office, sandbox=StopsAt("fill", RuntimeError("mất điện")))
    with pytest.raises(RuntimeError):
        issue(stops, draft_from_file("a.docx", docx), Wish(DAY))
    return docx


def test_a_reserved_number_is_finished_by_whoever_opens_the_office_next(
    office: Office, next_morning: Reopen
) -> None:
    docx = stopped_after_reserving(office)
    reserved, _ = pending(office)
    assert [entry.code for entry in reserved] == ["01-CV/ĐU"]
    morning = next_morning(office)
    finished = recover(morning).finished
    assert [entry.code for entry in finished] == ["01-CV/ĐU"]
    again = issue(morning, draft_from_file("a.docx", docx), Wish(DAY))
    assert again.repeated
    assert again.document.file(FileRole.ISSUED) is not None
    assert pending(morning)[0] == []


def test_the_same_request_continues_the_same_number(office: Office) -> None:
    docx = stopped_after_reserving(office)
    issued = issue(office, draft_from_file("a.docx", docx), Wish(DAY))
    assert issued.entry.code == "01-CV/ĐU"
    assert issued.entry.state is EntryState.ISSUED
    with office.store.read() as records:
        assert len(records.entries()) == 1


def test_a_living_process_is_not_taken_over(office: Office) -> None:
    stopped_after_reserving(office)
    assert recover(office).finished == []


def test_what_cannot_be_finished_is_reported_and_kept(office: Office, next_morning: Reopen) -> None:
    stopped_after_reserving(office)
    broken = replace(
        next_morning(office), sandbox=StopsAt("fill", StorageFailure("hỏng", remedy="sửa"))
    )
    recovered = recover(broken)
    assert [entry.code for entry, _ in recovered.stuck] == ["01-CV/ĐU"]
    assert [entry.state for entry in pending(broken)[0]] == [EntryState.RESERVED]
    assert [entry.code for entry in recover(next_morning(office)).finished] == []  # still owned
    void(office, "cong-van", 1, reason="không ký")
    assert pending(office)[0] == []


def test_nothing_is_reserved_when_the_draft_cannot_be_read(office: Office) -> None:
    docx = letter(office)
    stops = replace(office, sandbox=StopsAt("inspect", RuntimeError("mất điện")))
    with pytest.raises(RuntimeError):
        issue(stops, draft_from_file("a.docx", docx), Wish(DAY))
    with office.store.read() as records:
        assert records.entries() == []


class NoConverter:
    def convert(self, docx: bytes, *, ours: bool) -> bytes:
        raise MissingProgram("Chưa cài LibreOffice.", remedy="Cài.")


def test_a_pdf_that_fails_does_not_touch_the_number(office: Office) -> None:
    issued = issue(office, draft_from_file("a.docx", letter(office)), Wish(DAY))
    without = replace(office, converter=NoConverter())
    with pytest.raises(MissingProgram):
        add_pdf(without, issued.document, ours=False)
    with office.store.read() as records:
        kept = records.document(issued.document.id)
    assert kept == issued.document
    assert add_pdf(office, issued.document, ours=False).file(FileRole.PDF) is not None


def test_left_over_blobs_go_and_kept_ones_stay(office: Office, next_morning: Reopen) -> None:
    issued = issue(office, draft_from_file("a.docx", letter(office)), Wish(DAY))
    with pytest.raises(RuntimeError), office.blobs.attempt() as attempt:
        lost = attempt.put(b"do dang")
        raise RuntimeError
    assert recover(next_morning(office)).swept == 1
    assert not office.blobs.exists(lost)
    for file in issued.document.files:
        assert office.blobs.exists(file.digest)
