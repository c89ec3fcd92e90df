"""One document in the browser: everything known of it, its files, what is written down about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from conftest import Client, token_of

from congvan.model.documents import Document, EventKind, FileRole
from congvan.office import Office
from congvan.office.drafts import draft_from_data
from congvan.office.finding import catch_up
from congvan.office.issuing import Wish, issue
from congvan.office.jobs import job_of
from congvan.office.receiving import Arrival, receive
from congvan.office.registry import HandWritten, enter

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@dataclass(frozen=True)
class Papers:
    """A letter of ours and the report that answers it."""

    letter: Document
    report: Document


@pytest.fixture
def papers(office: Office) -> Papers:
    today = office.today()
    sample = dict(office.catalogue.get("cong-van").sample)
    draft = draft_from_data(office, "cong-van", sample, on=today, signer=None)
    letter = issue(office, draft, Wish(today, reason="để thử", copies=12)).document
    text = f"Số 57-BC/ĐU\nThực hiện Công văn số {letter.code}, xã <i>báo cáo</i>.".encode()
    arrival = Arrival(
        "57-BC/ĐU", "Báo cáo", "Đảng uỷ xã Tân Phú", "kết quả", today - timedelta(days=2), today,
        response_for=letter.id, due_date=today + timedelta(days=4), handler="Ban Tổ chức",
    )  # fmt: skip
    report = receive(office, "báo cáo.txt", text, arrival).document
    catch_up(office)
    return Papers(letter, report)


def test_everything_show_tells_stands_on_the_page(client: Client, papers: Papers) -> None:
    browser = client("xem")
    text = browser.get(f"/van-ban/{papers.letter.id}").text
    for said in (papers.letter.code, papers.letter.subject, papers.letter.signer_name, "12",
                 "Kính gửi", "Nơi nhận", "cấp số, chờ ký", "soạn thảo", "dự thảo",
                 "Được trả lời bằng", "nhắc đến số, ký hiệu này", "cấp số và lưu"):  # fmt: skip
        assert said in text, said
    plain = browser.get(f"/van-ban/{papers.letter.id}.json").json()
    assert plain["id"] == papers.letter.id
    assert plain["answered_by"] == [papers.report.id]
    assert plain["cited_by"] == [papers.report.id]
    assert plain["entry"]["state"] == "issued"
    assert plain["citations"] == []
    assert plain["audit"][0]["action"] == "document.issue"


def test_of_what_came_in_the_arrival_is_told(client: Client, papers: Papers) -> None:
    text = client("van-thu").get(f"/van-ban/{papers.report.id}").text
    for said in ("Số đến", "Hạn xử lý", "Ban Tổ chức", "Trả lời văn bản", papers.letter.code,
                 f"/soan?tra_loi={papers.report.id}", "&lt;i&gt;báo cáo&lt;/i&gt;"):  # fmt: skip
        assert said in text, said
    assert "trang/1.png" not in text
    assert "<summary>Huỷ số" not in text


@pytest.mark.parametrize("name", ["VB-999999", "la", "%00", "..%2f.."])
def test_an_unknown_document_is_no_page(client: Client, name: str) -> None:
    browser = client("xem")
    assert browser.get(f"/van-ban/{name}").status_code == 404
    assert browser.get(f"/van-ban/{name}.json").status_code == 404
    assert browser.get(f"/van-ban/{name}/tep/1").status_code == 404


def test_files_come_byte_for_byte_under_their_names(
    client: Client, office: Office, papers: Papers
) -> None:
    browser = client("xem")
    for document in (papers.letter, papers.report):
        for number, kept in enumerate(document.files, start=1):
            answer = browser.get(f"/van-ban/{document.id}/tep/{number}")
            assert answer.content == office.blobs.read(kept.digest)
            assert answer.headers["content-disposition"].startswith("attachment;")
    for wrong in ("0", "99", "-1", "một", "1.5"):
        assert browser.get(f"/van-ban/{papers.letter.id}/tep/{wrong}").status_code == 404


def test_its_first_page_is_a_picture(client: Client, papers: Papers) -> None:
    browser = client("xem")
    assert (
        f'src="/van-ban/{papers.letter.id}/trang/1.png"'
        in browser.get(f"/van-ban/{papers.letter.id}").text
    )
    answer = browser.get(f"/van-ban/{papers.letter.id}/trang/1.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert browser.get(f"/van-ban/{papers.letter.id}/trang/99.png").status_code == 404
    assert browser.get(f"/van-ban/{papers.letter.id}/trang/0.png").status_code == 404
    assert browser.get(f"/van-ban/{papers.report.id}/trang/1.png").status_code == 404


# --- events ----------------------------------------------------------------------------------


def _record(
    browser: object, document: Document, files: Mapping[str, object] | None = None, **said: str
) -> object:
    token = token_of(browser.get(f"/van-ban/{document.id}"))
    sent = {"ma_bieu_mau": token, **said}
    return browser.post(f"/van-ban/{document.id}/ghi", data=sent, files=files)


def test_a_clerk_records_that_it_was_sent(client: Client, office: Office, papers: Papers) -> None:
    day = office.today()
    answer = _record(client("van-thu"), papers.letter, viec="sent", ngay=day.strftime("%d/%m/%Y"),
                     ai="Lê Thị Hà", den="Tỉnh uỷ\nBan Tổ chức", cach="bưu chính", so_ban="2",
                     ghi_chu="hoả tốc")  # fmt: skip
    assert answer.headers["location"] == f"/van-ban/{papers.letter.id}?xong=da-ghi-viec"
    event = _events(office, papers.letter)[-1]
    assert (event.kind, event.on, event.by) == (EventKind.SENT, day, "Lê Thị Hà")
    assert (event.to, event.how, event.copies, event.note) == (
        ("Tỉnh uỷ", "Ban Tổ chức"), "bưu chính", 2, "hoả tốc")  # fmt: skip
    text = client("xem").get(f"/van-ban/{papers.letter.id}").text
    assert "Đã gửi nhưng chưa ghi nhận việc ký" in text


def _events(office: Office, document: Document) -> tuple:
    with office.store.read() as records:
        found = records.document(document.id)
    assert found is not None
    return found.events


def test_the_scan_that_comes_with_signing_is_the_copy_on_file(
    client: Client, office: Office, papers: Papers
) -> None:
    browser = client("lanh-dao")
    answer = _record(browser, papers.letter, {"tep": ("ký.png", PNG)}, viec="signed")
    assert answer.status_code == 303, answer.text
    with office.store.read() as records:
        document = records.document(papers.letter.id)
    assert document is not None
    kept = document.file(FileRole.SIGNED_SCAN)
    assert kept is not None
    assert (kept.name, office.blobs.read(kept.digest)) == ("ký.png", PNG)
    assert document.events[-1].by == "lanh-dao"
    number = len(document.files)
    text = browser.get(f"/van-ban/{papers.letter.id}").text
    assert f'<a href="/van-ban/{papers.letter.id}/tep/{number}">bản quét</a>' in text


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (("a.png", b""), "rỗng"),
        (("a.exe", b"MZ\x90"), "Chưa đọc được loại tệp"),
        (("a.txt", b"chu"), "không phải là bản quét"),
        (("a.jpg", PNG), "mang đuôi không đúng"),
        (("a.pdf", b"%PDF-1.4 hong"), "hỏng"),
        (("a.pdf", PNG), "mang đuôi không đúng"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_and_nothing_recorded(
    client: Client, office: Office, papers: Papers, file: tuple[str, bytes], says: str
) -> None:
    files = {"tep": file}
    answer = _record(client("van-thu"), papers.letter, files, viec="signed", ghi_chu="<giữ lại>")
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="&lt;giữ lại&gt;"' in answer.text
    assert len(_events(office, papers.letter)) == len(papers.letter.events)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"viec": "sent", "ngay": "30/2/2026"}, (422, "không phải là ngày")),
        ({"viec": "sent", "so_ban": "nhiều"}, (422, "không phải là một số")),
        ({"viec": "recalled"}, (400, "Thu hồi văn bản phải có lý do")),
        ({"viec": "sent", "ai": "a\x07"}, (422, "ký tự điều khiển")),
        ({"viec": "numbered"}, (403, "không làm được")),
        ({"viec": "received"}, (403, "không làm được")),
        ({"viec": ""}, (422, "Chưa chọn việc")),
    ],
)
def test_what_is_wrong_with_an_event_is_told(
    client: Client, office: Office, papers: Papers, said: dict[str, str], told: tuple[int, str]
) -> None:
    status, says = told
    answer = _record(client("van-thu"), papers.letter, **said)
    assert (answer.status_code, says in answer.text) == (status, True)
    assert "--" not in answer.text.split('role="alert">')[1].split("</p>")[0]
    assert len(_events(office, papers.letter)) == len(papers.letter.events)


def test_a_leader_marks_signed_and_nothing_else(
    client: Client, office: Office, papers: Papers
) -> None:
    browser = client("lanh-dao")
    text = browser.get(f"/van-ban/{papers.letter.id}").text
    assert text.count("<option") == 1
    assert _record(browser, papers.letter, viec="sent").status_code == 403
    assert 'id="viec"' not in browser.get(f"/van-ban/{papers.report.id}").text
    assert _record(browser, papers.report, viec="signed").status_code == 403
    assert len(_events(office, papers.letter)) == len(papers.letter.events)


def test_who_only_reads_sees_no_form(client: Client, papers: Papers) -> None:
    browser = client("xem")
    page = browser.get(f"/van-ban/{papers.letter.id}")
    assert page.text.count("<form") == 1  # the one to sign out
    sent = {"ma_bieu_mau": token_of(page), "viec": "signed", "ly_do": "x"}
    for act in ("ghi", "pdf", "huy"):
        assert browser.post(f"/van-ban/{papers.letter.id}/{act}", data=sent).status_code == 403


# --- number and PDF --------------------------------------------------------------------------


def test_its_number_is_made_void_with_a_reason(
    client: Client, office: Office, papers: Papers
) -> None:
    browser = client("van-thu")
    path = f"/van-ban/{papers.letter.id}"
    sent = {"ma_bieu_mau": token_of(browser.get(path)), "ly_do": ""}
    refused = browser.post(f"{path}/huy", data=sent)
    assert (refused.status_code, "phải có lý do" in refused.text) == (400, True)
    assert '<details class="the" open>' in refused.text
    assert browser.post(f"{path}/huy", data=sent | {"ly_do": "sai người ký"}).status_code == 303
    text = browser.get(path).text
    assert "Số này đã huỷ: sai người ký (van-thu)" in text
    assert "<summary>Huỷ số" not in text
    assert browser.get(f"{path}.json").json()["entry"]["state"] == "void"
    assert browser.post(f"{path}/huy", data=sent | {"ly_do": "x"}).status_code == 409
    report = f"/van-ban/{papers.report.id}/huy"
    assert browser.post(report, data=sent | {"ly_do": "x"}).status_code == 404


def test_two_lines_of_like_codes_are_not_taken_for_one_another(
    client: Client, office: Office, papers: Papers
) -> None:
    for number in (2, 11, 21, 101):
        reason = "chuyển sổ"
        enter(office, HandWritten("cong-van", number, office.today(), "trực", reason=reason))
    with office.store.read() as records:
        by_code = {entry.code: entry.document_id for entry in records.entries()}
    browser = client("xem")
    for code, document_id in by_code.items():
        assert browser.get(f"/van-ban/{document_id}.json").json()["entry"]["code"] == code


def test_its_pdf_is_asked_for_once(client: Client, office: Office, papers: Papers) -> None:
    browser = client("van-thu")
    path = f"/van-ban/{papers.letter.id}"
    page = browser.get(path)
    assert "Làm bản PDF" in page.text
    sent = {"ma_bieu_mau": token_of(page)}
    assert browser.post(f"{path}/pdf", data=sent).headers["location"].endswith("dang-lam-pdf")
    first = job_of(office, papers.letter.id)
    browser.post(f"{path}/pdf", data=sent)
    assert job_of(office, papers.letter.id) == first
    text = browser.get(path).text
    assert "Đang làm bản PDF…" in text
    assert 'hx-trigger="every 2s"' in text
    assert ">Làm bản PDF<" not in text


def test_a_line_by_hand_has_a_page_without_files(client: Client, office: Office) -> None:
    enter(office, HandWritten("cong-van", 1, office.today(), "trực", reason="chuyển sổ"))
    text = client("xem").get("/van-ban/VB-000001").text
    assert "số được vào sổ bằng tay" in text
    assert "Làm bản PDF" not in text


def test_saying_later_that_it_was_drafted_here_makes_no_file_ours(
    client: Client, office: Office, papers: Papers
) -> None:
    line = HandWritten("cong-van", 2, office.today(), "trực", reason="chuyển sổ")
    by_hand = enter(office, line).document_id or ""
    browser = client("van-thu")
    for document_id in (by_hand, papers.report.id, papers.letter.id):
        with office.store.read() as records:
            document = records.document(document_id)
        assert document is not None
        before = document.rendered_here
        assert before is (document_id == papers.letter.id)
        assert _record(browser, document, viec="drafted").status_code == 303
        with office.store.read() as records:
            after = records.document(document_id)
        assert after is not None
        assert after.rendered_here is before
