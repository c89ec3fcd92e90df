"""The two books: what stands in them, narrowed, sorted, leafed through, taken away; by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from conftest import Client, token_of
from python_calamine import CalamineWorkbook

from congvan.model.register import Series
from congvan.office import Office
from congvan.office.receiving import Arrival, receive
from congvan.office.registry import HandWritten, enter, void_line

Hand = Callable[..., None]


@pytest.fixture
def by_hand(office: Office) -> Hand:
    def write(
        number: int, subject: str = "về việc số", kind: str = "cong-van", **more: object
    ) -> None:
        on = office.today() - timedelta(days=30 - number % 30)
        values = {"signer_name": "Nguyễn Văn An", "to_places": ("Tỉnh uỷ", "Các chi bộ")} | more
        line = HandWritten(kind, number, on, f"{subject} {number}", reason="chuyển sổ", **values)  # type: ignore[arg-type]
        enter(office, line)

    return write


@pytest.fixture
def came(office: Office) -> None:
    today = office.today()
    for number, organ in enumerate(("Tỉnh uỷ An Bình", "Đảng uỷ xã Tân Phú"), start=1):
        arrival = Arrival(
            code=f"{number:02}-CV/TU",
            type="Công văn",
            organ=organ,
            subject=f"về nơi cư trú lần {number}",
            promulgation_date=today - timedelta(days=3),
            arrival_date=today,
            due_date=today + timedelta(days=5),
            handler="Văn phòng",
            priority="Khẩn",
        )
        receive(office, f"{number}.txt", f"Văn bản {number}".encode(), arrival)


def test_the_columns_are_those_of_the_printed_book(client: Client, by_hand: Hand) -> None:
    by_hand(1)
    text = client("xem").get("/so-van-ban-di").text.replace("<br>", " ")
    for name in ("Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung",
                 "Người ký", "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản",
                 "Ngày chuyển", "Ghi chú", "Trạng thái"):  # fmt: skip
        assert name in text, name
    assert "01-CV/ĐU" in text
    assert "Nguyễn Văn An" in text
    assert "Tỉnh uỷ; Các chi bộ" in text


def test_what_came_in_stands_with_its_numbers(client: Client, came: None) -> None:
    page = client("xem").get("/so-van-ban-den")
    assert page.status_code == 200
    for said in ("Số đến", "Tác giả", "Đảng uỷ xã Tân Phú", "Khẩn; Hạn", "về nơi cư trú lần 2"):
        assert said in page.text, said
    rows = client("xem").get("/so-van-ban-den.json").json()["rows"]
    assert [row["arrival_number"] for row in rows] == [2, 1]
    assert rows[0]["handler"] == "Văn phòng"


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("", ["01-QĐ/ĐU", "03-CV/ĐU", "02-CV/ĐU", "01-CV/ĐU"]),
        ("q=nghi+he", ["02-CV/ĐU"]),
        ("q=NGHỈ+HÈ", ["02-CV/ĐU"]),
        ("q=%25", []),
        ("loai=QĐ", ["01-QĐ/ĐU"]),
        ("nhiem_ky=1990-1995", []),
        ("trang_thai=void", ["03-CV/ĐU"]),
        ("trang_thai=issued&loai=CV&xep=so&chieu=tang", ["01-CV/ĐU", "02-CV/ĐU"]),
        ("trang_thai=la-lung", ["01-QĐ/ĐU", "03-CV/ĐU", "02-CV/ĐU", "01-CV/ĐU"]),
        ("loai=CV&xep=trich-yeu&chieu=tang", ["02-CV/ĐU", "01-CV/ĐU", "03-CV/ĐU"]),
        ("loai=CV&tu=31/12/2099", []),
        ("loai=CV&tu=hôm+qua", ["03-CV/ĐU", "02-CV/ĐU", "01-CV/ĐU"]),
        ("loai=CV&trang=99", ["03-CV/ĐU", "02-CV/ĐU", "01-CV/ĐU"]),
        ("loai=CV&trang=-1&xep=la&chieu=la", ["03-CV/ĐU", "02-CV/ĐU", "01-CV/ĐU"]),
    ],
)
def test_filters_and_orders(
    client: Client, office: Office, by_hand: Hand, asked: str, codes: list[str]
) -> None:
    by_hand(1, "về việc trực")
    by_hand(2, "nghỉ hè")
    by_hand(3, "xin ý kiến")
    by_hand(1, kind="quyet-dinh")
    void_line(office, _series(office), 3, reason="gõ nhầm")
    found = client("xem").get(f"/so-van-ban-di.json?{asked}").json()
    got = [row["code"] for row in found["rows"]]
    if "CV" in asked or len(codes) < 4:
        assert got == codes
    else:
        assert sorted(got) == sorted(codes)
    assert found["total"] == len(codes)
    assert client("xem").get(f"/so-van-ban-di?{asked}").status_code == 200


def _series(office: Office, group: str = "CV") -> Series:
    with office.store.read() as records:
        return next(series for series in records.series() if series.group == group)


def test_a_day_that_is_none_is_told_and_left_out(client: Client, by_hand: Hand) -> None:
    by_hand(1)
    page = client("xem").get("/so-van-ban-di?tu=32/1/2026")
    assert "“32/1/2026” không phải là ngày" in page.text
    assert "01-CV/ĐU" in page.text


def test_fifty_a_page_and_the_links_keep_the_filters(client: Client, by_hand: Hand) -> None:
    for number in range(1, 53):
        by_hand(number)
    browser = client("xem")
    first = browser.get("/so-van-ban-di?loai=CV&q=số")
    assert "52 dòng" in first.text
    assert "Trang 1 / 2" in first.text
    assert 'href="/so-van-ban-di?q=s%E1%BB%91&amp;loai=CV&amp;trang=2"' in first.text
    second = browser.get("/so-van-ban-di.json?loai=CV&q=số&trang=2").json()
    assert [row["number"] for row in second["rows"]] == [2, 1]
    assert (second["page"], second["pages"]) == (2, 2)


def test_headings_sort_and_turn_round(client: Client, by_hand: Hand) -> None:
    by_hand(1)
    text = client("xem").get("/so-van-ban-di?xep=ngay").text
    assert 'aria-sort="descending"><a href="/so-van-ban-di?xep=ngay&amp;chieu=tang"' in text
    assert 'href="/so-van-ban-di?xep=trich-yeu"' in text


def test_a_void_line_shows_who_and_why(client: Client, office: Office, by_hand: Hand) -> None:
    by_hand(1)
    void_line(office, _series(office), 1, reason="trùng <b>số</b>")
    text = client("xem").get("/so-van-ban-di").text
    assert "Huỷ: trùng &lt;b&gt;số&lt;/b&gt;" in text
    assert "đã huỷ" in text


# --- taken away ------------------------------------------------------------------------------


def test_the_workbook_holds_all_that_matches_and_is_recorded(
    client: Client, office: Office, by_hand: Hand
) -> None:
    for number in range(1, 56):
        by_hand(number, "=1+1 về số")
    answer = client("xem").get("/so-van-ban-di.xlsx?q=so&chieu=tang")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 56
    assert rows[0][:3] == [
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung",
    ]
    assert rows[1][0] == "01-CV/ĐU"
    assert rows[1][2] == "Công văn: =1+1 về số 1"
    assert rows[1][4] == "Tỉnh uỷ\nCác chi bộ"
    with office.store.read() as records:
        audit = [row for row in records.audit() if row.action == "export.register"]
    assert len(audit) == 1
    assert audit[0].by == "xem"
    assert json.loads(audit[0].details) == {"filter": {"text": "so"}, "lines": 55}


def test_the_book_of_arrivals_can_be_taken_too(client: Client, came: None) -> None:
    answer = client("lanh-dao").get("/so-van-ban-den.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Số đến", 2, 1]
    assert rows[1][6] == "Văn phòng"


def test_an_empty_register_has_a_page_and_a_workbook(client: Client) -> None:
    browser = client("xem")
    assert "Sổ chưa có dòng nào" in browser.get("/so-van-ban-di").text
    assert "Sổ chưa có văn bản nào" in browser.get("/so-van-ban-den").text
    assert browser.get("/so-van-ban-den.xlsx").status_code == 200


# --- by hand ---------------------------------------------------------------------------------


def test_a_clerk_voids_a_number_with_a_reason(
    client: Client, office: Office, by_hand: Hand
) -> None:
    by_hand(1)
    browser = client("van-thu")
    page = browser.get("/so-van-ban-di")
    link = page.text.split('class="mo" href="')[1].split('"')[0].replace("&amp;", "&")
    form = browser.get(link)
    assert "Huỷ số 01-CV/ĐU" in form.text
    series = _series(office)
    sent = {"ma_bieu_mau": token_of(form), "co_quan": series.organ_id, "so_sach": "CV"}
    sent |= {"nhiem_ky": series.span, "so": "1", "ly_do": "  "}
    empty = browser.post("/so-van-ban-di/huy", data=sent)
    assert (empty.status_code, "phải có lý do" in empty.text) == (400, True)
    done = browser.post("/so-van-ban-di/huy", data=sent | {"ly_do": "gõ nhầm"})
    assert done.headers["location"] == "/so-van-ban-di?xong=da-huy-so"
    rows = browser.get("/so-van-ban-di.json").json()["rows"]
    assert (rows[0]["state"], rows[0]["reason"], rows[0]["by"]) == ("void", "gõ nhầm", "van-thu")
    again = browser.post("/so-van-ban-di/huy", data=sent | {"ly_do": "lần nữa"})
    assert again.status_code == 409


def test_a_line_nobody_gave_is_no_page_to_void(client: Client) -> None:
    browser = client("van-thu")
    assert browser.get("/so-van-ban-di/huy").status_code == 404
    assert browser.get("/so-van-ban-di/huy?so=1&so_sach=CV").status_code == 400


@pytest.mark.parametrize("role", ["xem", "lanh-dao"])
def test_who_may_not_sees_no_way_to_void_or_enter(client: Client, by_hand: Hand, role: str) -> None:
    by_hand(1)
    browser = client(role)
    text = browser.get("/so-van-ban-di").text
    assert "/huy" not in text
    assert "/vao-so" not in text
    assert browser.get("/so-van-ban-di/vao-so").status_code == 403


def _entering(office: Office, **changed: str) -> dict[str, str]:
    day = office.today().strftime("%d/%m/%Y")
    said = {"loai": "cong-van", "so": "1", "ngay": day, "trich_yeu": "v/v trực <Tết>"}
    said |= {"nguoi_ky": "Nguyễn Văn An", "noi_nhan": "Tỉnh uỷ\n\nLưu VP", "ly_do": "chuyển sổ"}
    return said | changed


def test_a_number_given_by_hand_is_entered(client: Client, office: Office) -> None:
    browser = client("van-thu")
    token = token_of(browser.get("/so-van-ban-di/vao-so"))
    done = browser.post("/so-van-ban-di/vao-so", data=_entering(office, ma_bieu_mau=token))
    assert done.status_code == 303, done.text
    row = browser.get("/so-van-ban-di.json").json()["rows"][0]
    assert (row["code"], row["subject"]) == ("01-CV/ĐU", "v/v trực <Tết>")
    assert row["to_places"] == ["Tỉnh uỷ", "Lưu VP"]
    assert done.headers["location"] == f"/van-ban/{row['document_id']}?xong=da-vao-so"


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"so": ""}, 422, "Thiếu “Số”"),
        ({"so": "một"}, 422, "không phải là một số"),
        ({"ngay": "31/2/2026"}, 422, "không phải là ngày"),
        ({"trich_yeu": ""}, 422, "Thiếu “Trích yếu”"),
        ({"trich_yeu": "a\x07b"}, 422, "ký tự điều khiển"),
        ({"loai": "khong-co"}, 404, "Không có loại văn bản"),
        ({"so": "7", "ly_do": ""}, 422, "bỏ trống số"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_and_kept_typed(
    client: Client, office: Office, changed: dict[str, str], status: int, says: str
) -> None:
    browser = client("van-thu")
    token = token_of(browser.get("/so-van-ban-di/vao-so"))
    said = _entering(office, ma_bieu_mau=token, **changed)
    answer = browser.post("/so-van-ban-di/vao-so", data=said)
    assert answer.status_code == status
    assert says in answer.text
    assert 'value="Nguyễn Văn An"' in answer.text
    assert "--" not in answer.text.split('role="alert">')[1].split("</p>")[0]
    with office.store.read() as records:
        assert records.series() == []


def test_of_a_secret_line_nothing_but_the_number_is_kept(client: Client, office: Office) -> None:
    browser = client("van-thu")
    token = token_of(browser.get("/so-van-ban-di/vao-so"))
    said = _entering(office, ma_bieu_mau=token, mat="1", trich_yeu="điều bí mật")
    assert browser.post("/so-van-ban-di/vao-so", data=said).status_code == 303
    with office.store.read() as records:
        kept = records.audit()
        entry = records.entries()[0]
        document = records.document(entry.document_id or "")
    assert document is not None
    assert (entry.subject, document.subject, document.to_places) == ("", "", ())
    assert not any("bí mật" in row.details for row in kept)
