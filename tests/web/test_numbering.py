"""Cấp số: what waits, the number it will get, one number however often it is asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from conftest import Client
from crawling import forms, send, tree

from congvan.model.desk import DeskDraft
from congvan.model.job import JobKind
from congvan.model.register import EntryState
from congvan.office import Office
from congvan.office.desk import write_draft
from congvan.office.desk_moves import drop, sign, submit


def written(office: Office, mark: str = "VP") -> DeskDraft:
    values = {**office.catalogue.get("cong-van").sample, "ky_hieu_soan_thao": mark}
    return write_draft(office, "cong-van", values, on=None, signer="bi-thu")


def signed(office: Office) -> DeskDraft:
    draft = written(office)
    return sign(office, draft.id, submit(office, draft.id, 1).version)


def ask(browser: Any, draft: DeskDraft, query: str = "") -> Any:
    """The form that gives the number, as the page shows it."""
    address = f"/cap-so/{draft.id}{query}"
    page = browser.get(address)
    assert page.status_code == 200, page.text
    return next(form for form in forms(address, page.text) if form.method == "post")


def test_what_waits_is_listed_the_signed_ones_first(client: Client, office: Office) -> None:
    first, second = signed(office), written(office, "khác")
    page = client("van-thu").get("/cap-so")
    data = client("van-thu").get("/cap-so.json").json()
    assert [item["id"] for item in data["signed"]] == [first.id]
    assert [item["id"] for item in data["unsigned"]] == [second.id]
    assert page.text.index(f"/cap-so/{first.id}") < page.text.index(f"/cap-so/{second.id}")


def test_an_enclosure_does_not_wait_for_a_number(client: Client, office: Office) -> None:
    sample = office.catalogue.get("phieu-nhan-xet").sample
    draft = write_draft(office, "phieu-nhan-xet", sample, on=None, signer=None)
    browser = client("van-thu")
    assert draft.id not in browser.get("/cap-so").text
    page = browser.get(f"/cap-so/{draft.id}")
    assert "không lấy số riêng" in page.text
    answer = send(browser, ask(browser, draft))
    assert answer.status_code == 400


def test_the_page_tells_number_and_facts_before_anything_is_recorded(
    client: Client, office: Office
) -> None:
    draft = signed(office)
    browser = client("van-thu")
    page = browser.get(f"/cap-so/{draft.id}")
    data = browser.get(f"/cap-so/{draft.id}.json").json()
    assert data["code"] == "01-CV/ĐU"
    assert data["facts"]["signer_name"] == "Trần Thị Mỹ Hạnh"
    assert data["refusal"] is None
    assert "Cấp số 01-CV/ĐU" in page.text
    with office.store.read() as records:
        assert records.entries() == []


def test_the_number_is_given_filed_and_the_pdf_asked_for(client: Client, office: Office) -> None:
    draft = signed(office)
    browser = client("van-thu")
    form = ask(browser, draft)
    answer = send(browser, form, so_ban="12", ly_do="trực")
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert address == "/van-ban/VB-000001?xong=da-cap-so"
    with office.store.read() as records:
        (entry,) = records.entries()
        document = records.document(entry.document_id or "")
        jobs = records.jobs(subject="VB-000001")
    assert (entry.code, entry.state, entry.by) == ("01-CV/ĐU", EntryState.ISSUED, "van-thu")
    assert document is not None
    assert document.promulgation_amount == 12
    assert [job.kind for job in jobs] == [JobKind.PDF]
    assert send(browser, form).headers["location"] == address
    assert browser.get(f"/cap-so/{draft.id}").headers["location"] == "/van-ban/VB-000001"


def test_two_clerks_get_one_number(client: Client, office: Office) -> None:
    draft = signed(office)
    browsers = [client("van-thu") for _ in range(4)]
    asked = [(browser, ask(browser, draft)) for browser in browsers]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda pair: send(*pair, ly_do="trực"), asked))
    assert {answer.headers["location"] for answer in found} == {"/van-ban/VB-000001?xong=da-cap-so"}
    with office.store.read() as records:
        assert len(records.entries()) == 1


SUNDAY = date(2026, 11, 22)


def test_what_needs_a_reason_asks_for_it_and_keeps_what_was_typed(
    client: Client, office: Office
) -> None:
    draft = signed(office)
    browser = client("van-thu")
    form = ask(browser, draft, "?ngay=22/11/2026")
    assert "ly_do" in form.data()
    answer = send(browser, form, so_ban="7", ly_do="")
    assert answer.status_code == 422
    document = tree(answer.text)
    assert document.xpath("//input[@name='ly_do'][@required]")
    assert document.xpath("//input[@name='so_ban']/@value") == ["7"]
    assert document.xpath("//input[@type='hidden'][@name='ngay']/@value") == ["22/11/2026"]
    assert "--reason" not in answer.text
    assert send(browser, form, ly_do="trực bão").status_code == 303
    with office.store.read() as records:
        (entry,) = records.entries()
    assert (entry.reason, entry.promulgation_date) == ("trực bão", SUNDAY)


@pytest.mark.parametrize(
    ("field", "value"), [("so_ban", "0"), ("so_ban", "mười"), ("so_ban", "9" * 40)]
)
def test_a_bad_number_of_copies_is_said_at_its_box(
    client: Client, office: Office, field: str, value: str
) -> None:
    browser = client("van-thu")
    answer = send(browser, ask(browser, signed(office)), **{field: value})
    assert answer.status_code == 400
    wrong = tree(answer.text).xpath("//*[@aria-invalid='true']/@name")
    assert wrong == [field]
    with office.store.read() as records:
        assert records.entries() == []


def test_a_bad_date_is_said_and_today_is_shown(client: Client, office: Office) -> None:
    draft = signed(office)
    answer = client("van-thu").get(f"/cap-so/{draft.id}?ngay=32/1/2026")
    assert answer.status_code == 422
    assert "không phải là một ngày" in answer.text


def test_a_draft_changed_since_is_shown_anew(client: Client, office: Office) -> None:
    draft = signed(office)
    browser = client("van-thu")
    form = ask(browser, draft)
    values = {**draft.values, "trich_yeu": "về việc đã đổi"}
    write_draft(
        office, "cong-van", values, on=None, signer=None, draft_id=draft.id, version=draft.version
    )
    answer = send(browser, form, ly_do="trực")
    assert answer.status_code == 409
    assert "về việc đã đổi" in answer.text
    assert "chưa ghi nhận việc ký" in answer.text


def test_a_dropped_draft_gets_none(client: Client, office: Office) -> None:
    draft = drop(office, written(office).id, 1)
    browser = client("van-thu")
    page = browser.get(f"/cap-so/{draft.id}")
    assert [form.method for form in forms("/cap-so", page.text)] == ["get"]
    assert browser.get("/cap-so.json").json()["unsigned"] == []


def test_a_held_number_is_told_and_finished(client: Client, office: Office) -> None:
    draft = signed(office)
    browser = client("van-thu")
    send(browser, ask(browser, draft), ly_do="trực")
    with office.store.write() as records:
        (entry,) = records.entries()
        plan = {"draft": draft.docx, "text": draft.docx, "ours": True, "name": "a", "document": {}}
        held = replace(entry, state=EntryState.RESERVED, document_id=None, plan=plan)
        records.update_entry(held)
        issued = records.desk_draft(draft.id)
        assert issued is not None
        again = replace(draft, version=issued.version + 1)
        records.update_desk_draft(again)
    page = browser.get("/cap-so")
    assert "Số đang giữ" in page.text
    assert f'href="/cap-so/{draft.id}">Làm nốt' in page.text
    assert "Số đang giữ: 01-CV/ĐU" in browser.get(f"/cap-so/{draft.id}").text


@pytest.mark.parametrize("who", ["lanh-dao", "xem", "quan-tri"])
def test_only_the_clerk_gives_numbers(client: Client, office: Office, who: str) -> None:
    draft = signed(office)
    browser = client(who)
    for path in ("/cap-so", "/cap-so.json", f"/cap-so/{draft.id}"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"/cap-so/{draft.id}", data={}).status_code == 403
