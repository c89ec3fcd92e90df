"""Quản trị, người dùng: who may sign in, with which roles."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from congvan.errors import CongvanError
from congvan.model import labels
from congvan.model.account import Duty, Role, User
from congvan.office.accounts import add_user, find_user, list_users, set_enabled, set_password
from congvan.office.credentials import SHORTEST
from congvan.office.managing import change_roles, disable
from congvan.web.errors import Told, told_of
from congvan.web.page import Form, Pages, View, Visit, go
from congvan.web.pages.own import as_typed, check_twice

pages = Pages()
Plain = dict[str, Any]
LIST: Final = "/quan-tri/nguoi-dung"
ONE: Final = "/quan-tri/nguoi-dung/{name}"
_DRAWN: Final = "quan-tri-nguoi-dung.html"
_DRAWN_ONE: Final = "quan-tri-mot-nguoi.html"
_WRONG: Final = {
    "user.name": "ten",
    "user.exists": "ten",
    "user.full-name": "ho_ten",
    "user.password-weak": "mat_khau",
    "user.password-differs": "lai",
    "user.roles": "vai_tro",
}
# what each role may do, in the words of whoever gives it
WORK: Final = {
    Role.CLERK: "soạn, cấp số, nhận văn bản, chạy đợt in, tra cứu",
    Role.LEADER: "đọc, ký hoặc trả lại dự thảo, ghi nhận đã ký",
    Role.ADMIN: "người dùng, người ký, nhiệm kỳ; không đọc nội dung văn bản",
    Role.VIEWER: "chỉ đọc và tra cứu",
}


@pages.show(LIST, _DRAWN, Duty.MANAGE)
def everyone(visit: Visit) -> View:
    """Everyone who can or could sign in."""
    return _list(visit)


@pages.act(LIST, Duty.MANAGE, template=_DRAWN)
def new_user(visit: Visit, form: Form) -> View | Response:
    """Enter a user."""
    typed = {
        "ten": form.text("ten"),
        "ho_ten": form.text("ho_ten"),
        "vai_tro": _known(form.texts("vai_tro")),
    }
    password = as_typed(form, "mat_khau")
    try:
        check_twice(password, as_typed(form, "lai"))
        roles = [Role(value) for value in typed["vai_tro"]]
        passwords = visit.shared.passwords
        add_user(visit.office, passwords, str(typed["ten"]), str(typed["ho_ten"]), roles, password)
    except CongvanError as error:
        return _list(visit, typed, told_of(error))
    return go(LIST, told="da-them-nguoi-dung")


@pages.show(ONE, _DRAWN_ONE, Duty.MANAGE)
def somebody(visit: Visit, name: str) -> View:
    """One user, with what may be changed."""
    return _one(visit, find_user(visit.office, name))


@pages.act(f"{ONE}/vai-tro", Duty.MANAGE, template=_DRAWN_ONE)
def other_roles(visit: Visit, name: str, form: Form) -> View | Response:
    """Give the user these roles."""
    try:
        chosen = [Role(value) for value in _known(form.texts("vai_tro"))]
        change_roles(visit.office, name, chosen)
    except CongvanError as error:
        return _one(visit, find_user(visit.office, name), told_of(error))
    return _back(visit, name, "da-doi-vai-tro")


@pages.act(f"{ONE}/khoa", Duty.MANAGE, template=_DRAWN_ONE)
def lock(visit: Visit, name: str, form: Form) -> View | Response:  # noqa: ARG001 - the token
    """The user signs in no more."""
    try:
        disable(visit.office, name)
    except CongvanError as error:
        return _one(visit, find_user(visit.office, name), told_of(error))
    return _back(visit, name, "da-khoa")


@pages.act(f"{ONE}/mo", Duty.MANAGE, template=_DRAWN_ONE)
def unlock(visit: Visit, name: str, form: Form) -> Response:  # noqa: ARG001 - the token
    """The user may sign in again."""
    set_enabled(visit.office, name, True)
    return _back(visit, name, "da-mo")


@pages.act(f"{ONE}/mat-khau", Duty.MANAGE, template=_DRAWN_ONE)
def other_password(visit: Visit, name: str, form: Form) -> View | Response:
    """Give the user a new password; it is told to the user by word of mouth, never shown here."""
    password = as_typed(form, "mat_khau")
    try:
        check_twice(password, as_typed(form, "lai"))
        set_password(visit.office, visit.shared.passwords, name, password)
    except CongvanError as error:
        return _one(visit, find_user(visit.office, name), told_of(error))
    return _back(visit, name, "da-dat-mat-khau")


def _list(visit: Visit, typed: Plain | None = None, error: Told | None = None) -> View:
    users = [_user(user) for user in list_users(visit.office)]
    more = {"typed": typed or {"ten": "", "ho_ten": "", "vai_tro": []}, **_shared(error)}
    return View({"users": users}, more, status=error.status if error else 200)


def _one(visit: Visit, user: User, error: Told | None = None) -> View:
    more = {"own": user.name == visit.user.name, **_shared(error)}
    return View({"user": _user(user)}, more, status=error.status if error else 200)


def _shared(error: Told | None) -> Plain:
    return {
        "error": error,
        "wrong": _WRONG.get(error.code, "") if error else "",
        "roles": [(role.value, labels.ROLES[role], WORK[role]) for role in Role],
        "shortest": SHORTEST,
    }


def _user(user: User) -> Plain:
    """Never the digest."""
    return {
        "name": user.name,
        "full_name": user.full_name,
        "roles": [role.value for role in user.roles],
        "role_labels": [labels.ROLES[role] for role in user.roles],
        "enabled": user.enabled,
    }


def _known(values: list[str]) -> list[str]:
    return [role.value for role in Role if role.value in values]


def _back(visit: Visit, name: str, told: str) -> Response:
    return go(f"{LIST}/{find_user(visit.office, name).name}", told=told)
