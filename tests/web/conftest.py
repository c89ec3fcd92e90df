"""A real office folder behind the pages, and a browser-like client for each role."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from passwords import QuickPasswords
from starlette.testclient import TestClient

from congvan.backends.folder_blobs import FolderBlobStore
from congvan.backends.memory import MemoryConverter
from congvan.backends.memory_engine import MemoryEngine
from congvan.backends.memory_sandbox import MemorySandbox
from congvan.backends.sqlite import SqliteStore
from congvan.config import Settings, load
from congvan.drafting.catalogue import Catalogue
from congvan.model.account import Role
from congvan.office import Office
from congvan.office.accounts import add_user
from congvan.office.finding import catch_up
from congvan.office.founding import demonstration, found, lay_out
from congvan.office.gate import Gate
from congvan.web.app import create_app
from congvan.web.visit import Shared
from congvan.wiring import clock

PASSWORD = "mật khẩu để thử 2026"
SITE = "http://congvan.test"
TOKEN = re.compile(r'name="ma_bieu_mau" value="([0-9a-f]{64})"')
Client = Callable[..., TestClient]


def token_of(response: object) -> str:
    """The token of the first form on a page."""
    found = TOKEN.search(response.text)  # type: ignore[attr-defined]
    assert found, "no form with a token on this page"
    return found[1]


def settings_of(root: Path) -> Settings:
    return load(root)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The demonstration office on disk; strangers' files are read in this process."""
    root = tmp_path / "văn phòng"
    lay_out(root)
    settings = load(root)
    engine = MemoryEngine()
    opened = Office(
        settings=settings,
        catalogue=Catalogue(settings.templates),
        store=SqliteStore(settings.database, lambda: clock().isoformat(), create=True),
        blobs=FolderBlobStore(settings.archive),
        sandbox=MemorySandbox(),
        engine=lambda: engine,
        converter=MemoryConverter(),
        clock=clock,
        actor="thử",
        owner="máy này:1:1",
        is_alive=lambda owner: owner == "máy này:1:1",
    )
    found(opened.store, demonstration(), by="thử")
    return opened


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no worker beside these pages: search takes every change in by itself."""
    monkeypatch.setattr(
        "congvan.web.pages.search.follow_soon", lambda office: catch_up(office) >= 0
    )


@pytest.fixture
def shared(office: Office) -> Shared:
    """The server's own things, with one user for each role, named like it."""
    made = Shared(office, QuickPasswords(), Gate(time.monotonic))
    for role in Role:
        add_user(office, made.passwords, role.value, f"Người {role.value}", (role,), PASSWORD)
    return made


@pytest.fixture
def client(shared: Shared) -> Iterator[Client]:
    """``client("van-thu")`` is signed in, ``client()`` nobody; the rest changes ``[web]``."""
    opened: list[TestClient] = []

    def open_client(name: str = "", **web: object) -> TestClient:
        here = shared
        if web:
            office = shared.office
            settings = replace(office.settings, web=replace(office.settings.web, **web))
            here = replace(shared, office=replace(office, settings=settings))
        made = TestClient(create_app(here), base_url=SITE, follow_redirects=False)
        made.headers["origin"] = SITE
        opened.append(made)
        if name:
            sign_in(made, name)
        return made

    yield open_client
    for made in opened:
        made.close()


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> None:
    """Through the form, as a browser does."""
    page = client.get("/dang-nhap")
    sent = {"ma_bieu_mau": token_of(page), "ten": name, "mat_khau": password, "toi": ""}
    answer = client.post("/dang-nhap", data=sent)
    assert answer.status_code == 303, answer.text
