"""Forty ways to have a script run, in everything a page takes: all of it comes back as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from conftest import Client
from crawling import Field, Form, crawl, forms, is_page, send
from docx import Document
from furnishing import Furnished, furnish
from markupsafe import escape
from payloads import PAYLOADS, faults
from rosters import row, xlsx

from congvan.office import Office

GROUPS = [*(PAYLOADS[start::5] for start in range(5)), *([one] for one in PAYLOADS[23:26])]
_ROLES = ("van-thu", "lanh-dao", "quan-tri", "xem")
_WHOLE = "<!doctype html><html><head><title>{0}</title></head><body>{0}</body></html>"
_ATTRIBUTE = "<html><body><input value=\"{0}\"><a title='{0}'>a</a></body></html>"
# What a field must hold for the rest of the form to be taken at all.
_FORMED = re.compile(r"ngay|^den$|^tu|^on$|han|ban$|^so|copies|limit|trang|^n$|gioi_han")
_OURS = re.compile(r"/(?:mat-khau|dang-nhap|quan-tri/nguoi-dung/[^/]+/(?:khoa|vai-tro|mat-khau))")


@pytest.fixture
def there(office: Office) -> Furnished:
    """Something of everything, payloads in the texts."""
    said = " ".join(PAYLOADS)
    return furnish(office, said=said, text={"noi_dung": "\n".join(PAYLOADS)})


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_eye_that_looks_sees_a_payload_that_is_not_escaped(payload: str) -> None:
    shown = [_WHOLE.format(escape(payload)), _ATTRIBUTE.format(escape(payload))]
    assert [faults(page) for page in shown] == [[], []]
    if re.search(r"<[/!a-z]", payload, re.IGNORECASE):
        raw = [faults(_WHOLE.format(payload)), faults(_ATTRIBUTE.format(payload))]
        assert any(raw), payload


def test_a_computed_template_and_a_foreign_address_are_seen() -> None:
    assert faults("<p>1343433</p>")
    assert faults("<a href='javascript:window.__bi_chay=1'>a</a>")
    assert faults("<img src='//bichay.test/a.png'>")


@pytest.mark.parametrize("name", _ROLES)
def test_what_is_filed_is_shown_as_text(client: Client, there: Furnished, name: str) -> None:
    assert _walk(client(name), _addresses(there)) == []


@pytest.mark.parametrize("name", _ROLES[:3])
def test_what_is_typed_into_any_form_comes_back_as_text(
    client: Client, there: Furnished, name: str
) -> None:
    browser = client(name)
    found = list(_text_forms(browser, there))
    wrong: list[str] = []
    for form in found:
        for number, group in enumerate(GROUPS):
            answer = _send(browser, form, " ".join(group), everywhere=number % 4 == 0)
            wrong += _faults(form.action, answer)
    assert len(found) >= {"van-thu": 12, "lanh-dao": 3, "quan-tri": 4}[name], [
        (form.page, form.action) for form in found
    ]
    assert wrong == []
    for reader in ("van-thu", name):
        assert _walk(client(reader), _addresses(there), of_a_shape=6) == []


@pytest.mark.parametrize(
    "address",
    ["/tra-cuu?q={0}", "/tra-cuu?q=bao+cao&type={0}&organ={0}&loai={0}&co_quan={0}",
     "/so-van-ban-di?q={0}&nhom={0}&sap={0}&trang={0}&group={0}", "/so-van-ban-den?q={0}&trang={0}",
     "/soan/moi/{0}", "/soan/{0}", "/van-ban/{0}", "/dot-in/{0}", "/van-ban-den/{0}", "/{0}",
     "/cap-so/{0}", "/dot-in/cho/{0}?loai={0}", "/dang-nhap?toi={0}", "/trang-chu?xong={0}",
     "/soan/moi/cong-van?mau={0}"],
)  # fmt: skip
def test_what_stands_in_an_address_comes_back_as_text(client: Client, address: str) -> None:
    browser, guest = client("van-thu"), client()
    for payload in PAYLOADS:
        path = address.format(quote(payload, safe=""))
        for one in (browser, guest):
            answer = one.get(path)
            assert answer.status_code < 500, path
            assert _faults(path, answer) == []


def test_the_names_of_files_and_what_is_in_them_come_back_as_text(
    client: Client, there: Furnished
) -> None:
    browser, wrong = client("van-thu"), []
    uploads = [form for form in _all_forms(browser, there) if form.uploads]
    assert len(uploads) >= 4, [form.action for form in uploads]
    for form in uploads:
        for number, payload in enumerate(PAYLOADS):
            files = {form.uploads[0]: _file(payload, word=number % 2 == 0)}
            wrong += _faults(form.action, send(browser, form, files=files))
    assert wrong == []
    assert _walk(browser, _addresses(there), of_a_shape=6) == []


def test_a_list_whose_cells_are_payloads_is_shown_as_text(client: Client, there: Furnished) -> None:
    browser = client("van-thu")
    form = next(f for f in forms("/dot-in/moi", browser.get("/dot-in/moi").text) if f.uploads)
    lines = [row(payload, note=payload, cell=payload, birth=payload) for payload in PAYLOADS]
    lines += [row("Trần Thị Lan", note=payload, street=payload) for payload in PAYLOADS]
    data = xlsx([*lines, *(row("Lê Văn Hùng", exempt=payload) for payload in PAYLOADS)])
    name = "<img src=x onerror=window.__bi_chay=1>.xlsx"
    files = {form.uploads[0]: (name, data)}
    answer = send(browser, form, files=files, loai="giay-gioi-thieu")
    page = browser.get(answer.headers["location"])
    assert "không nhận" in page.text.lower()
    assert "&lt;script&gt;" in page.text
    assert _faults("/dot-in/cho", page) == []


def _file(payload: str, *, word: bool) -> tuple[str, bytes]:
    """A payload as the name of a file and as what stands in it."""
    if not word:
        return f"{payload}.txt", f"BÁO CÁO\nvề việc {payload}\n{payload}\n".encode()
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(payload)
    document.core_properties.title = payload[:200]
    document.save(out)
    return f"{payload}.docx", out.getvalue()


def _addresses(there: Furnished) -> list[str]:
    return [
        "/trang-chu",
        f"/soan/{there.draft}", f"/soan/{there.draft}/sua", f"/cap-so/{there.signed}",
        f"/soan/{there.submitted}", f"/van-ban/{there.document}", f"/van-ban/{there.came}",
        f"/van-ban-den/{there.arrival}", f"/dot-in/cho/{there.roster}", f"/dot-in/{there.run}",
        "/tra-cuu?q=bao+cao",
    ]  # fmt: skip


def _walk(browser: Any, addresses: list[str], *, of_a_shape: int = 2) -> list[str]:
    wrong: list[str] = []
    for address, answer in crawl(browser, *addresses, of_a_shape=of_a_shape):
        assert answer.status_code < 500, f"{address}: {answer.status_code}"
        wrong += _faults(address, answer)
    return wrong


def _faults(address: str, answer: Any) -> list[str]:
    if answer.status_code >= 500:
        return [f"{address}: {answer.status_code}"]
    if not is_page(answer.headers) or not answer.text:
        return []
    return [f"{address}: {fault}" for fault in faults(answer.text)]


def _all_forms(browser: Any, there: Furnished) -> Iterator[Form]:
    seen = set()
    for address, answer in crawl(browser, *_addresses(there), of_a_shape=1):
        if is_page(answer.headers):
            for form in forms(address, answer.text):
                if form.shape not in seen and not _OURS.match(form.action):
                    seen.add(form.shape)
                    yield form


def _text_forms(browser: Any, there: Furnished) -> Iterator[Form]:
    typed = {"text", "search", "textarea", "password"}
    for form in _all_forms(browser, there):
        if any(field.kind in typed for field in form.fields):
            yield form


def _send(browser: Any, form: Form, text: str, *, everywhere: bool) -> Any:
    """With the text in every field, or only where it does not keep the form from being taken."""

    def value(field: Field) -> str | None:
        if _FORMED.search(field.name) and not everywhere:
            return None
        return text

    sent = form.filled(value)
    files = {form.uploads[0]: ("a.txt", text.encode())} if form.uploads else None
    return send(browser, sent, files=files)
