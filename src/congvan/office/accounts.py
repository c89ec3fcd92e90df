"""Who may sign in: users, their roles and passwords. Sessions and the back-off are beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from congvan.errors import Conflict, RefusedInput, WrongUse
from congvan.model.account import Role, Session, User
from congvan.office import Office
from congvan.office.credentials import (
    full_name_of,
    name_of,
    password_of,
    possible_name,
    printable,
)
from congvan.office.gate import Gate
from congvan.office.sessions import proven, session_of, sign_in, sign_out
from congvan.ports import Passwords, StoreReader

__all__ = [
    "Gate",
    "add_user",
    "change_own_password",
    "find_user",
    "list_users",
    "session_of",
    "set_enabled",
    "set_password",
    "set_roles",
    "sign_in",
    "sign_out",
]


def add_user(  # noqa: PLR0917 - the tools, then what a user is, in the order it is asked
    office: Office,
    passwords: Passwords,
    name: str,
    full_name: str,
    roles: Iterable[Role],
    password: str,
) -> User:
    """A new user, enabled. RefusedInput for a name, role or password the office does not take;
    Conflict ``user.exists`` when the name is taken, by a disabled user too."""
    name = name_of(name)
    user = User(
        name=name,
        full_name=full_name_of(full_name, name),
        roles=_roles_of(roles),
        password=passwords.digest(password_of(password, name)),
    )
    with office.store.write() as records:
        records.add_user(user)
        records.record("user.add", name, {"name": name, "roles": _plain(user)}, by=office.actor)
    return user


def list_users(office: Office) -> list[User]:
    """Everyone who can or ever could sign in, by name."""
    with office.store.read() as records:
        return records.users()


def find_user(office: Office, name: str) -> User:
    """The user of that name, capitals or not; WrongUse when there is none."""
    with office.store.read() as records:
        return _user(records, name)


def set_enabled(office: Office, name: str, enabled: bool) -> User:
    """Let a user sign in again, or no longer; disabling ends the user's sessions.

    Conflict ``user.last-admin`` for the last quản trị who can sign in.
    """
    with office.store.write() as records:
        user = _user(records, name)
        changed = replace(user, enabled=enabled)
        if changed == user:
            return user
        _keep_an_admin(records, user, changed)
        records.update_user(changed)
        if not enabled:
            records.end_sessions(user=user.name)
        action = "enable" if enabled else "disable"
        records.record(f"user.{action}", user.name, {}, by=office.actor)
    return changed


def set_roles(office: Office, name: str, roles: Iterable[Role]) -> User:
    """Give a user these roles instead of those before; holds at once for who is signed in.

    Conflict ``user.last-admin`` when the last quản trị who can sign in would lose that role.
    """
    wanted = _roles_of(roles)
    with office.store.write() as records:
        user = _user(records, name)
        changed = replace(user, roles=wanted)
        if changed == user:
            return user
        _keep_an_admin(records, user, changed)
        records.update_user(changed)
        details = {"roles": _plain(changed), "before": _plain(user)}
        records.record("user.roles", user.name, details, by=office.actor)
    return changed


def set_password(office: Office, passwords: Passwords, name: str, new: str) -> User:
    """Give a user a new password, as quản trị does; ends the user's sessions."""
    user = find_user(office, name)
    digest = passwords.digest(password_of(new, user.name))
    with office.store.write() as records:
        changed = replace(_user(records, user.name), password=digest)
        records.update_user(changed)
        records.end_sessions(user=user.name)
        records.record("user.password", user.name, {}, by=office.actor)
    return changed


def change_own_password(
    office: Office,
    passwords: Passwords,
    user: User,
    old: str,
    new: str,
    *,
    keep: Session | None = None,
    gate: Gate | None = None,
    address: str = "",
) -> User:
    """The user's new password, proven by the old one; ends the user's sessions but for ``keep``.

    With ``gate``, who finds a browser left open cannot try old passwords without end.
    RefusedInput ``user.password-wrong`` when the old one is not right.
    """
    if gate is not None:
        gate.admit(user.name, address)
    current = proven(office, passwords, user.name, old)
    if current is None:
        raise RefusedInput(
            "Mật khẩu hiện tại không đúng; chưa đổi gì.",
            remedy="Gõ lại; quên mật khẩu thì nhờ người quản trị đặt lại.",
            code="user.password-wrong",
        )
    if gate is not None:
        gate.clear(user.name, address)
    changed = replace(current, password=passwords.digest(password_of(new, user.name)))
    with office.store.write() as records:
        if records.user(user.name) != current:
            raise Conflict(
                "Tài khoản vừa được người khác thay đổi; mật khẩu chưa đổi.",
                remedy="Đăng nhập lại rồi thử lại.",
                code="user.changed",
            )
        records.update_user(changed)
        kept = records.session(keep.token) if keep else None
        records.end_sessions(user=user.name)
        if kept is not None and kept.user == user.name:
            records.add_session(kept)
        records.record("user.password", user.name, {"own": True}, by=user.name)
    return changed


def _user(records: StoreReader, name: str) -> User:
    user = records.user(possible_name(name))
    if user is None:
        raise WrongUse(
            f"Không có người dùng “{printable(name)}”.",
            remedy="Xem danh sách: congvan user list",
            code="user.unknown",
        )
    return user


def _roles_of(roles: Iterable[Role]) -> tuple[Role, ...]:
    chosen = set(roles)
    if not chosen:
        raise RefusedInput(
            "Người dùng phải có ít nhất một vai trò.",
            remedy="Chọn: văn thư, lãnh đạo, quản trị hoặc xem.",
            code="user.roles",
        )
    return tuple(role for role in Role if role in chosen)


def _plain(user: User) -> list[str]:
    return [role.value for role in user.roles]


def _keep_an_admin(records: StoreReader, user: User, changed: User) -> None:
    if not _is_admin(user) or _is_admin(changed):
        return
    if not any(_is_admin(other) for other in records.users() if other.name != user.name):
        raise Conflict(
            f"“{user.name}” là người quản trị cuối cùng còn đăng nhập được.",
            remedy="Cho một người khác vai trò quản trị trước.",
            code="user.last-admin",
        )


def _is_admin(user: User) -> bool:
    return user.enabled and Role.ADMIN in user.roles
