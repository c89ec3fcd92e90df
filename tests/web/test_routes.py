"""Every address of the pages and who may come there: one table, held against the application."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from conftest import Client, sign_in, token_of
from furnishing import Furnished, furnish

from congvan.office import Office
from congvan.web.app import all_pages, create_app
from congvan.web.security import FORM_FIELD
from congvan.web.visit import Shared

ROLES = {"V": "van-thu", "L": "lanh-dao", "Q": "quan-tri", "X": "xem"}
NOBODY_NEEDED = "*"
ANYBODY, READ, CLERK, DESK, SIGN, MANAGE = "VLQX", "VLX", "V", "VL", "L", "Q"
_SHOWN: Mapping[str, str] = {  # pages with their data at the same address, then .json
    "/trang-chu": ANYBODY,
    "/soan": DESK,
    "/soan/{draft_id}": DESK,
    "/cap-so": CLERK,
    "/cap-so/{draft_id}": CLERK,
    "/so-van-ban-di": READ,
    "/so-van-ban-den": READ,
    "/van-ban-den": CLERK,
    "/van-ban-den/{token}": CLERK,
    "/tra-cuu": READ,
    "/van-ban/{document_id}": READ,
    "/dot-in": READ,
    "/dot-in/cho/{token}": CLERK,
    "/dot-in/{run_id}": READ,
    "/quan-tri": MANAGE,
    "/quan-tri/may": MANAGE,
    "/quan-tri/nguoi-dung": MANAGE,
    "/quan-tri/nguoi-dung/{name}": MANAGE,
    "/quan-tri/nguoi-ky": MANAGE,
    "/quan-tri/nhiem-ky": MANAGE,
}
_ONLY_SHOWN: Mapping[str, str] = {  # forms, files, pictures
    "/dang-nhap": NOBODY_NEEDED,
    "/mat-khau": ANYBODY,
    "/soan/moi/{type_key}": CLERK,
    "/soan/{draft_id}/sua": CLERK,
    "/soan/{draft_id}/tai-ve": DESK,
    "/soan/{draft_id}/trang/{n}.png": DESK,
    "/so-van-ban-di.xlsx": READ,
    "/so-van-ban-den.xlsx": READ,
    "/so-van-ban-di/huy": CLERK,
    "/so-van-ban-di/vao-so": CLERK,
    "/van-ban/{document_id}/tep/{n}": READ,
    "/van-ban/{document_id}/trang/{n}.png": READ,
    "/dot-in/moi": CLERK,
    "/dot-in/cho/{token}/khong-nhan.xlsx": CLERK,
    "/dot-in/cho/{token}/to-dau.png": CLERK,
    "/dot-in/{run_id}/tep/{name}": READ,
}
_SENT: Mapping[str, str] = {
    "/dang-nhap": NOBODY_NEEDED,
    "/dang-xuat": ANYBODY,
    "/mat-khau": ANYBODY,
    "/soan/moi/{type_key}": CLERK,
    "/soan/tu-tep": CLERK,
    "/soan/{draft_id}/sua": CLERK,
    "/soan/{draft_id}/tai-len": CLERK,
    "/soan/{draft_id}/trinh-ky": CLERK,
    "/soan/{draft_id}/ky": SIGN,
    "/soan/{draft_id}/tra-lai": SIGN,
    "/soan/{draft_id}/bo": CLERK,
    "/cap-so/{draft_id}": CLERK,
    "/so-van-ban-di/huy": CLERK,
    "/so-van-ban-di/vao-so": CLERK,
    "/van-ban-den": CLERK,
    "/van-ban-den/{token}": CLERK,
    "/van-ban-den/{token}/bo": CLERK,
    "/van-ban/{document_id}/ghi": DESK,
    "/van-ban/{document_id}/pdf": CLERK,
    "/van-ban/{document_id}/huy": CLERK,
    "/dot-in/moi": CLERK,
    "/dot-in/cho/{token}": CLERK,
    "/dot-in/cho/{token}/bo": CLERK,
    "/dot-in/{run_id}/dung": CLERK,
    "/dot-in/{run_id}/lam-tiep": CLERK,
    "/dot-in/{run_id}/ky": DESK,
    "/quan-tri/nguoi-dung": MANAGE,
    "/quan-tri/nguoi-dung/{name}/vai-tro": MANAGE,
    "/quan-tri/nguoi-dung/{name}/khoa": MANAGE,
    "/quan-tri/nguoi-dung/{name}/mo": MANAGE,
    "/quan-tri/nguoi-dung/{name}/mat-khau": MANAGE,
    "/quan-tri/nguoi-ky": MANAGE,
    "/quan-tri/nguoi-ky/thoi-ky": MANAGE,
    "/quan-tri/nhiem-ky": MANAGE,
    "/quan-tri/nhiem-ky/ket-thuc": MANAGE,
}
TABLE: Mapping[tuple[str, str], str] = {
    **{("GET", path): who for path, who in _SHOWN.items()},
    **{("GET", f"{path}.json"): who for path, who in _SHOWN.items()},
    **{("GET", path): who for path, who in _ONLY_SHOWN.items()},
    **{("POST", path): who for path, who in _SENT.items()},
}
FRAMEWORK = {("GET", "/"), ("GET", "/openapi.json"), ("MOUNT", "/tinh")}
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


def test_no_route_is_absent_from_the_table_and_none_stands_there_in_vain() -> None:
    registered = {(route.method, route.path) for pages in all_pages() for route in pages.routes}
    assert sorted(registered - TABLE.keys()) == [], "not in the table"
    assert sorted(TABLE.keys() - registered) == [], "not in the application"


def test_the_application_answers_nothing_else(shared: Shared) -> None:
    app: Any = create_app(shared)
    while not hasattr(app, "app"):
        app = app._app
    answered = {
        (method, route.path)
        for route in app.app.routes
        for method in (getattr(route, "methods", None) or {"MOUNT"}) - {"HEAD"}
    }
    assert answered - TABLE.keys() == FRAMEWORK


@pytest.mark.parametrize("who", ["", *ROLES])
def test_everyone_comes_exactly_where_the_table_says(
    client: Client, office: Office, who: str
) -> None:
    there = furnish(office)
    browser = client(ROLES[who]) if who else client()
    wrong = []
    for (method, path), allowed in sorted(TABLE.items()):
        answer = _ask(browser, method, path, there)
        if not _as_it_should(answer, path, who=who, allowed=allowed):
            wrong.append(f"{method} {path}: {answer.status_code}")
        if who and browser.get("/mat-khau").status_code != 200:
            sign_in(browser, ROLES[who])  # that form ended the session
    assert wrong == []


@pytest.mark.parametrize("change", ["no token", "a foreign origin", "no origin"])
def test_every_form_is_refused_when_it_does_not_come_from_its_own_page(
    client: Client, office: Office, change: str
) -> None:
    there = furnish(office)
    wrong = []
    for letter, role in ROLES.items():
        browser = client(role)
        if change != "no token":
            browser.headers["origin"] = "http://ke-xau.test" if "foreign" in change else ""
        for (method, path), allowed in sorted(TABLE.items()):
            if method == "POST" and letter in allowed:
                answer = _ask(browser, method, path, there, token=change != "no token")
                if answer.status_code != 403:
                    wrong.append(f"{role} {path}: {answer.status_code}")
    assert wrong == []


def test_the_schema_names_every_address_of_data_and_nothing_else(client: Client) -> None:
    """Whoever comes may fetch it: it holds names of fields of addresses, nothing of the office."""
    schema = client().get("/openapi.json").json()
    assert set(schema["paths"]) == {path for _, path in TABLE if path.endswith(".json")}
    assert all(set(one) == {"get"} and one["get"]["summary"] for one in schema["paths"].values())


@pytest.mark.parametrize("role", ROLES.values())
def test_data_is_what_it_says_it_is(client: Client, office: Office, role: str) -> None:
    there = furnish(office)
    browser = client(role)
    for method, path in TABLE:
        if path.endswith(".json"):
            answer = _ask(browser, method, path, there)
            assert answer.headers["content-type"] == "application/json", path
            json.loads(answer.text)


def _ask(browser: Any, method: str, path: str, there: Furnished, *, token: bool = True) -> Any:
    address = _PARAMETER.sub(lambda found: _plausible(path, there)[found[1]], path)
    if method == "GET":
        return browser.get(address)
    page = browser.get("/mat-khau")
    data = {FORM_FIELD: token_of(page)} if token and page.status_code == 200 else {}
    return browser.post(address, data=data | {"viec": "signed"})


def _plausible(path: str, there: Furnished) -> dict[str, str]:
    """What may stand in that address: mostly what is there."""
    return {
        "type_key": "cong-van",
        "draft_id": there.draft,
        "document_id": there.document,
        "run_id": there.run,
        "token": there.roster if path.startswith("/dot-in") else there.arrival,
        "n": "1",
        "page": "1",
        "name": "khong-nhan.xlsx" if path.startswith("/dot-in") else "xem",
        "key": "bi-thu",
    }


def _as_it_should(answer: Any, path: str, *, who: str, allowed: str) -> bool:
    status: int = answer.status_code
    if allowed == NOBODY_NEEDED:
        return status in {200, 303, 403, 422}
    if not who:
        to_sign_in = answer.headers.get("location", "").startswith("/dang-nhap")
        return status == 401 if path.endswith(".json") else status == 303 and to_sign_in
    if who not in allowed:
        return status == 403
    return status not in {401, 403} and status < 500
