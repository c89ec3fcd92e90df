"""The application: every page, every error told, every answer with its headers."""

from __future__ import annotations

import logging
import secrets
import time
from contextlib import suppress
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import TemplateError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from congvan import __version__
from congvan.errors import CongvanError, WrongUse, storage_failure
from congvan.web.errors import INTERNAL, NoPage, SignInNeeded, Told, told_of
from congvan.web.page import Pages, take_in
from congvan.web.pages import (
    administration,
    arrivals,
    documents,
    draft_form,
    drafting,
    home,
    numbering,
    own,
    registers,
    rosters,
    runs,
    search,
    signin,
    users,
)
from congvan.web.security import HEADERS, BodyLimit
from congvan.web.view import STATIC, draw
from congvan.web.visit import ANYBODY, Shared, visit_for

LOG: Final = logging.getLogger("congvan.web")


def all_pages() -> list[Pages]:
    """Every module of pages, in the order their addresses are looked at."""
    modules = (
        *(signin, own, home),
        *(draft_form, drafting, numbering),
        *(registers, arrivals, search, documents),
        *(rosters, runs),
        *(administration, users),
    )
    return [module.pages for module in modules]


def create_app(shared: Shared) -> ASGIApp:
    """The application of one office."""
    app = FastAPI(
        title="congvan",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        description="Văn bản của một văn phòng: dữ liệu của mỗi trang ở cùng địa chỉ, thêm .json.",
    )
    app.state.shared = shared
    take_in(app, all_pages())
    app.add_api_route("/", _home, include_in_schema=False)
    app.mount("/tinh", StaticFiles(directory=STATIC), name="tinh")
    app.add_exception_handler(CongvanError, _refused)
    app.add_exception_handler(OSError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _odd_address)
    return Envelope(BodyLimit(app, mib=shared.office.settings.web.upload_mib), app)


def _home() -> Response:
    return RedirectResponse("/trang-chu", 303)


def _refused(request: Request, error: Exception) -> Response:
    """A CongvanError as a page; who is not signed in is asked to."""
    if isinstance(error, TemplateError):  # some of them are OSErrors too; the fault is ours
        raise error
    if isinstance(error, OSError):
        error = storage_failure(error, error.filename or "kho lưu trữ")
    assert isinstance(error, CongvanError)
    wants_page = not request.url.path.endswith(".json")
    if isinstance(error, SignInNeeded) and wants_page:
        to = f"?toi={request.url.path}" if request.method == "GET" else "?xong=het-phien"
        return RedirectResponse(f"/dang-nhap{to}", 303)
    return tell(request, told_of(error))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    with suppress(CongvanError):  # who is signed in keeps the menu
        visit_for(ANYBODY)(request)
    if error.status_code in {404, 405}:
        return tell(request, told_of(NoPage()))
    wrong = WrongUse("Dữ liệu gửi lên không đọc được.", remedy="Tải lại trang rồi gửi lại.")
    return tell(request, told_of(wrong))


def _odd_address(request: Request, _error: Exception) -> Response:
    return tell(request, told_of(NoPage()))


def tell(request: Request, told: Told) -> Response:
    """The error as a page, or as JSON where JSON was asked for."""
    number = request.scope.get("state", {}).get("request_id", "")
    LOG.info("%s %s %s", number, told.status, told.code)
    if request.url.path.endswith(".json"):
        plain = {"code": told.code, "message": told.message, "remedy": told.remedy}
        return JSONResponse({"error": {**plain, "request_id": number}}, told.status)
    return draw(request, "loi.html", {"error": told, "request_id": number}, status=told.status)


class Envelope:
    """Around everything: a number for the log, the headers, and no traceback for anybody."""

    def __init__(self, app: ASGIApp, inner: FastAPI) -> None:
        self._app, self.app = app, inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, begun, status = secrets.token_hex(4), time.monotonic(), 0
        scope.setdefault("state", {})["request_id"] = number

        async def with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": _headers(scope, message["headers"], number)}
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except Exception:
            LOG.exception("%s %s %s", number, scope["method"], scope["path"])
            if not status:
                scope["app"] = self.app
                answer = tell(Request(scope), INTERNAL)
                await answer(scope, receive, with_headers)
        state: dict[str, Any] = scope["state"]
        route = getattr(scope.get("route"), "path", "-")  # never the query: it names people
        spent = (time.monotonic() - begun) * 1000
        LOG.info("%s %s %s %s %.0f ms %s", number, scope["method"], route, status, spent,
                 state.get("user", "-"))  # fmt: skip


def _headers(
    scope: Scope, given: list[tuple[bytes, bytes]], number: str
) -> list[tuple[bytes, bytes]]:
    kept = [*given, *HEADERS, (b"x-request-id", number.encode())]
    if not any(name == b"cache-control" for name, _ in given):
        static = scope["path"].startswith("/tinh/")
        kept.append((b"cache-control", b"public, max-age=86400" if static else b"no-store"))
    return kept
