"""Trang chủ for each role, and the page that changes one's own password."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import PASSWORD, SITE, Client, sign_in, token_of
from starlette.testclient import TestClient

from congvan.model.desk import DeskDraft, DraftState
from congvan.model.documents import Direction, Document, Event, EventKind
from congvan.model.job import Job, JobKind, JobState
from congvan.model.register import EntryState, RegisterEntry, Series
from congvan.office import Office
from congvan.office.waiting_room import ARRIVAL, hold
from congvan.web.visit import Shared

READERS = {"due", "live", "failed", "runs", "months"}
DESKS = READERS | {"to_sign", "unsigned"}
SECRET = "Báo cáo <b>rất riêng</b>"
NEW = " câu dài chỉ mình tôi biết "  # blanks belong to it


@pytest.fixture
def busy(office: Office) -> Office:
    """A draft to sign, one signed, a document due, a reserved number, a file, a job."""
    now, today = office.now(), office.today()
    with office.store.write() as records:
        for state in (DraftState.SUBMITTED, DraftState.SIGNED, DraftState.RETURNED):
            records.add_desk_draft(
                DeskDraft(
                    id=records.next_desk_draft_id(),
                    type_key="cong-van",
                    subject=SECRET,
                    values={},
                    docx="",
                    name="a.docx",
                    ours=True,
                    by="van-thu",
                    at=now,
                    state=state,
                    note="Sửa lại mục 2",
                )
            )
        records.add_document(
            Document(
                id=records.next_document_id(),
                direction=Direction.INCOMING,
                code="12-CV/TU",
                type="Công văn",
                organ="TỈNH UỶ AN BÌNH",
                promulgation_date=today,
                subject=SECRET,
                due_date=today - timedelta(days=2),
                arrival_number=1,
                arrival_date=today,
                events=(Event(EventKind.RECEIVED, today, "van-thu", now),),
            ),
            Series("chinh", "den", str(today.year)),
        )
        records.reserve(
            RegisterEntry(
                series=Series("chinh", "CV", "2025-2030"),
                number=1,
                code="01-CV/ĐU",
                state=EntryState.RESERVED,
                type_key="cong-van",
                promulgation_date=today,
                subject=SECRET,
                request_id="thử",
            )
        )
        records.add_job(Job(0, JobKind.PDF, "VB-000001", "van-thu", now, JobState.WAITING))
    hold(office, ARRIVAL, "tệp rất riêng.pdf", b"%PDF")
    return office


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("van-thu", DESKS | {"returned", "to_number", "reserved", "waiting"}),
        ("lanh-dao", DESKS),
        ("xem", READERS),
        ("quan-tri", {"system"}),
    ],
)
def test_each_role_is_told_of_what_it_may_open(
    client: Client, busy: Office, role: str, sections: set[str]
) -> None:
    data = client(role).get("/trang-chu.json").json()
    assert set(data) == sections | {"today"}


def test_who_only_manages_sees_numbers_and_no_name(client: Client, busy: Office) -> None:
    browser = client("quan-tri")
    page, data = browser.get("/trang-chu"), browser.get("/trang-chu.json").json()
    for told in (page.text, str(data)):
        assert "riêng" not in told
        assert "CV/" not in told
    assert (data["system"]["live_jobs"], data["system"]["waiting_files"]) == (1, 1)
    assert "<svg" not in page.text


def test_who_manages_and_reads_sees_both(client: Client, busy: Office) -> None:
    data = client("quan-tri", admin_reads=True).get("/trang-chu.json").json()
    assert set(data) == READERS | {"today", "system"}


def test_what_waits_is_linked_and_escaped(client: Client, busy: Office) -> None:
    page = client("van-thu").get("/trang-chu").text
    for address in ("/soan/DT-000001", "/cap-so/DT-000002", "/soan/DT-000003", "/van-ban-den"):
        assert f'href="{address}"' in page
    assert "quá 2 ngày" in page
    assert "01-CV/ĐU" in page
    assert "Báo cáo &lt;b&gt;" in page
    assert "<b>rất" not in page


def test_a_leader_sees_what_to_sign_and_not_what_to_number(client: Client, busy: Office) -> None:
    page = client("lanh-dao").get("/trang-chu").text
    assert 'href="/soan/DT-000001"' in page
    assert "/cap-so" not in page
    assert 'href="/van-ban-den"' not in page


def test_the_chart_has_its_numbers_as_a_table(client: Client, busy: Office) -> None:
    browser = client("xem")
    page, months = browser.get("/trang-chu").text, browser.get("/trang-chu.json").json()["months"]
    assert "<svg" in page
    assert months[-1] == {
        "month": date.today().isoformat()[:7],  # noqa: DTZ011 - the office's clock is the machine's
        "outgoing": 0,
        "incoming": 1,
    }
    assert page.count('<th scope="row">') == 12


def test_an_empty_office_says_so(client: Client) -> None:
    page = client("van-thu").get("/trang-chu")
    assert page.status_code == 200
    assert "Không có dự thảo nào chờ ký." in page.text


def change(browser: TestClient, old: str, new: str, again: str | None = None) -> object:
    token = token_of(browser.get("/mat-khau"))
    sent = {"ma_bieu_mau": token, "cu": old, "moi": new, "lai": new if again is None else again}
    return browser.post("/mat-khau", data=sent)


def test_a_changed_password_signs_in_and_the_old_one_does_not(client: Client) -> None:
    browser = client("xem")
    answer = change(browser, PASSWORD, NEW)
    assert answer.headers["location"] == "/mat-khau?xong=da-doi-mat-khau"  # type: ignore[attr-defined]
    assert "Đã đổi mật khẩu" in browser.get("/mat-khau?xong=da-doi-mat-khau").text
    sign_in(client(), "xem", NEW)
    with pytest.raises(AssertionError):
        sign_in(client(), "xem", PASSWORD)


def test_this_session_is_rotated_and_the_others_end(client: Client) -> None:
    here, there = client("xem"), client("xem")
    before = here.cookies["congvan_phien"]
    change(here, PASSWORD, NEW)
    assert here.cookies["congvan_phien"] != before
    assert here.get("/mat-khau").status_code == 200
    assert there.get("/mat-khau").headers["location"].startswith("/dang-nhap")
    again = client()
    again.cookies.set("congvan_phien", before, domain="congvan.test")
    assert again.get("/mat-khau", headers={"host": SITE[7:]}).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("không phải nó đâu", NEW, NEW, "cu"),
        (PASSWORD, "bé tẹo", "bé tẹo", "moi"),
        (PASSWORD, NEW, NEW.strip(), "lai"),
        (PASSWORD, "xem-một-hai-ba", "xem-một-hai-ba", "moi"),
        ("", "", "", "cu"),
    ],
)
def test_a_password_that_cannot_be_is_refused_and_never_shown(
    client: Client, old: str, new: str, again: str, field: str
) -> None:
    browser = client("xem")
    answer = change(browser, old, new, again)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    text = answer.text  # type: ignore[attr-defined]
    assert f'id="{field}"' in text.split('aria-invalid="true"')[0].rsplit("<input", 1)[1]
    assert all(typed not in text for typed in (old, new, again) if typed)
    sign_in(client(), "xem")


def test_who_tries_old_passwords_at_an_open_browser_must_wait(client: Client) -> None:
    browser = client("xem")
    codes = [change(browser, f"đoán mò lần {n}", NEW).status_code for n in range(6)]  # type: ignore[attr-defined]
    assert (codes[0], codes[-1]) == (422, 429)


def test_no_password_stands_in_the_audit_trail(client: Client, shared: Shared) -> None:
    change(client("xem"), PASSWORD, NEW)
    with shared.office.store.read() as records:
        told = "".join(row.details for row in records.audit())
    assert NEW.strip() not in told
    assert PASSWORD not in told
