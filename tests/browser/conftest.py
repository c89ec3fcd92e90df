"""The real server and Debian's Chromium; whatever the console complains of fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from crawling import crawl, forms, is_page, send, shape_of
from furnishing import Furnished, furnish
from payloads import PAYLOADS
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from serving import PASSWORD, USERS, Server, launch, make_office, serving

from congvan.wiring import open_office

WIDE = {"width": 1366, "height": 768}
# A page answered with 4xx is told on the console as well; that is no fault of the page.
_ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One office for all tests of this process."""
    return make_office(tmp_path_factory.mktemp("trình duyệt") / "văn phòng")


@pytest.fixture(scope="session")
def there(root: Path) -> Furnished:
    """Something of everything in that office, with payloads in its texts."""
    text = {"noi_dung": "\n".join(PAYLOADS), "trich_yeu": f"về việc {PAYLOADS[6]}"}
    return furnish(open_office(root), said=" ".join(PAYLOADS), text=text)


@pytest.fixture(scope="session")
def server(root: Path, there: Furnished) -> Iterator[Server]:
    """It runs as long as the tests; at the end nothing broke inside."""
    with serving(root) as running:
        yield running
    said = running.said.read_text("utf-8")
    assert "Traceback" not in said, said
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def open_page(server: Server, browser: Browser) -> Iterator[Open]:
    """``open_page("van-thu")`` is a page somebody is signed in at; ``open_page()`` nobody."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _ANSWERED.match(message.text):
            complaints.append(f"{message.type}: {message.text} ({message.location})")

    def open_one(name: str = "", *, script: bool = True, **more: Any) -> Page:
        given = {"viewport": WIDE, "locale": "vi-VN", "accept_downloads": True, **more}
        context = browser.new_context(base_url=server.address, java_script_enabled=script, **given)
        context.set_default_timeout(15_000)
        opened.append(context)
        context.on("console", hear)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        if name:
            sign_in(page, name)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert not complaints, complaints


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Through the form, as a clerk does."""
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile(r"/trang-chu"))


@pytest.fixture(scope="session")
def addresses(server: Server, there: Furnished) -> Mapping[str, list[str]]:
    """One of each kind of page that a role can reach, found by following every link."""
    starts = [
        "/trang-chu", "/mat-khau", f"/soan/{there.draft}", f"/soan/{there.submitted}",
        f"/cap-so/{there.signed}", f"/van-ban/{there.came}", f"/van-ban-den/{there.arrival}",
        f"/dot-in/cho/{there.roster}", f"/dot-in/{there.run}", f"/tra-cuu?q={PAYLOADS[0]}",
    ]  # fmt: skip
    return {name: _reached(server, name, starts) for name in USERS if name != "van-thu-hai"}


def _reached(server: Server, name: str, starts: list[str]) -> list[str]:
    found = {}
    with httpx.Client(base_url=server.address, timeout=60) as client:
        client.headers["origin"] = server.address
        form = forms("/dang-nhap", client.get("/dang-nhap").text)[0]
        assert send(client, form, ten=name, mat_khau=PASSWORD).status_code == 303
        for address, answer in crawl(client, *starts, of_a_shape=1, most=120):
            if is_page(answer.headers) and answer.status_code == 200:
                found.setdefault(shape_of(address).partition("?")[0], address)
    return [*found.values()]
