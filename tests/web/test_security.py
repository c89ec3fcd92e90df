"""Who comes in, with what, from where; what is sent with every answer."""

from __future__ import annotations

import re

import pytest
from conftest import PASSWORD, Client, sign_in, token_of

from congvan.web.page import download
from congvan.web.pages.signin import local_path


def test_nobody_signed_in_is_sent_to_the_form(client: Client) -> None:
    answer = client().get("/mat-khau")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?toi=/mat-khau")


def test_json_asked_for_without_signing_in_is_refused_as_json(client: Client) -> None:
    answer = client().get("/trang-chu.json")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "sign-in.needed"


def test_signing_in_gives_a_cookie_no_script_reads(client: Client) -> None:
    browser = client()
    page = browser.get("/dang-nhap")
    sent = {"ma_bieu_mau": token_of(page), "ten": "van-thu", "mat_khau": PASSWORD, "toi": ""}
    cookie = browser.post("/dang-nhap", data=sent).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert "Max-Age" not in cookie.split("congvan_khach")[0]


def test_behind_tls_the_cookie_is_sent_over_tls_only(client: Client) -> None:
    cookies = client(https=True).get("/dang-nhap").headers["set-cookie"]
    assert "Secure" in cookies


@pytest.mark.parametrize("changed", [{"mat_khau": "sai"}, {"ten": "khong-co"}, {"ten": "ké lạ"}])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    client: Client, changed: dict[str, str]
) -> None:
    browser = client()
    token = token_of(browser.get("/dang-nhap"))
    sent = {"ma_bieu_mau": token, "ten": "van-thu", "mat_khau": PASSWORD, "toi": ""}
    answer = browser.post("/dang-nhap", data=sent | changed)
    assert answer.status_code == 422
    said = re.search(r'class="loi"[^>]*>([^<]+)', answer.text)
    assert said
    assert "Tên đăng nhập hoặc mật khẩu" in said[1]
    assert PASSWORD not in answer.text


def test_many_wrong_passwords_make_it_wait(client: Client) -> None:
    browser = client()
    token = token_of(browser.get("/dang-nhap"))
    sent = {"ma_bieu_mau": token, "ten": "van-thu", "mat_khau": "sai", "toi": ""}
    codes = [browser.post("/dang-nhap", data=sent).status_code for _ in range(6)]
    assert codes[0] == 422
    assert codes[-1] == 429
    right = browser.post("/dang-nhap", data=sent | {"mat_khau": PASSWORD})
    assert right.status_code == 429


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://ke-xau.test"},
        {"origin": "null"},
        {"origin": "http://congvan.test.ke-xau.test"},
        {"origin": "", "referer": ""},
        {"origin": "http://congvan.test", "sec-fetch-site": "cross-site"},
        {"origin": "http://congvan.test", "sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client: Client, headers: dict[str, str]) -> None:
    browser = client("van-thu")
    token = token_of(browser.get("/mat-khau"))
    answer = browser.post("/dang-xuat", data={"ma_bieu_mau": token}, headers=headers)
    assert answer.status_code == 403
    assert browser.get("/mat-khau").status_code == 200


@pytest.mark.parametrize("token", ["", "0" * 64, "ế" * 10])
def test_a_form_without_its_token_is_refused(client: Client, token: str) -> None:
    answer = client("van-thu").post("/dang-xuat", data={"ma_bieu_mau": token})
    assert answer.status_code == 403


def test_the_token_of_another_session_is_refused(client: Client) -> None:
    token = token_of(client("xem").get("/mat-khau"))
    assert client("van-thu").post("/dang-xuat", data={"ma_bieu_mau": token}).status_code == 403


def test_signing_out_ends_the_session(client: Client) -> None:
    browser = client("xem")
    cookie = browser.cookies["congvan_phien"]
    browser.post("/dang-xuat", data={"ma_bieu_mau": token_of(browser.get("/mat-khau"))})
    again = client()
    again.cookies.set("congvan_phien", cookie)
    assert again.get("/mat-khau").status_code == 303


def test_each_signing_in_has_a_secret_of_its_own(client: Client) -> None:
    browser = client("xem")
    first = browser.cookies["congvan_phien"]
    sign_in(browser, "xem")
    assert browser.cookies["congvan_phien"] != first


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("/dot-in", "/dot-in"),
        ("/tra-cuu?q=a", "/tra-cuu?q=a"),
        ("", "/trang-chu"),
        ("//ke-xau.test", "/trang-chu"),
        ("/\\ke-xau.test", "/trang-chu"),
        ("https://ke-xau.test/", "/trang-chu"),
        ("javascript:alert(1)", "/trang-chu"),
        ("/a\r\nSet-Cookie: x", "/trang-chu"),
    ],
)
def test_after_signing_in_one_stays_here(to: str, goes: str) -> None:
    assert local_path(to) == goes


@pytest.mark.parametrize("path", ["/dang-nhap", "/khong-co", "/tinh/congvan.css", "/trang-chu"])
def test_every_answer_carries_the_policy_and_a_number(client: Client, path: str) -> None:
    headers = client().get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch(r"[0-9a-f]{8}", headers["x-request-id"])


def test_an_unknown_address_is_a_page(client: Client) -> None:
    answer = client("xem").get("/khong-co")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_a_fault_of_ours_is_a_page_without_a_traceback(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client("xem")

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("bí mật trong chương trình")

    monkeypatch.setattr("congvan.web.view.environment", broken)
    monkeypatch.setattr("congvan.web.app.tell", lambda *_: _plain())
    answer = browser.get("/mat-khau")
    assert answer.status_code == 500
    assert "bí mật" not in answer.text


def _plain() -> object:
    from fastapi.responses import PlainTextResponse

    return PlainTextResponse("lỗi", 500)


def test_what_is_too_large_is_refused_before_it_is_kept(client: Client) -> None:
    browser = client("van-thu", upload_mib=1)
    token = token_of(browser.get("/mat-khau"))
    answer = browser.post(
        "/dang-xuat",
        data={"ma_bieu_mau": token},
        files={"tep": ("to.pdf", b"x" * (2 * 2**20))},
    )
    assert answer.status_code == 413
    assert "tối đa 1 MiB" in answer.text


def test_a_download_has_its_vietnamese_name() -> None:
    header = download(b"", "01-CV-ĐU “a”.docx").headers["content-disposition"]
    assert header.startswith("attachment; filename=")
    assert "filename*=UTF-8''01-CV-%C4%90U%20%E2%80%9Ca%E2%80%9D.docx" in header
    assert header.isascii()
