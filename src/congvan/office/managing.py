"""What who manages the system may change and see, and what nobody may do to himself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Final

from congvan.config import UNCONFIRMED, Settings
from congvan.errors import Conflict, CongvanError
from congvan.model.account import Role, User
from congvan.model.dates import short
from congvan.office import Office
from congvan.office.accounts import find_user, set_enabled, set_roles
from congvan.office.examination import Observation, Verdict, unconfirmed_facts

_NAMING: Final = {  # observations that name documents, and what is said in their stead
    "Thư mục chờ duyệt": "có tệp đang chờ; văn thư xem ở Trang chủ",
    "Số đang giữ": "có số đang giữ; văn thư xem ở Trang chủ",
}
_NOTHING: Final = object()


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of ``congvan.toml`` as it is in force."""

    key: str  # "web.idle_minutes"
    value: str
    is_default: bool
    is_confirmed: bool


def disable(office: Office, name: str) -> User:
    """The user can sign in no more; Conflict ``user.own`` for one's own account."""
    user = find_user(office, name)
    if user.name == office.actor:
        raise _own("Không tự khoá được tài khoản của chính mình.")
    return set_enabled(office, user.name, False)


def change_roles(office: Office, name: str, roles: Iterable[Role]) -> User:
    """Give a user these roles; Conflict ``user.own`` when one would drop one's own quản trị."""
    user, wanted = find_user(office, name), set(roles)
    if user.name == office.actor and Role.ADMIN in user.roles and Role.ADMIN not in wanted:
        raise _own("Không tự bỏ được vai trò quản trị của chính mình.")
    return set_roles(office, user.name, wanted)


def facts_to_confirm(office: Office) -> tuple[list[str], CongvanError | None]:
    """What stands without a confirmed source; the error when a type's file cannot be read."""
    try:
        return unconfirmed_facts(office.settings), None
    except CongvanError as error:
        return [], error


def settings_in_force(settings: Settings) -> list[Setting]:
    """Every setting with its value, as the running program took it from the file."""
    usual = Settings(settings.root)
    found = []
    for table in fields(settings):
        if table.name == "root":
            continue
        given, default = (dict(_flat(table.name, getattr(item, table.name)))
                          for item in (settings, usual))  # fmt: skip
        found += [
            Setting(key, _words(value), value == default.get(key, _NOTHING), key not in UNCONFIRMED)
            for key, value in given.items()
        ]
    return found


def _flat(name: str, group: object) -> Iterator[tuple[str, object]]:
    """Every value of a table by its whole name, of a table within it too."""
    if is_dataclass(group):
        group = {item.name: getattr(group, item.name) for item in fields(group)}
    if isinstance(group, Mapping):
        for key, value in group.items():
            yield from _flat(f"{name}.{key}", value)
    else:
        yield name, group


def without_names(seen: Iterable[Observation]) -> list[Observation]:
    """The observations for who does not read documents: no name of a file, no number."""
    return [
        replace(item, seen=_NAMING[item.what], cost="")
        if item.what in _NAMING and item.verdict is not Verdict.GOOD
        else item
        for item in seen
    ]


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, tuple):
        return ", ".join(_words(item) for item in value) or "(trống)"
    return short(value) if isinstance(value, date) else str(value)


def _own(message: str) -> Conflict:
    return Conflict(message, remedy="Nhờ một người quản trị khác làm.", code="user.own")
