"""Signing in and out, and who is signed in at which browser."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from congvan.errors import RefusedInput
from congvan.model.account import Session, User
from congvan.office import Office
from congvan.office.credentials import possible_name, typed_password
from congvan.office.gate import Gate
from congvan.ports import Passwords

LONGEST_SESSION: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=1)  # writing it costs a disk sync
_LONGEST_SECRET: Final = 200


def sign_in(  # noqa: PLR0917 - the tools, then what the browser sent
    office: Office, passwords: Passwords, gate: Gate, name: str, password: str, address: str
) -> tuple[User, str]:
    """The user and a fresh secret for the browser's cookie; the records keep its SHA-256.

    A wrong name, a wrong password and a disabled user look and last the same: RefusedInput
    ``sign-in.wrong``. RefusedInput ``sign-in.wait`` before the password is looked at, when there
    were too many of them.
    """
    name = possible_name(name)
    lock_begins = gate.admit(name, address)
    user = proven(office, passwords, name, password)
    secret = secrets.token_urlsafe(32)
    begun = None
    if user is not None:
        digest = _fresh_digest(passwords, user, password)
        begun = _begin(office, user, digest, secret, address)
    if begun is None:
        if lock_begins:
            _record_lock(office, name, address)
        raise RefusedInput(
            "Tên đăng nhập hoặc mật khẩu không đúng.",
            remedy="Gõ lại; quên mật khẩu thì nhờ người quản trị đặt lại.",
            code="sign-in.wrong",
        )
    gate.clear(name, address)
    return begun, secret


def session_of(office: Office, secret: str, *, idle_minutes: int) -> tuple[User, Session] | None:
    """Who is signed in with this secret, and since when.

    None when it is unknown, was not used for ``idle_minutes``, is older than 12 hours, or its
    user is disabled. That it was used is written at most once a minute.
    """
    if len(secret) > _LONGEST_SECRET:
        return None
    now = office.clock()
    with office.store.read() as records:
        session = records.session(_token(secret))
        user = records.user(session.user) if session else None
    if session is None or user is None or not user.enabled:
        return None
    if _is_over(session, now, timedelta(minutes=idle_minutes)):
        with office.store.write() as records:
            records.end_sessions(token=session.token)
        return None
    if _since(session.seen_at, now) >= SEEN_EVERY:
        return _seen(office, replace(session, seen_at=_instant(now)))
    return user, session


def sign_out(office: Office, secret: str) -> None:
    """End that session; nothing happens when there is none."""
    token = _token(secret[:_LONGEST_SECRET])
    with office.store.read() as records:
        if records.session(token) is None:
            return
    with office.store.write() as records:
        session = records.session(token)
        if session is not None:
            records.end_sessions(token=token)
            records.record("user.sign-out", session.user, {}, by=session.user)


def proven(office: Office, passwords: Passwords, name: str, password: str) -> User | None:
    """The enabled user whose password it is; one digest is computed whatever the answer."""
    with office.store.read() as records:
        user = records.user(name) if name else None
    typed = typed_password(password)
    if user is None:
        passwords.digest(typed)
        return None
    return user if passwords.matches(user.password, typed) and user.enabled else None


def _fresh_digest(passwords: Passwords, user: User, password: str) -> str:
    if not passwords.is_stale(user.password):
        return user.password
    return passwords.digest(typed_password(password))


def _begin(office: Office, user: User, digest: str, secret: str, address: str) -> User | None:
    """Write the session and, when it was made anew, the digest.

    None when the user was disabled or got another password since it was proven.
    """
    now = office.now()
    with office.store.write() as records:
        current = records.user(user.name)
        if current is None or not current.enabled or current.password != user.password:
            return None
        if digest != current.password:
            current = replace(current, password=digest)
            records.update_user(current)
        records.add_session(Session(_token(secret), user.name, now, now))
        records.record("user.sign-in", user.name, {"address": address}, by=user.name)
    return current


def _record_lock(office: Office, name: str, address: str) -> None:
    """A name nobody has is not written down: it may be a password typed in the wrong box."""
    with office.store.write() as records:
        known = records.user(name) is not None
        records.record("user.locked", name if known else "?", {"address": address}, by=office.actor)


def _seen(office: Office, session: Session) -> tuple[User, Session] | None:
    with office.store.write() as records:
        user = records.user(session.user)
        if records.session(session.token) is None or user is None:  # signed out meanwhile
            return None
        records.update_session(session)
    return user, session


def _is_over(session: Session, now: datetime, idle: timedelta) -> bool:
    """Whether it is too old or unused for too long; times to come were a wrong clock's."""
    return (
        abs(_since(session.seen_at, now)) > idle
        or abs(_since(session.begun_at, now)) > LONGEST_SESSION
    )


def _since(instant: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(instant)


def _instant(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def _token(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
