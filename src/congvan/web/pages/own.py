"""One's own password."""

from __future__ import annotations

from fastapi import Response

from congvan.errors import CongvanError, RefusedInput
from congvan.office.accounts import change_own_password, sign_in
from congvan.office.credentials import SHORTEST
from congvan.web.errors import Told, told_of
from congvan.web.page import ANYBODY, Form, Pages, View, Visit, go
from congvan.web.security import COOKIE, set_cookie

pages = Pages()

_FIELDS = {"user.password-wrong": "cu", "user.password-weak": "moi", "user.password-differs": "lai"}


@pages.show("/mat-khau", "mat-khau.html", *ANYBODY, json=False)
def ask(visit: Visit) -> View:  # noqa: ARG001 - whoever is signed in
    """The form."""
    return _form()


@pages.act("/mat-khau", *ANYBODY, template="mat-khau.html")
def change(visit: Visit, form: Form) -> View | Response:
    """Change it; every other browser is signed out and this one gets a new session."""
    shared, user = visit.shared, visit.user
    old, new = as_typed(form, "cu"), as_typed(form, "moi")
    address = visit.request.client.host if visit.request.client else ""
    try:
        check_twice(new, as_typed(form, "lai"))
        change_own_password(
            visit.office, shared.passwords, user, old, new, gate=shared.gate, address=address
        )
    except CongvanError as error:
        return _form(told_of(error))
    try:
        _, secret = sign_in(visit.office, shared.passwords, shared.gate, user.name, new, address)
    except CongvanError:  # made to wait: somebody else tries passwords at the same name
        return go("/dang-nhap", told="da-doi-mat-khau")
    response = go("/mat-khau", told="da-doi-mat-khau")
    set_cookie(response, COOKIE, secret, https=visit.office.settings.web.https)
    return response


def as_typed(form: Form, name: str) -> str:
    """A password with the blanks it has; sign-in takes it so too."""
    value = form._data.get(name, "")
    return value if isinstance(value, str) else ""


def check_twice(new: str, again: str) -> None:
    """RefusedInput unless the new password was typed the same twice."""
    if new != again:
        raise RefusedInput(
            "Hai lần gõ mật khẩu mới không giống nhau.",
            remedy="Gõ lại mật khẩu mới vào cả hai ô.",
            code="user.password-differs",
        )


def _form(error: Told | None = None) -> View:
    """Nothing that was typed is shown again."""
    more = {
        "error": error,
        "wrong": _FIELDS.get(error.code, "") if error else "",
        "shortest": SHORTEST,
    }
    return View({}, more, status=error.status if error else 200)
