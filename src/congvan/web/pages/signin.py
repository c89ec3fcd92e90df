"""Signing in and out."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from congvan.errors import CongvanError
from congvan.office.sessions import sign_in, sign_out
from congvan.web.errors import told_of
from congvan.web.page import ANYBODY, Form, Pages, Visit, go
from congvan.web.security import (
    COOKIE,
    FORM_FIELD,
    GUEST_COOKIE,
    check_origin,
    check_token,
    form_token,
    new_guest,
    set_cookie,
)
from congvan.web.view import draw
from congvan.web.visit import shared_of

pages = Pages()


@pages.public("GET", "/dang-nhap")
def ask(request: Request) -> Response:
    """The form; its token belongs to a cookie of its own."""
    return _form(request, to=request.query_params.get("toi", ""))


@pages.public("POST", "/dang-nhap")
async def enter(request: Request) -> Response:
    """Sign in; the session of before, if there was one, is not taken over."""
    check_origin(request)
    data = await request.form(max_files=0, max_fields=10, max_part_size=10_000)
    check_token(str(data.get(FORM_FIELD, "")), request.cookies.get(GUEST_COOKIE, ""))
    form, shared = Form(data), shared_of(request)
    name, password = form.text("ten"), str(data.get("mat_khau", ""))
    address = request.client.host if request.client else ""
    try:
        _, secret = await run_in_threadpool(
            sign_in, shared.office, shared.passwords, shared.gate, name, password, address
        )
    except CongvanError as error:
        told = told_of(error)
        said = f"{told.message} {told.remedy}"
        return _form(request, to=form.text("toi"), name=name, error=said, status=told.status)
    sign_out(shared.office, request.cookies.get(COOKIE, ""))
    response = go(local_path(form.text("toi")))
    set_cookie(response, COOKIE, secret, https=shared.office.settings.web.https)
    response.delete_cookie(GUEST_COOKIE, path="/")
    return response


@pages.act("/dang-xuat", *ANYBODY)
def leave(visit: Visit, form: Form) -> Response:  # noqa: ARG001 - the form brings the token
    """End this session."""
    sign_out(visit.office, visit.secret)
    response = go("/dang-nhap", told="da-dang-xuat")
    response.delete_cookie(COOKIE, path="/")
    return response


def _form(
    request: Request, *, to: str, name: str = "", error: str = "", status: int = 200
) -> Response:
    guest = request.cookies.get(GUEST_COOKIE) or new_guest()
    values = {"to": local_path(to), "name": name, "error": error, "guest_token": form_token(guest)}
    response = draw(request, "dang-nhap.html", values, status=status)
    https = shared_of(request).office.settings.web.https
    set_cookie(response, GUEST_COOKIE, guest, https=https)
    return response


def local_path(to: str) -> str:
    """An address of ours, or the first page: nobody is sent elsewhere by a link."""
    parts = urlsplit(to)
    local = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc
    return quote(to, safe="/?&=%.-_~") if local and to.isprintable() else "/trang-chu"
