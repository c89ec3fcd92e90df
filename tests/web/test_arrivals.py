"""What came in: sent, held, looked over, given its number, or thrown away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Client, token_of

from congvan.model.documents import Direction, EventKind, FileRole
from congvan.office import Office
from congvan.office.registry import HandWritten, enter
from congvan.office.waiting_room import ARRIVAL, held

LETTER = """ĐẢNG BỘ TỈNH AN BÌNH\t\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG UỶ XÃ TÂN PHÚ
*\t\tTân Phú, ngày 18 tháng 11 năm 2026
Số 57-BC/ĐU

BÁO CÁO
kết quả tiếp nhận đảng viên đang công tác cư trú trên địa bàn xã

Thực hiện Công văn số 1 - CV/ĐU, ngày 02/11/2026, Đảng uỷ xã báo cáo <b>như sau</b>: \
trong năm đã tiếp nhận 120 đảng viên đang công tác về giữ mối liên hệ với cấp uỷ nơi cư trú, \
trong đó 118 đồng chí đã dự họp chi bộ khu phố; hai đồng chí chuyển công tác nên không thực hiện.

Nơi nhận:
- Tỉnh uỷ,
- Lưu Văn phòng.

T/M ĐẢNG UỶ
BÍ THƯ

Phạm Văn Bình
""".encode()
SECRET = """ĐẢNG UỶ XÃ TÂN PHÚ
Số 9-BC/ĐU
MẬT
Tân Phú, ngày 18 tháng 11 năm 2026
BÁO CÁO
kế hoạch không ai được biết
""".encode()


def _send(browser: object, *files: tuple[str, bytes]) -> object:
    token = token_of(browser.get("/van-ban-den"))
    sent = [("tep", (name, data)) for name, data in files]
    return browser.post("/van-ban-den", data={"ma_bieu_mau": token}, files=sent)


def _form(browser: object, office: Office, **changed: str) -> dict[str, str]:
    """The form of the one file that waits, as it stands."""
    found = browser.get(f"/van-ban-den/{_token(office)}.json").json()["fields"]
    page = browser.get(f"/van-ban-den/{_token(office)}")
    return found | {"ma_bieu_mau": token_of(page)} | changed


def _token(office: Office) -> str:
    return held(office, ARRIVAL)[0].token


def test_one_file_leads_to_its_form(client: Client, office: Office) -> None:
    answer = _send(client("van-thu"), ("báo cáo.txt", LETTER))
    assert answer.headers["location"] == f"/van-ban-den/{_token(office)}"


def test_several_files_wait_and_one_refused_costs_the_others_nothing(
    client: Client, office: Office
) -> None:
    browser = client("van-thu")
    answer = _send(
        browser, ("a.txt", LETTER), ("trong.txt", b""), ("b.exe", b"MZ\x90"), ("c.txt", SECRET)
    )
    assert answer.status_code == 422
    assert "Đã nhận 2 tệp" in answer.text
    assert "<strong>trong.txt</strong>: “trong.txt” là tệp rỗng" in answer.text
    assert "<strong>b.exe</strong>" in answer.text
    assert sorted(item.name for item in held(office, ARRIVAL)) == ["a.txt", "c.txt"]
    listed = browser.get("/van-ban-den.json").json()["waiting"]
    assert [item["by"] for item in listed] == ["van-thu", "van-thu"]


def test_good_files_lead_to_the_list(client: Client) -> None:
    answer = _send(client("van-thu"), ("a.txt", LETTER), ("b.txt", LETTER + b"hai"))
    assert answer.headers["location"] == "/van-ban-den?xong=da-nhan-tep"


def test_no_file_is_told(client: Client) -> None:
    answer = _send(client("van-thu"))
    assert answer.status_code == 400 or "Chưa chọn tệp nào" in answer.text


def test_what_was_read_stands_in_the_form(client: Client, office: Office) -> None:
    _our_letter(office)
    browser = client("van-thu")
    _send(browser, ("a.txt", LETTER))
    found = browser.get(f"/van-ban-den/{_token(office)}.json").json()
    expected = {
        "code": "57-BC/ĐU",
        "type": "Báo cáo",
        "organ": "ĐẢNG UỶ XÃ TÂN PHÚ",
        "parent_organ": "ĐẢNG BỘ TỈNH AN BÌNH",
        "promulgation_date": "18/11/2026",
        "subject": "kết quả tiếp nhận đảng viên đang công tác cư trú trên địa bàn xã",
        "signer_name": "Phạm Văn Bình",
        "signer_post": "BÍ THƯ",
        "to_places": "Tỉnh uỷ",
        "response_for": "VB-000001",
    }
    assert {key: found["fields"][key] for key in expected} == expected
    assert [item["code"] for item in found["answers"]] == ["01-CV/ĐU"]
    text = browser.get(f"/van-ban-den/{_token(office)}").text
    assert "báo cáo &lt;b&gt;như sau&lt;/b&gt;" in text


def _our_letter(office: Office) -> None:
    line = HandWritten("cong-van", 1, office.today(), "xin số liệu", reason="chuyển sổ")
    enter(office, line)


def test_confirmed_it_is_filed_as_corrected(client: Client, office: Office) -> None:
    _our_letter(office)
    browser = client("van-thu")
    _send(browser, ("a.txt", LETTER))
    due = office.today() + timedelta(days=7)
    said = _form(browser, office, organ="Đảng uỷ xã Tân Phú", due_date=due.strftime("%d/%m/%Y"),
                 handler="Ban Tổ chức", priority="Khẩn", note="kèm 2 phụ lục",
                 promulgation_date=office.today().isoformat(),
                 to_places="Tỉnh uỷ\nVăn phòng")  # fmt: skip
    done = browser.post(f"/van-ban-den/{_token(office)}", data=said)
    assert done.headers["location"] == "/van-ban/VB-000002?xong=da-cho-so-den", done.text
    with office.store.read() as records:
        document = records.document("VB-000002")
    assert document is not None
    assert document.direction is Direction.INCOMING
    assert (document.arrival_number, document.arrival_date) == (1, office.today())
    assert (document.organ, document.handler, document.priority) == (
        "Đảng uỷ xã Tân Phú", "Ban Tổ chức", "Khẩn")  # fmt: skip
    assert document.due_date == due
    assert document.to_places == ("Tỉnh uỷ", "Văn phòng")
    assert document.response_for == ("VB-000001",)
    assert document.events[0].kind is EventKind.RECEIVED
    assert (document.events[0].by, document.events[0].note) == ("van-thu", "kèm 2 phụ lục")
    kept = document.file(FileRole.RECEIVED)
    assert kept is not None
    assert office.blobs.read(kept.digest) == LETTER
    assert held(office, ARRIVAL) == []
    assert not any((office.settings.archive / "cho-duyet").iterdir())
    last = browser.get("/van-ban-den.json").json()["last"]
    assert last[0]["id"] == "VB-000002"


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"subject": ""}, 422, "Thiếu “Trích yếu”"),
        ({"organ": ""}, 422, "Thiếu “Cơ quan ban hành”"),
        ({"promulgation_date": "30/2/2026"}, 422, "không phải là ngày"),
        ({"promulgation_date": "1/1/2099"}, 422, "muộn hơn ngày đến"),
        ({"arrival_date": "1/1/2099"}, 422, "tương lai"),
        ({"due_date": "1/1/2020"}, 422, "sớm hơn ngày đến"),
        ({"response_for": "VB-999999"}, 404, "Không có văn bản"),
        ({"signer_name": "A\x07B"}, 422, "ký tự điều khiển"),
    ],
)
def test_an_error_keeps_everything_typed(
    client: Client, office: Office, changed: dict[str, str], status: int, says: str
) -> None:
    browser = client("van-thu")
    _send(browser, ("a.txt", LETTER))
    day = office.today().isoformat()
    said = _form(browser, office, promulgation_date=day, handler="Ban <Tổ chức>") | changed
    answer = browser.post(f"/van-ban-den/{_token(office)}", data=said)
    assert answer.status_code == status
    assert says in answer.text
    assert 'value="Ban &lt;Tổ chức&gt;"' in answer.text
    assert "--" not in answer.text.split('role="alert">')[1].split("</p>")[0]
    with office.store.read() as records:
        assert records.recent(Direction.INCOMING, 5) == []
    assert len(list((office.settings.archive / "cho-duyet").iterdir())) == 1


def test_a_secret_paper_is_told_and_nothing_of_it_is_shown_or_kept(
    client: Client, office: Office
) -> None:
    browser = client("van-thu")
    _send(browser, ("mat.txt", SECRET))
    path = f"/van-ban-den/{_token(office)}"
    for address in (path, f"{path}.json"):
        answer = browser.get(address)
        assert answer.status_code == 422
        assert "MẬT" in answer.text
        assert "không ai được biết" not in answer.text
    forced = {
        "ma_bieu_mau": token_of(browser.get(path)),
        "type": "Báo cáo",
        "organ": "x",
        "subject": "x",
    }
    refused = browser.post(path, data=forced)
    assert refused.status_code == 422
    assert "Cho số đến" not in refused.text
    assert len(held(office, ARRIVAL)) == 1
    rest = [
        p
        for p in Path(office.settings.archive).rglob("*")
        if p.is_file() and "cho-duyet" not in p.parts
    ]
    assert not any("không ai được biết".encode() in p.read_bytes() for p in rest)


def test_an_unwanted_file_is_thrown_away_and_recorded(client: Client, office: Office) -> None:
    browser = client("van-thu")
    _send(browser, ("mat.txt", SECRET))
    path = f"/van-ban-den/{_token(office)}"
    token = token_of(browser.get(path))
    done = browser.post(f"{path}/bo", data={"ma_bieu_mau": token})
    assert done.headers["location"] == "/van-ban-den?xong=da-bo-tep"
    assert held(office, ARRIVAL) == []
    assert browser.get(path).status_code == 404
    assert browser.post(f"{path}/bo", data={"ma_bieu_mau": token}).status_code == 404
    with office.store.read() as records:
        actions = [row.action for row in records.audit() if row.by == "van-thu"]
    assert actions[-2:] == ["waiting.hold", "waiting.discard"]


def test_the_same_file_again_is_told_and_gets_no_second_number(
    client: Client, office: Office
) -> None:
    browser = client("van-thu")
    day = office.today().isoformat()
    for expected in ("da-cho-so-den", "da-nhan-truoc"):
        _send(browser, ("a.txt", LETTER))
        said = _form(browser, office, promulgation_date=day)
        done = browser.post(f"/van-ban-den/{_token(office)}", data=said)
        assert done.headers["location"] == f"/van-ban/VB-000001?xong={expected}"
    _send(browser, ("a.txt", LETTER))
    assert "đã được nhận trước đây" in browser.get(f"/van-ban-den/{_token(office)}").text
    said = _form(browser, office, promulgation_date=day, nhan_lai="1")
    done = browser.post(f"/van-ban-den/{_token(office)}", data=said)
    assert done.headers["location"] == "/van-ban/VB-000002?xong=da-cho-so-den"


@pytest.mark.parametrize("token", ["0" * 32, "la", "..%2f..", "%00"])
def test_an_unknown_file_is_no_page(client: Client, token: str) -> None:
    assert client("van-thu").get(f"/van-ban-den/{token}").status_code == 404


@pytest.mark.parametrize("role", ["xem", "lanh-dao", "quan-tri"])
def test_only_clerks_receive(client: Client, role: str) -> None:
    browser = client(role)
    assert browser.get("/van-ban-den").status_code == 403
    assert browser.get(f"/van-ban-den/{'0' * 32}").status_code == 403
