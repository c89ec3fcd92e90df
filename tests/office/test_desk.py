"""A draft on the desk: written, edited in Word, signed, sent back, numbered once."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.errors import Conflict, NeedsReason, NoSlot, RefusedInput, SecretDocument, WrongUse
from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import EventKind, FileRole
from congvan.model.register import EntryState
from congvan.office import Office
from congvan.office.desk import adopt_docx, desk_draft, replace_docx, write_draft
from congvan.office.desk_files import plain_name
from congvan.office.desk_issuing import events_of, issue_draft, look
from congvan.office.desk_moves import drop, return_, sign, submit
from congvan.office.drafts import draft_from_data
from congvan.office.places import known_places, split_purpose, with_purpose
from congvan.office.receiving import Arrival, receive

DAY = date(2026, 11, 20)  # a Friday
Reopen = Callable[[Office], Office]


def written(office: Office, *, on: date | None = None, **changed: object) -> DeskDraft:
    values = {**office.catalogue.get("cong-van").sample, **changed}
    return write_draft(office, "cong-van", values, on=on, signer="bi-thu")


def signed(office: Office) -> DeskDraft:
    draft = written(office)
    draft = submit(office, draft.id, draft.version)
    return sign(replace(office, actor="bí thư"), draft.id, draft.version)


def edited(office: Office, draft: DeskDraft, old: str, new: str) -> bytes:
    """The draft's file with words changed as Word would."""
    opened = docx.Document(io.BytesIO(office.blobs.read(draft.docx)))
    cells = (cell for table in opened.tables for row in table.rows for cell in row.cells)
    places = [*opened.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    found = [run for place in places for run in place.runs if old in run.text]
    assert found, f"no run with {old!r}"
    for run in found:
        run.text = run.text.replace(old, new)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def test_a_form_becomes_a_draft_without_a_number(office: Office) -> None:
    draft = written(office)
    assert (draft.id, draft.state, draft.version) == ("DT-000001", DraftState.OPEN, 1)
    assert draft.signer == "bi-thu"
    assert draft.ours
    assert desk_draft(office, draft.id) == draft
    with office.store.read() as records:
        assert records.entries() == []
        assert records.audit()[-1].action == "desk.write"
        assert "đảng viên" not in records.audit()[-1].details


def test_the_same_form_sent_twice_is_one_draft(office: Office) -> None:
    assert written(office) == written(office)
    assert written(office, trich_yeu="về việc khác").id == "DT-000002"


def test_a_missing_value_keeps_nothing(office: Office) -> None:
    with pytest.raises(RefusedInput, match="trich_yeu"):
        written(office, trich_yeu="")
    with office.store.read() as records:
        assert records.desk_drafts() == []


def test_a_changed_draft_is_open_again_and_its_signature_is_gone(office: Office) -> None:
    draft = signed(office)
    values = {**draft.values, "trich_yeu": "về việc sửa sau khi ký"}
    changed = write_draft(
        office, "cong-van", values, on=None, signer="bi-thu", draft_id=draft.id,
        version=draft.version,
    )  # fmt: skip
    assert changed.state is DraftState.OPEN
    assert changed.version == draft.version + 1
    assert [event.kind for event in events_of(changed)] == [EventKind.DRAFTED]
    outlook = look(office, changed, DAY, typed=False)
    assert [finding.code for finding in outlook.findings] == ["event.numbered-unsigned"]


def test_two_clerks_do_not_undo_one_another(office: Office) -> None:
    draft = written(office)
    submit(office, draft.id, draft.version)
    with pytest.raises(Conflict) as caught:
        write_draft(
            office, "cong-van", draft.values, on=None, signer=None, draft_id=draft.id, version=1
        )
    assert caught.value.code == "draft.changed"
    with pytest.raises(Conflict):
        sign(office, draft.id, 1)


def test_a_second_click_changes_nothing(office: Office) -> None:
    draft = written(office)
    once = submit(office, draft.id, 1)
    assert submit(office, draft.id, 1) == once
    with pytest.raises(Conflict) as caught:
        submit(office, draft.id, once.version)
    assert caught.value.code == "draft.wrong-step"


def test_a_draft_is_sent_back_with_what_to_mend(office: Office) -> None:
    draft = written(office)
    draft = submit(office, draft.id, 1)
    with pytest.raises(WrongUse) as caught:
        return_(office, draft.id, draft.version, note=" ")
    assert caught.value.code == "draft.note-needed"
    back = return_(office, draft.id, draft.version, note="Thêm nơi nhận")
    assert (back.state, back.note) == (DraftState.RETURNED, "Thêm nơi nhận")
    again = submit(office, back.id, back.version)
    done = sign(office, again.id, again.version)
    kinds = [event.kind for event in events_of(done)]
    assert kinds == [EventKind.DRAFTED, EventKind.SUBMITTED, EventKind.SIGNED]


def test_only_what_was_submitted_is_signed(office: Office) -> None:
    draft = written(office)
    with pytest.raises(Conflict) as caught:
        sign(office, draft.id, draft.version)
    assert caught.value.code == "draft.wrong-step"


def test_a_dropped_draft_stays_closed(office: Office) -> None:
    draft = drop(office, written(office).id, 1)
    for act in (
        lambda: submit(office, draft.id, draft.version),
        lambda: issue_draft(office, draft.id, on=DAY, typed=False),
        lambda: replace_docx(office, draft.id, draft.version, "a.docx", b""),
    ):
        with pytest.raises(WrongUse) as caught:
            act()
        assert caught.value.code == "draft.closed"


def test_an_unknown_draft_is_told(office: Office) -> None:
    with pytest.raises(WrongUse) as caught:
        desk_draft(office, "DT-9")
    assert caught.value.code == "draft.unknown"


def test_the_edited_word_file_is_what_is_numbered(office: Office) -> None:
    draft = written(office)
    file = edited(office, draft, "phản ánh", "trao đổi")
    kept = replace_docx(office, draft.id, draft.version, "bản sửa.docx", file)
    assert not kept.ours
    assert kept.version == 2
    assert office.blobs.read(kept.docx) == file
    issued = issue_draft(office, draft.id, on=DAY, typed=False, version=2)
    filed = issued.document.file(FileRole.DRAFT)
    assert filed is not None
    assert filed.digest == kept.docx
    assert issued.document.subject == draft.subject


def test_a_file_brought_back_as_it_was_changes_nothing(office: Office) -> None:
    draft = signed(office)
    same = replace_docx(office, draft.id, draft.version, "a.docx", office.blobs.read(draft.docx))
    assert same == draft


def test_edits_made_in_word_are_not_lost_unasked(office: Office) -> None:
    draft = written(office)
    kept = replace_docx(office, draft.id, 1, "a.docx", edited(office, draft, "phản ánh", "báo"))
    values = {**draft.values, "trich_yeu": "về việc khác"}
    with pytest.raises(Conflict) as caught:
        write_draft(office, "cong-van", values, on=None, signer=None, draft_id=draft.id, version=2)
    assert caught.value.code == "draft.word-edited"
    lost = write_draft(
        office, "cong-van", values, on=None, signer=None, draft_id=draft.id, version=kept.version,
        lose_edits=True,
    )  # fmt: skip
    assert lost.ours


def test_a_file_that_cannot_be_numbered_is_not_kept(office: Office) -> None:
    draft = written(office)
    out = io.BytesIO()
    docx.Document().save(out)
    with pytest.raises(NoSlot):
        replace_docx(office, draft.id, 1, "a.docx", out.getvalue())
    secret = edited(office, draft, "Kính gửi", "TỐI MẬT")
    opened = docx.Document(io.BytesIO(secret))
    opened.paragraphs[0].insert_paragraph_before("MẬT")
    out = io.BytesIO()
    opened.save(out)
    with pytest.raises(SecretDocument):
        replace_docx(office, draft.id, 1, "a.docx", out.getvalue())
    assert desk_draft(office, draft.id) == draft


def test_a_file_of_another_type_is_refused(office: Office) -> None:
    draft = written(office)
    sample = office.catalogue.get("giay-gioi-thieu").sample
    other = draft_from_data(office, "giay-gioi-thieu", sample, on=DAY, signer=None).docx
    with pytest.raises(RefusedInput) as caught:
        replace_docx(office, draft.id, 1, "gioi-thieu.docx", other)
    assert caught.value.code == "draft.other-type"
    begun = adopt_docx(office, "gioi-thieu.docx", other)
    assert begun.type_key == "giay-gioi-thieu"
    assert begun.subject == "Giấy giới thiệu đồng chí Nguyễn Thị Hoa"
    assert begun.signer == "pho-bi-thu"


@pytest.mark.parametrize("key", ["cong-van", "phieu-xin-y-kien", "phieu-xin-y-kien-danh-sach"])
def test_every_numbered_type_comes_back_from_word_as_itself(office: Office, key: str) -> None:
    sample = office.catalogue.get(key).sample
    draft = write_draft(office, key, sample, on=None, signer=None)
    file = edited(office, draft, "Kính gửi", "Kính  gửi")
    assert replace_docx(office, draft.id, 1, "a.docx", file).type_key == key


def test_an_enclosure_is_drafted_and_not_numbered(office: Office) -> None:
    sample = office.catalogue.get("phieu-nhan-xet").sample
    draft = write_draft(office, "phieu-nhan-xet", sample, on=None, signer=None)
    for act in (
        lambda: submit(office, draft.id, 1),
        lambda: issue_draft(office, draft.id, on=DAY, typed=False),
    ):
        with pytest.raises(WrongUse) as caught:
            act()
        assert caught.value.code == "draft.not-numbered"
    refusal = look(office, draft, DAY, typed=False).refusal
    assert refusal is not None
    assert refusal.code == "draft.not-numbered"


def test_the_look_tells_number_and_facts_and_records_nothing(office: Office) -> None:
    draft = signed(office)
    outlook = look(office, draft, DAY, typed=False)
    assert outlook.code == "01-CV/ĐU"
    assert outlook.findings == ()
    assert not outlook.needs_reason
    assert outlook.inspected is not None
    assert outlook.inspected.signer_name == "Trần Thị Mỹ Hạnh"
    assert outlook.inspected.addressees[0] == "Các đảng bộ bộ phận"
    with office.store.read() as records:
        assert records.entries() == []


def test_a_signed_draft_becomes_a_document_with_its_story(office: Office) -> None:
    draft = signed(office)
    issued = issue_draft(office, draft.id, on=DAY, typed=False, copies=12, version=draft.version)
    assert issued.entry.code == "01-CV/ĐU"
    assert issued.findings == ()
    kinds = [event.kind.value for event in issued.document.events]
    assert kinds == ["drafted", "submitted", "signed", "numbered"]
    assert issued.document.events[2].by == "bí thư"
    assert issued.document.promulgation_amount == 12
    closed = desk_draft(office, draft.id)
    assert (closed.state, closed.document_id) == (DraftState.ISSUED, issued.document.id)


def test_an_unsigned_draft_is_numbered_with_a_finding(office: Office) -> None:
    draft = written(office)
    issued = issue_draft(office, draft.id, on=DAY, typed=False)
    assert [finding.code for finding in issued.findings] == ["event.numbered-unsigned"]
    assert issued.findings[0].severity == "warning"


def test_a_signature_later_than_the_date_is_found(office: Office) -> None:
    draft = signed(office)
    outlook = look(office, draft, date(2026, 11, 19), typed=True)
    assert [finding.code for finding in outlook.findings] == ["event.signed-after-number"]


def test_twice_and_by_two_clerks_it_is_the_same_number(office: Office) -> None:
    draft = signed(office)

    def go(_turn: int) -> str:
        return issue_draft(office, draft.id, on=DAY, typed=False, version=draft.version).entry.code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(go, range(8))) == {"01-CV/ĐU"}
    with office.store.read() as records:
        assert len(records.entries()) == 1


def test_what_was_changed_since_the_look_is_not_numbered(office: Office) -> None:
    draft = signed(office)
    values = {**draft.values, "trich_yeu": "về việc khác"}
    write_draft(
        office, "cong-van", values, on=None, signer=None, draft_id=draft.id, version=draft.version
    )
    with pytest.raises(Conflict) as caught:
        issue_draft(office, draft.id, on=DAY, typed=False, version=draft.version)
    assert caught.value.code == "draft.changed"
    with office.store.read() as records:
        assert records.entries() == []


class ChangesMeanwhile:
    """Blobs that let another clerk in while the draft is being read."""

    def __init__(self, office: Office, draft: DeskDraft) -> None:
        self.office, self.draft, self.done = office, draft, False

    def __getattr__(self, name: str) -> object:
        if name == "attempt" and not self.done:
            self.done = True
            values = {**self.draft.values, "trich_yeu": "về việc chen ngang"}
            write_draft(
                self.office, "cong-van", values, on=None, signer=None, draft_id=self.draft.id,
                version=self.draft.version,
            )  # fmt: skip
        return getattr(self.office.blobs, name)


def test_a_change_during_the_issuing_stops_it_before_a_number_is_spent(office: Office) -> None:
    draft = signed(office)
    crowded = replace(office, blobs=ChangesMeanwhile(office, draft))
    with pytest.raises(Conflict) as caught:
        issue_draft(crowded, draft.id, on=DAY, typed=False, version=draft.version)
    assert caught.value.code == "draft.changed"
    with office.store.read() as records:
        assert records.entries() == []


def test_a_day_off_needs_a_reason(office: Office) -> None:
    draft = signed(office)
    sunday = date(2026, 11, 22)
    assert look(office, draft, sunday, typed=True).needs_reason
    with pytest.raises(NeedsReason):
        issue_draft(office, draft.id, on=sunday, typed=True)
    issued = issue_draft(office, draft.id, on=sunday, typed=True, reason="trực bão")
    assert issued.entry.reason == "trực bão"


class FailsOnce:
    """A store whose writing stops at the draft's last line, as a machine that loses power."""

    def __init__(self, office: Office) -> None:
        self.office, self.left = office, 2  # reserve and complete go well

    def __getattr__(self, name: str) -> object:
        if name == "write":
            if self.left == 0:
                raise RuntimeError("mất điện")
            self.left -= 1
        return getattr(self.office.store, name)


def test_a_draft_left_behind_by_a_crash_heals_when_it_is_looked_at(office: Office) -> None:
    draft = signed(office)
    with pytest.raises(RuntimeError):
        issue_draft(replace(office, store=FailsOnce(office)), draft.id, on=DAY, typed=False)
    with office.store.read() as records:
        left = records.desk_draft(draft.id)
    assert left is not None
    assert left.state is DraftState.SIGNED
    healed = desk_draft(office, draft.id)
    assert healed.state is DraftState.ISSUED
    issued = issue_draft(office, draft.id, on=DAY, typed=False)
    assert issued.repeated
    assert issued.document.id == healed.document_id


class FailsAtSecond(FailsOnce):
    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.left = 1


def reserved_only(office: Office) -> DeskDraft:
    draft = signed(office)
    with pytest.raises(RuntimeError):
        issue_draft(replace(office, store=FailsAtSecond(office)), draft.id, on=DAY, typed=False)
    return draft


def test_a_draft_whose_number_is_held_cannot_be_changed_and_goes_on(office: Office) -> None:
    draft = reserved_only(office)
    with pytest.raises(Conflict) as caught:
        drop(office, draft.id, draft.version)
    assert caught.value.code == "draft.being-numbered"
    outlook = look(office, desk_draft(office, draft.id), DAY, typed=False)
    assert outlook.reserved is not None
    assert outlook.code == "01-CV/ĐU"
    assert issue_draft(office, draft.id, on=DAY, typed=False).entry.code == "01-CV/ĐU"


def test_a_number_made_void_before_it_was_used_is_followed_by_a_new_one(office: Office) -> None:
    draft = reserved_only(office)
    with office.store.write() as records:
        entry = records.entries()[0]
        records.update_entry(replace(entry, state=EntryState.VOID, reason="thử", plan={}))
    assert look(office, draft, DAY, typed=False).code == "02-CV/ĐU"
    for _ in range(2):
        issued = issue_draft(office, draft.id, on=DAY, typed=False, version=draft.version)
        assert issued.entry.code == "02-CV/ĐU"


def arrived(office: Office) -> str:
    came = Arrival("15-CV/TU", "Công văn", "Tỉnh uỷ", "về việc báo cáo", DAY, DAY)
    return receive(office, "den.txt", "Nội dung công văn đến".encode(), came).document.id


def test_an_answer_is_linked_to_what_came_in(office: Office) -> None:
    came = arrived(office)
    sample = office.catalogue.get("cong-van").sample
    draft = write_draft(office, "cong-van", sample, on=None, signer=None, answers="15-CV/TU")
    assert draft.answers == came
    issued = issue_draft(office, draft.id, on=DAY, typed=False)
    assert issued.document.response_for == (came,)
    with pytest.raises(WrongUse) as caught:
        write_draft(office, "cong-van", sample, on=None, signer=None, answers=issued.document.id)
    assert caught.value.code == "draft.answers-outgoing"


def test_another_organ_or_signer_than_recorded_is_told(office: Office) -> None:
    draft = written(office)
    file = edited(office, draft, "Trần Thị Mỹ Hạnh", "Phạm Văn Lạ")
    kept = replace_docx(office, draft.id, 1, "a.docx", file)
    codes = [finding.code for finding in look(office, kept, DAY, typed=False).findings]
    assert codes == ["event.numbered-unsigned", "draft.other-signer"]


def test_places_are_suggested_from_what_went_out(office: Office) -> None:
    issue_draft(office, written(office).id, on=DAY, typed=False)
    addressees, places = known_places(office)
    assert "Văn phòng Đảng uỷ" in addressees
    assert places == ["Ban Tổ chức Tỉnh uỷ", "Các đồng chí đảng uỷ viên"]


@given(st.text(), st.text())
def test_place_and_purpose_come_apart_as_they_went_together(place: str, purpose: str) -> None:
    joined = with_purpose(place, purpose)
    assert with_purpose(*split_purpose(joined)) == joined


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.docx", "passwd.docx"),
        ("C:\\Bàn làm việc\\cv.docx", "cv.docx"),
        ("a\0b\u202excod.docx", "abxcod.docx"),
        ("", "van-ban.docx"),
        ("x" * 300 + ".docx", "x" * 100 + ".docx"),
    ],
)
def test_the_name_of_an_upload_is_made_plain(name: str, shown: str) -> None:
    assert plain_name(name) == shown
