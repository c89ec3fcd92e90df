"""Đợt in at the pages: a roster sent, looked at, begun once, watched, stopped, fetched, signed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from rosters import row, xlsx
from starlette.testclient import TestClient

from congvan.archiving.waiting import waiting_files
from congvan.model.documents import EventKind
from congvan.model.job import JobKind, JobState
from congvan.office import Office
from congvan.office.jobs import ask_run, job_of, work_once
from congvan.office.pictures import Picture
from congvan.office.printing_run import Printed
from congvan.web.pages import rosters, runs

PEOPLE = [
    row("Lê Văn An", commune="xã Long Khê"),
    row("Trần Thị Bích", gender="Nữ", commune="phường Ánh Dương"),
    row("Trần Thị Bích", gender="Nữ", commune="phường Ánh Dương", birth="1/1/1990"),
    row("Ngô Sai Ngày", birth="31/02/1984"),
    row("Hồ Bí Mật", exempt="N1"),
]
DATA = xlsx(PEOPLE)
LETTERS = {"loai": "giay-gioi-thieu", "ngay": "20/11/2026"}
Client = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def _fresh_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No list and no count is left from another test."""
    monkeypatch.setattr(rosters, "DESK", rosters.RosterDesk())
    monkeypatch.setattr(runs, "BOARD", runs.RunBoard())


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A print without LibreOffice."""

    def made(office, planned, progress, *, each):
        progress(1, 1)
        return Printed({"tat-ca.pdf": b"%PDF-1.7", "001-xa-long-khe.pdf": b"%PDF"}, {}, ())

    monkeypatch.setattr("congvan.office.results.print_run", made)


def token_of(response) -> str:
    found = re.search(r'name="ma_bieu_mau" value="([0-9a-f]{64})"', response.text)
    assert found
    return found[1]


def post(client: TestClient, path: str, page: str, files=None, **fields: str):
    sent = {"ma_bieu_mau": token_of(client.get(page)), **fields}
    return client.post(path, data=sent, files=files)


def sent(client: TestClient, data: bytes = DATA, name: str = "danh sách.xlsx", **choice: str):
    """The address at which a roster just sent is looked at."""
    answer = post(client, "/dot-in/moi", "/dot-in/moi", {"tep": (name, data)}, **(LETTERS | choice))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def started(client: TestClient, address: str, **fields: str):
    return post(client, address.partition("?")[0], address, **(LETTERS | fields))


def run_of(answer) -> str:
    assert answer.status_code == 303, answer.text
    return re.match(r"/dot-in/([0-9a-f]{10})\?", answer.headers["location"])[1]


def work(office: Office) -> bool:
    return work_once(office, {JobKind.RUN}, should_stop=bool)


def all_runs(office: Office) -> list[str]:
    with office.store.read() as records:
        return [run.id for run in records.runs()]


def test_a_roster_is_looked_at_before_anything_is_numbered(client: Client, office: Office) -> None:
    clerk = client("van-thu")
    address = sent(clerk)
    page = clerk.get(address)
    assert page.status_code == 200
    for text in (
        *("danh sách.xlsx", "31/02/1984", "cùng tên ở phường Ánh Dương", "01-GGT/ĐU", "03-GGT/ĐU"),
        *("02-CV/ĐU", "Bắt đầu", "to-dau.png", "Trang tính"),
    ):
        assert text in page.text, text
    data = clerk.get(address.replace("?", ".json?")).json()
    assert data["counts"] == {"papers": 3, "covers": 2, "filed": 0, "refused": 1, "cautions": 3,
                              "not_concerned": 1}  # fmt: skip
    by_letter = {column["letter"]: column for column in data["columns"]}
    assert by_letter["A"] == {"letter": "A", "header": "Họ và tên", "label": "Họ và tên"}
    assert [(item["row"], item["column"]) for item in data["problems"]] == [(5, "C")]
    assert data["outlook"]["numbers"] == [
        {"types": ["Công văn giới thiệu kèm danh sách"], "first": "01-CV/ĐU", "last": "02-CV/ĐU",
         "count": 2},
        {"types": ["Giấy giới thiệu"], "first": "01-GGT/ĐU", "last": "03-GGT/ĐU", "count": 3},
    ]  # fmt: skip
    assert all_runs(office) == []
    with office.store.read() as records:
        assert records.entries() == []
    refused = clerk.get(address.replace("?", "/khong-nhan.xlsx?"))
    assert refused.headers["content-disposition"].startswith("attachment")
    book = CalamineWorkbook.from_filelike(BytesIO(refused.content)).get_sheet_by_index(0)
    assert "Ngô Sai Ngày" in book.to_python()[1]


def test_the_list_is_read_once_for_page_picture_and_start(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    plain = type(office.sandbox).run

    def counted(self, job, data, options=None, *, limits=None):
        read.append(job)
        return plain(self, job, data, options, limits=limits)

    monkeypatch.setattr(type(office.sandbox), "run", counted)
    monkeypatch.setattr(rosters, "page_picture", lambda *_, **__: Picture(b"\x89PNG", 1))
    clerk = client("van-thu")
    address = sent(clerk)
    clerk.get(address)
    picture = clerk.get(address.replace("?", "/to-dau.png?"))
    assert (picture.headers["content-type"], picture.content) == ("image/png", b"\x89PNG")
    started(clerk, address)
    assert read.count("table") == 1


def test_a_run_from_roster_to_signed(client: Client, office: Office, printed: None) -> None:
    clerk = client("van-thu")
    address = sent(clerk)
    run_id = run_of(started(clerk, address))
    assert waiting_files(office.settings.archive) == [], "begun: the roster is kept with the run"
    waits = clerk.get(f"/dot-in/{run_id}")
    assert "Đang chờ đến lượt" in waits.text
    assert 'hx-trigger="every 2s"' in waits.text
    assert '<noscript><meta http-equiv="refresh"' in waits.text
    assert work(office)
    page = clerk.get(f"/dot-in/{run_id}")
    assert "hx-trigger" not in page.text
    assert "http-equiv" not in page.text
    data = clerk.get(f"/dot-in/{run_id}.json").json()
    assert (data["papers"], data["filed"], data["refused"], data["state"]) == (5, 5, 1, "xong")
    numbers = {item["type"]: (item["first"], item["last"], item["count"])
               for item in data["numbers"]}  # fmt: skip
    assert numbers["Giấy giới thiệu"] == ("01-GGT/ĐU", "03-GGT/ĐU", 3)
    assert [file["name"] for file in data["files"]] == [
        "tat-ca.pdf", "001-xa-long-khe.pdf", "bao-cao.xlsx", "khong-nhan.xlsx",
    ]  # fmt: skip
    fetched = clerk.get(f"/dot-in/{run_id}/tep/tat-ca.pdf")
    assert fetched.content == b"%PDF-1.7"
    assert f"giay-gioi-thieu-{run_id}-tat-ca.pdf" in fetched.headers["content-disposition"]
    listed = clerk.get("/dot-in.json").json()["runs"]
    assert [(item["id"], item["filed"], item["papers"]) for item in listed] == [(run_id, 5, 5)]
    leader = client("lanh-dao")
    answer = post(leader, f"/dot-in/{run_id}/ky", f"/dot-in/{run_id}", ngay="20/11/2020")
    assert answer.status_code == 303
    assert leader.get(f"/dot-in/{run_id}.json").json()["signed_on"] == "2020-11-20"
    with office.store.read() as records:
        rows = records.audit(subject=run_id)
        items = records.run_items(run_id).values()
        documents = records.documents([item.document_id for item in items])
    assert [row.by for row in rows if row.action in {"run.begin", "run.signed"}] == [
        "van-thu", "lanh-dao",
    ]  # fmt: skip
    exported = [json.loads(row.details) for row in rows if row.action == "export.run"]
    assert exported == [{"file": "tat-ca.pdf"}]
    for document in documents:
        assert [event.kind for event in document.events].count(EventKind.SIGNED) == 1
    token = token_of(leader.get(f"/dot-in/{run_id}"))
    again = leader.post(f"/dot-in/{run_id}/ky", data={"ma_bieu_mau": token})
    assert again.status_code == 409


def test_a_double_click_begins_one_run(client: Client, office: Office) -> None:
    clerk = client("van-thu")
    address = sent(clerk)
    path, token = address.partition("?")[0], token_of(clerk.get(address))
    fields = {"ma_bieu_mau": token, **LETTERS, "dot_moi": "1"}
    first, second = (clerk.post(path, data=fields) for _ in range(2))
    assert run_of(first) == run_of(second)
    assert len(all_runs(office)) == 1


def test_the_same_roster_again_is_the_same_run_unless_meant(
    client: Client, office: Office, printed: None
) -> None:
    clerk = client("van-thu")
    first = run_of(started(clerk, sent(clerk)))
    work(office)
    address = sent(clerk, name="tên khác.xlsx")
    assert f'đã có đợt in <a href="/dot-in/{first}">' in clerk.get(address).text
    assert run_of(started(clerk, address)) == first
    assert all_runs(office) == [first]
    meant = run_of(started(clerk, sent(clerk), dot_moi="1"))
    assert meant != first
    assert all_runs(office) == [first, meant]


def test_the_same_roster_on_another_day_asks_first(client: Client, office: Office) -> None:
    clerk = client("van-thu")
    first = run_of(started(clerk, sent(clerk)))
    address = sent(clerk, ngay="23/11/2026")
    answer = started(clerk, address, ngay="23/11/2026")
    assert answer.status_code == 409
    assert first in answer.text
    assert "Cố ý làm thành đợt mới" in answer.text
    assert len(all_runs(office)) == 1
    run_of(started(clerk, address, ngay="23/11/2026", dot_moi="1"))
    assert len(all_runs(office)) == 2


def test_a_day_off_needs_a_reason(client: Client, office: Office) -> None:
    clerk = client("van-thu")
    address = sent(clerk, ngay="21/11/2026")
    page = clerk.get(address)
    assert "Thứ Bảy" in page.text
    assert 'name="ly_do"' in page.text
    refused = started(clerk, address, ngay="21/11/2026")
    assert refused.status_code == 422
    assert "ghi lý do vào ô Lý do" in refused.text
    assert all_runs(office) == []
    given = started(clerk, address, ngay="21/11/2026", ly_do="trực thứ Bảy")
    run_id = run_of(given)
    assert "trực thứ Bảy" in clerk.get(f"/dot-in/{run_id}").text


@pytest.mark.parametrize(
    ("choice", "status", "says"),
    [
        ({"ngay": "31/02/2026"}, 422, "không phải là ngày"),
        ({"so_to": "không"}, 422, "không phải là số nguyên"),
        ({"so_to": "0"}, 422, "không phải là số nguyên"),
        ({"trang_tinh": "Trang 9"}, 400, "Trang 9"),
        ({"nguoi_ky": "ai đó"}, 404, "Không có người ký"),
        ({"loai": "cong-van"}, 400, "không in hàng loạt"),
        ({"loai": "khong-co"}, 404, ""),
        ({"loai": ""}, 200, "Chọn lại"),
        ({"ngay": "03/01/2020"}, 400, "người ký"),
    ],
)
def test_a_wrong_choice_is_told_and_can_be_made_anew(
    client: Client, office: Office, choice: dict[str, str], status: int, says: str
) -> None:
    clerk = client("van-thu")
    address = sent(clerk, **choice)
    page = clerk.get(address)
    assert page.status_code == status
    assert says in page.text
    assert "Xem lại" in page.text
    assert started(clerk, address, **choice).status_code in {400, 404, 422}
    assert all_runs(office) == []
    assert len(waiting_files(office.settings.archive)) == 1, "the roster is still there"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7 renamed", "PDF"),
        (xlsx([]), "chỉ có dòng tiêu đề"),
        (b"PK\x03\x04" + b"\x00" * 500, ""),
    ],
    ids=["empty", "renamed pdf", "header only", "damaged"],
)
def test_a_list_that_is_none_is_told_and_can_be_thrown_away(
    client: Client, office: Office, data: bytes, says: str
) -> None:
    clerk = client("van-thu")
    address = sent(clerk, data)
    page = clerk.get(address)
    assert page.status_code == 422
    assert says in page.text
    gone = post(clerk, address.replace("?", "/bo?").partition("?")[0], address)
    assert gone.status_code == 303
    assert waiting_files(office.settings.archive) == []
    assert clerk.get(address).status_code == 404
    with office.store.read() as records:
        actions = [row.action for row in records.audit()][-2:]
        details = [row.details for row in records.audit()][-2:]
    assert actions == ["waiting.hold", "waiting.discard"]
    assert not any("danh sách" in text for text in details)


def test_a_list_refused_wholly_still_shows_why(client: Client) -> None:
    clerk = client("van-thu")
    page = clerk.get(sent(clerk, xlsx([row("Ngô Sai", birth="31/02/1984")])))
    assert page.status_code == 422
    assert "không có ai cần giấy giới thiệu" in page.text
    assert "31/02/1984" in page.text
    assert "Bắt đầu</button>" not in page.text


def test_no_file_shows_the_form_again(client: Client) -> None:
    clerk = client("van-thu")
    answer = post(clerk, "/dot-in/moi", "/dot-in/moi", loai="phieu-nhan-xet", nguoi_ky="bi-thu")
    assert answer.status_code == 422
    assert "Chưa chọn tệp danh sách" in answer.text
    assert re.search(r'value="phieu-nhan-xet" selected', answer.text)


@pytest.mark.parametrize(
    "name", ["../../x.xlsx", "a\u202eb.xlsx", "con.xlsx", "ấ" * 300 + ".xlsx", '<b>&".xlsx']
)
def test_a_hostile_file_name_stays_in_its_place(client: Client, office: Office, name: str) -> None:
    clerk = client("van-thu")
    address = sent(clerk, name=name)
    page = clerk.get(address)
    assert page.status_code == 200
    assert "<b>" not in page.text
    (kept,) = waiting_files(office.settings.archive)
    assert kept.parent.parent == office.settings.archive / "cho-duyet"


def test_stop_and_go_on(client: Client, office: Office, printed: None) -> None:
    clerk = client("van-thu")
    run_id = run_of(started(clerk, sent(clerk)))
    assert post(clerk, f"/dot-in/{run_id}/dung", f"/dot-in/{run_id}").status_code == 303
    assert job_of(office, run_id).state is JobState.STOPPED
    page = clerk.get(f"/dot-in/{run_id}")
    assert "đã dừng" in page.text
    assert "Làm tiếp" in page.text
    assert post(clerk, f"/dot-in/{run_id}/lam-tiep", f"/dot-in/{run_id}").status_code == 303
    assert work(office)
    assert clerk.get(f"/dot-in/{run_id}.json").json()["state"] == "xong"
    assert "In lại" in clerk.get(f"/dot-in/{run_id}").text


def test_a_print_that_fails_is_told_on_its_page(client: Client, office: Office) -> None:
    clerk = client("van-thu")
    run_id = run_of(started(clerk, sent(clerk)))
    work(office)  # the converter of the tests gives a page without marks
    page = clerk.get(f"/dot-in/{run_id}")
    assert "nhưng chưa có bản PDF" in page.text
    data = clerk.get(f"/dot-in/{run_id}.json").json()
    assert (data["state"], data["filed"]) == ("không xong", 5)
    assert [file["name"] for file in data["files"]] == ["bao-cao.xlsx", "khong-nhan.xlsx"]


@pytest.mark.parametrize(
    "path",
    [
        "tep/..%2F..%2Fcongvan.db", "tep/.tat-ca.pdf.moi", "tep/%2Fetc%2Fpasswd",
        "tep/khong-co.pdf", "tep/",
    ],
)  # fmt: skip
def test_only_files_of_the_run_are_given(
    client: Client, office: Office, printed: None, path: str
) -> None:
    clerk = client("van-thu")
    run_id = run_of(started(clerk, sent(clerk)))
    work(office)
    assert clerk.get(f"/dot-in/{run_id}/{path}").status_code in {404, 400}


@pytest.mark.parametrize("run_id", ["..", "khong", "0123456789", "%2e%2e", "ABCDEF"])
def test_an_unknown_run_is_a_page_that_says_so(client: Client, run_id: str) -> None:
    clerk = client("van-thu")
    assert clerk.get(f"/dot-in/{run_id}/tep/congvan.db").status_code == 404
    assert clerk.get(f"/dot-in/{run_id}x").status_code == 404
    assert clerk.get(f"/dot-in/{run_id}x.json").json()["error"]["code"] == "run.unknown"


def test_who_only_reads_sees_runs_and_starts_none(
    client: Client, office: Office, printed: None
) -> None:
    clerk = client("van-thu")
    address = sent(clerk)
    viewer = client("xem")
    assert viewer.get(address).status_code == 403
    assert viewer.get("/dot-in/moi").status_code == 403
    assert "danh sách.xlsx" not in viewer.get("/dot-in").text
    run_id = run_of(started(clerk, address))
    work(office)
    page = viewer.get(f"/dot-in/{run_id}")
    assert page.status_code == 200
    for button in ("In lại", "Dừng", "Đánh dấu đã ký"):
        assert f">{button}</button>" not in page.text
    token = token_of(page)  # of the form that signs out
    for act in ("dung", "lam-tiep", "ky"):
        answer = viewer.post(f"/dot-in/{run_id}/{act}", data={"ma_bieu_mau": token})
        assert answer.status_code == 403
    assert client("quan-tri").get("/dot-in").status_code == 403


def test_an_unfinished_run_is_not_marked_signed(client: Client, office: Office) -> None:
    clerk = client("van-thu")
    run_id = run_of(started(clerk, sent(clerk)))
    page = clerk.get(f"/dot-in/{run_id}")
    assert "Đánh dấu đã ký</button>" not in page.text
    token = token_of(page)
    answer = clerk.post(f"/dot-in/{run_id}/ky", data={"ma_bieu_mau": token})
    assert answer.status_code == 409
    work(office)
    for day, status in (("31/02/2026", 422), ("01/01/2999", 422)):
        sent_day = {"ma_bieu_mau": token, "ngay": day}
        assert clerk.post(f"/dot-in/{run_id}/ky", data=sent_day).status_code == status


def test_a_roster_left_waiting_is_offered_again(client: Client) -> None:
    clerk = client("van-thu")
    address = sent(clerk)
    assert address.partition("?")[0] in clerk.get("/dot-in").text
    page = clerk.get(address.partition("?")[0])
    assert page.status_code == 200
    assert "Chọn lại" in page.text


def test_a_run_of_the_command_line_is_shown_too(client: Client, office: Office) -> None:
    from datetime import date

    from congvan.office.running import Asked, begin, carry_out, plan

    planned = plan(office, "a.xlsx", DATA, Asked("phieu-nhan-xet", date(2026, 11, 20)))
    begin(office, planned, DATA)
    clerk = client("van-thu")
    data = clerk.get(f"/dot-in/{planned.run.id}.json").json()
    assert (data["state"], data["job"], data["files"]) == ("còn dở", None, [])
    assert "Làm tiếp" in clerk.get(f"/dot-in/{planned.run.id}").text
    carry_out(office, planned, lambda done, total: None, lambda: False)
    data = clerk.get(f"/dot-in/{planned.run.id}.json").json()
    assert (data["state"], data["filed"]) == ("xong", 5)
    assert [item["first"] for item in data["numbers"]] == ["01-CV/ĐU"], "forms have no number"
    ask_run(office, planned.run.id)
    assert clerk.get("/dot-in.json").json()["runs"][0]["state"] == "đang chờ"
