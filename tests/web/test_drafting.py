"""Soạn văn bản: the form of every type, the draft's page, who may do what with it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx
import pytest
from conftest import Client, token_of
from crawling import forms, send, tree
from hypothesis import given
from hypothesis import strategies as st

from congvan.drafting.catalogue import Catalogue
from congvan.drafting.fields import accept
from congvan.model.desk import DraftState
from congvan.model.document_type import DocumentType
from congvan.office import Office
from congvan.office.desk import desk_draft, write_draft
from congvan.office.desk_moves import submit
from congvan.office.drafts import draft_from_data
from congvan.office.receiving import Arrival, receive
from congvan.web.form_fields import PREFIX, PURPOSE, boxes, defaults, read_back
from congvan.web.page import Form

TYPES = [item for item in Catalogue().types() if item.has_template]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Sent(Form):
    """A form as a browser sends it, from the boxes of a page."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        from starlette.datastructures import FormData

        super().__init__(FormData([(name, v) for name, vs in fields.items() for v in vs]))


def as_sent(document_type: DocumentType, values: Mapping[str, object]) -> Sent:
    fields: dict[str, list[str]] = {}
    for box in boxes(document_type, values):
        if box.kind == "flag":
            fields |= {box.name: ["1"]} if box.ticked else {}
        elif box.kind == "table":
            for number, column in enumerate(box.field.columns):
                fields[f"{box.name}.{column.key}"] = [row[number] for row in box.rows]
        elif box.kind == "list":
            fields[box.name] = [row[0] for row in box.rows]
            if box.has_purpose:
                fields[box.name + PURPOSE] = [row[1] for row in box.rows]
        else:
            fields[box.name] = [box.text]
    return Sent(fields)


@pytest.mark.parametrize("document_type", TYPES, ids=lambda item: item.key)
def test_the_sample_of_every_type_goes_through_its_form_unchanged(
    document_type: DocumentType,
) -> None:
    wanted = accept(document_type, document_type.sample)
    for values in ({**defaults(document_type), **document_type.sample}, wanted):
        back = read_back(document_type, as_sent(document_type, values))
        assert accept(document_type, back) == wanted


@given(
    st.lists(st.text("Nơi nhận (để báo) cáo;.,", max_size=30), max_size=4),
    st.text("dòng một\n hai", max_size=40),
)
def test_whatever_is_typed_is_shown_again_as_it_was(places: list[str], body: str) -> None:
    document_type = Catalogue().get("cong-van")
    typed = {"noi_nhan": places, "noi_dung": body, "kinh_gui": places}
    once = read_back(document_type, as_sent(document_type, typed))
    assert read_back(document_type, as_sent(document_type, once)) == once


def test_every_row_and_column_of_a_table_has_its_own_label(client: Client) -> None:
    page = client("van-thu").get("/soan/moi/cong-van-gioi-thieu?mau=1")
    document = tree(page.text)
    labelled = {label.get("for") for label in document.iter("label")}
    controls = document.xpath("//main//*[self::input or self::select or self::textarea]")
    typed = [node for node in controls if node.get("type") != "hidden"]
    assert len(typed) > 40
    assert {node.get("id") for node in typed} <= labelled
    assert len({node.get("id") for node in typed}) == len(typed)


def start(browser: Any, key: str = "cong-van", query: str = "?mau=1") -> Any:
    address = f"/soan/moi/{key}{query}"
    return forms(address, browser.get(address).text)[0]


def drafted(browser: Any, key: str = "cong-van", **changed: str) -> str:
    answer = send(browser, start(browser, key), **changed)
    assert answer.status_code == 303, answer.text
    address: str = answer.headers["location"]
    return address.partition("?")[0]


def version_of(browser: Any, address: str) -> str:
    return str(browser.get(f"{address}.json").json()["version"])


def act(browser: Any, address: str, verb: str, **fields: str) -> Any:
    page = browser.get(address)
    data = {"ma_bieu_mau": token_of(page), "phien_ban": version_of(browser, address), **fields}
    return browser.post(f"{address}/{verb}", data=data)


@pytest.mark.parametrize("document_type", TYPES, ids=lambda item: item.key)
def test_every_type_is_drafted_from_its_form(client: Client, document_type: DocumentType) -> None:
    browser = client("van-thu")
    address = drafted(browser, document_type.key)
    page = browser.get(address)
    assert page.status_code == 200
    assert document_type.name in page.text
    file = browser.get(f"{address}/tai-ve")
    assert file.headers["content-type"] == DOCX
    assert "attachment" in file.headers["content-disposition"]
    assert docx.Document(io.BytesIO(file.content)).tables


def test_the_desk_lists_types_and_drafts(client: Client) -> None:
    browser = client("van-thu")
    address = drafted(browser)
    page, data = browser.get("/soan"), browser.get("/soan.json").json()
    assert address in page.text
    assert "/soan/moi/giay-gioi-thieu" in page.text
    assert [item["state"] for item in data["drafts"]] == ["open"]
    assert {item["key"] for item in data["types"]} == {item.key for item in TYPES}
    leader = client("lanh-dao").get("/soan.json").json()
    assert len(leader["drafts"]) == 1
    assert leader["types"] == []


def test_what_is_missing_is_said_at_its_box_and_nothing_typed_is_lost(client: Client) -> None:
    browser = client("van-thu")
    answer = send(
        browser,
        start(browser),
        **{"f.trich_yeu": "", "f.ky_hieu_soan_thao": "ABC-9", "tra_loi": "", "ngay": "20/11/2026"},
    )
    assert answer.status_code == 422
    document = tree(answer.text)
    wrong = document.xpath("//*[@aria-invalid='true']")
    assert [node.get("name") for node in wrong] == ["f.trich_yeu"]
    described = wrong[0].get("aria-describedby").split()
    assert "Chưa điền ô này." in [document.get_element_by_id(key).text for key in described]
    assert 'value="ABC-9"' in answer.text
    assert 'value="20/11/2026"' in answer.text
    assert "Ban Tổ chức Tỉnh uỷ" in answer.text
    assert 'value="để báo cáo"' in answer.text
    assert document.xpath("//*[@role='alert']")


@pytest.mark.parametrize(
    ("field", "value", "marked"),
    [
        ("ngay", "32/13/2026", "ngay"),
        ("nguoi_ky", "ai-do", "nguoi_ky"),
        ("tra_loi", "99-CV/XX", "tra_loi"),
    ],
)
def test_what_stands_beside_the_form_is_checked_too(
    client: Client, field: str, value: str, marked: str
) -> None:
    browser = client("van-thu")
    answer = send(browser, start(browser), **{field: value})
    assert 400 <= answer.status_code < 500
    wrong = tree(answer.text).xpath("//*[@aria-invalid='true']")
    assert [node.get("name") for node in wrong] == [marked]
    assert value in answer.text


def test_an_error_in_a_table_is_said_at_the_table(client: Client) -> None:
    browser = client("van-thu")
    answer = send(
        browser,
        start(browser, "cong-van-gioi-thieu"),
        **{"f.danh_sach.ngay_sinh": "hôm qua"},
    )
    assert answer.status_code == 422
    assert "dòng 1" in tree(answer.text).get_element_by_id("loi-f-danh_sach").text


def test_a_row_more_keeps_everything_and_writes_nothing(client: Client, office: Office) -> None:
    browser = client("van-thu")
    form = start(browser)
    before = form.data()["f.kinh_gui"]
    answer = send(browser, form, button=("them", "kinh_gui"), **{"f.trich_yeu": "về việc dở"})
    assert answer.status_code == 200
    again = forms(form.action, answer.text)[0]
    assert again.data()["f.kinh_gui"] == [*before, ""]
    assert again.data()["f.trich_yeu"] == ["về việc dở"]
    assert again.data()["f.noi_nhan.de"][0] == "để báo cáo"
    with office.store.read() as records:
        assert records.desk_drafts() == []
    table = start(browser, "cong-van-gioi-thieu")
    more = send(browser, table, button=("them", "danh_sach"))
    rows = forms("/", more.text)[0].data()["f.danh_sach.ho_ten"]
    assert len(rows) == len(table.data()["f.danh_sach.ho_ten"]) + 1


def test_the_purpose_of_a_place_stands_behind_it(client: Client, office: Office) -> None:
    address = drafted(client("van-thu"))
    draft = desk_draft(office, address.rpartition("/")[2])
    assert draft.values["noi_nhan"][0] == "Ban Tổ chức Tỉnh uỷ (để báo cáo)"  # type: ignore[index]


def test_known_addressees_are_suggested(client: Client, office: Office) -> None:
    from congvan.office.desk_issuing import issue_draft

    browser = client("van-thu")
    key = drafted(browser).rpartition("/")[2]
    issue_draft(office, key, on=office.today(), typed=False)
    page = tree(browser.get("/soan/moi/cong-van").text)
    options = [node.get("value") for node in page.get_element_by_id("ds-kinh_gui")]
    assert "Các chi bộ trực thuộc" in options


def test_a_draft_is_changed_in_its_form(client: Client, office: Office) -> None:
    browser = client("van-thu")
    address = drafted(browser)
    form = forms(f"{address}/sua", browser.get(f"{address}/sua").text)[0]
    answer = send(browser, form, **{"f.trich_yeu": "về việc đã sửa"})
    assert answer.headers["location"].startswith(address)
    assert browser.get(f"{address}.json").json()["subject"] == "về việc đã sửa"
    late = send(browser, form, **{"f.trich_yeu": "về việc sửa muộn"})
    assert late.status_code == 409
    assert "về việc sửa muộn" in late.text


def test_from_clerk_to_leader_and_back(client: Client) -> None:
    clerk, leader = client("van-thu"), client("lanh-dao")
    address = drafted(clerk)
    assert act(clerk, address, "trinh-ky").status_code == 303
    assert "Trả lại" in leader.get(address).text
    refused = act(leader, address, "tra-lai", can_sua=" ")
    assert refused.status_code == 400
    assert "cần sửa gì" in refused.text
    assert act(leader, address, "tra-lai", can_sua="Bớt một nơi nhận").status_code == 303
    assert "Bớt một nơi nhận" in clerk.get(address).text
    act(clerk, address, "trinh-ky")
    assert act(leader, address, "ky").status_code == 303
    data = clerk.get(f"{address}.json").json()
    assert data["state"] == "signed"
    assert data["outlook"]["code"] == "01-CV/ĐU"
    kinds = [event["kind"] for event in data["events"]]
    assert kinds == ["drafted", "submitted", "returned", "submitted", "signed"]
    assert data["events"][-1]["by"] == "lanh-dao"


def test_the_leader_signs_only_what_he_saw(client: Client) -> None:
    clerk, leader = client("van-thu"), client("lanh-dao")
    address = drafted(clerk)
    act(clerk, address, "trinh-ky")
    seen = version_of(leader, address)
    form = forms(f"{address}/sua", clerk.get(f"{address}/sua").text)[0]
    send(clerk, form, **{"f.trich_yeu": "về việc đổi sau lưng"})
    act(clerk, address, "trinh-ky")
    answer = act(leader, address, "ky", phien_ban=seen)
    assert answer.status_code == 409
    assert "vừa được thay đổi" in answer.text
    assert leader.get(f"{address}.json").json()["state"] == "submitted"


def test_each_does_only_what_is_his(client: Client) -> None:
    address = drafted(client("van-thu"))
    denied = {
        "van-thu": ("ky", "tra-lai"),
        "lanh-dao": ("trinh-ky", "bo", "tai-len", "sua"),
        "xem": ("ky", "trinh-ky", "tra-lai", "bo", "tai-len", "sua"),
    }
    for who, verbs in denied.items():
        other = client(who)
        token = token_of(other.get("/soan" if who != "xem" else "/mat-khau"))
        for verb in verbs:
            data = {"ma_bieu_mau": token, "phien_ban": "1"}
            assert other.post(f"{address}/{verb}", data=data).status_code == 403, (who, verb)
    assert client("xem").get(address).status_code == 403


def edited(browser: Any, address: str, old: str, new: str) -> bytes:
    opened = docx.Document(io.BytesIO(browser.get(f"{address}/tai-ve").content))
    for paragraph in opened.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def upload(browser: Any, address: str, name: str, data: bytes) -> Any:
    form = next(f for f in forms(address, browser.get(address).text) if f.uploads)
    return send(browser, form, files={"tep": (name, data, DOCX)})


def test_the_edited_word_file_comes_back(client: Client) -> None:
    browser = client("van-thu")
    address = drafted(browser)
    data = edited(browser, address, "phản ánh", "trao đổi")
    assert upload(browser, address, "bản sửa.docx", data).status_code == 303
    assert browser.get(f"{address}/tai-ve").content == data
    assert browser.get(f"{address}.json").json()["edited_in_word"] is True
    form = forms(f"{address}/sua", browser.get(f"{address}/sua").text)[0]
    refused = send(browser, form, **{"f.trich_yeu": "về việc khác"})
    assert refused.status_code == 409
    assert "bo_sua" in refused.text
    assert send(browser, form, **{"f.trich_yeu": "về việc khác", "bo_sua": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("anh.docx", b"\x89PNG", "anh.docx"),
        ("../../x.docx", b"PK\3\4", "x.docx"),
        ("cat.pdf", b"%PDF-1.7", "cat.pdf"),
        ("", b"", "Chưa chọn tệp"),
    ],
)
def test_a_bad_upload_is_told_on_the_page_and_changes_nothing(
    client: Client, name: str, data: bytes, said: str
) -> None:
    browser = client("van-thu")
    address = drafted(browser)
    before = browser.get(f"{address}/tai-ve").content
    answer = upload(browser, address, name, data)
    assert 400 <= answer.status_code < 500
    assert said in answer.text
    assert ".." not in tree(answer.text).xpath("//*[@role='alert']")[0].text
    assert browser.get(f"{address}/tai-ve").content == before


def test_a_word_file_begins_a_draft(client: Client, office: Office) -> None:
    browser = client("van-thu")
    sample = office.catalogue.get("giay-gioi-thieu").sample
    made = draft_from_data(office, "giay-gioi-thieu", sample, on=office.today(), signer=None)
    form = next(f for f in forms("/soan", browser.get("/soan").text) if f.uploads)
    answer = send(browser, form, files={"tep": ("gt.docx", made.docx, DOCX)})
    assert answer.status_code == 303
    address = answer.headers["location"].partition("?")[0]
    assert browser.get(f"{address}.json").json()["type_key"] == "giay-gioi-thieu"
    assert f"{address}/sua" not in browser.get(address).text
    out = io.BytesIO()
    docx.Document().save(out)
    refused = send(
        browser, form, files={"tep": ("trong.docx", out.getvalue(), DOCX)}, loai="cong-van"
    )
    assert refused.status_code == 422
    assert "congvan " not in tree(refused.text).xpath("//*[@role='alert']")[0].text
    assert '<option value="cong-van" selected>' in refused.text


def test_pages_are_pictures(client: Client) -> None:
    browser = client("van-thu")
    address = drafted(browser)
    first = browser.get(f"{address}/trang/1.png")
    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    for n in ("2", "0", "x", "-1", "9" * 30):
        assert browser.get(f"{address}/trang/{n}.png").status_code == 404
    page = tree(browser.get(address).text)
    (image,) = page.xpath("//img[@class='trang']")
    assert image.get("alt")
    assert "?v=" in image.get("src")


def test_an_answer_is_begun_from_what_came_in(client: Client, office: Office) -> None:
    day = office.today()
    came = Arrival("15-CV/TU", "Công văn", "Tỉnh uỷ", "về việc báo cáo", day, day)
    key = receive(office, "den.txt", "Nội dung công văn đến".encode(), came).document.id
    browser = client("van-thu")
    page = browser.get(f"/soan?tra_loi={key}")
    assert f"/soan/moi/cong-van?tra_loi={key}" in page.text
    answer = send(browser, start(browser, query=f"?mau=1&tra_loi={key}"))
    address = answer.headers["location"].partition("?")[0]
    assert browser.get(f"{address}.json").json()["response_for"] == key
    assert f"/van-ban/{key}" in browser.get(address).text


def test_an_unknown_draft_or_type_is_a_page_with_what_to_do(client: Client) -> None:
    browser = client("van-thu")
    for path in ("/soan/DT-9", "/soan/DT-9/sua", "/soan/moi/khong-co", "/soan/DT-9/tai-ve"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "Soạn văn bản" in answer.text
    assert browser.get("/soan/DT-9.json").json()["error"]["code"] == "draft.unknown"
    assert browser.get("/soan/moi/tuyen-bo").status_code == 400  # a type without a template


def test_what_is_closed_offers_nothing(client: Client, office: Office) -> None:
    browser = client("van-thu")
    address = drafted(browser)
    assert act(browser, address, "bo", ly_do="trùng").status_code == 303
    page = browser.get(address)
    assert [form.action for form in forms(address, page.text)] == []
    assert desk_draft(office, address.rpartition("/")[2]).state is DraftState.DROPPED
    assert "trùng" in page.text


def test_a_submitted_draft_warns_before_it_is_changed(client: Client, office: Office) -> None:
    sample = office.catalogue.get("cong-van").sample
    draft = write_draft(office, "cong-van", sample, on=None, signer=None)
    submit(office, draft.id, 1)
    assert "phải trình ký lại" in client("van-thu").get(f"/soan/{draft.id}/sua").text


def test_fields_keep_their_prefix() -> None:
    """Other boxes of the page can never be taken for a field of a type."""
    assert all(box.name.startswith(PREFIX) for item in TYPES for box in boxes(item, {}))
