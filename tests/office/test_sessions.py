"""Signing in and out; how long a session lasts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from passwords import QuickPasswords

from congvan.errors import RefusedInput
from congvan.model.account import Role, User
from congvan.office import Office, accounts
from congvan.office.gate import Gate
from congvan.ports import AuditRow, StoreTransaction

GOOD = "bốn con mèo đi chợ"
WRONG = "năm con vịt qua sông"
HERE = "10.0.0.1"


class Time:
    """A clock on the wall that goes when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def opened(office: Office, time: Time) -> Office:
    """The office with ``ha`` the clerk in it, at a time that stands still."""
    opened = replace(office, clock=time)
    accounts.add_user(opened, QuickPasswords(), "le.ha", "Lê Thu Hà", [Role.CLERK], GOOD)
    return opened


@pytest.fixture
def passwords() -> QuickPasswords:
    return QuickPasswords()


@pytest.fixture
def gate(time: Time) -> Gate:
    return Gate(time.monotonic)


def audit(office: Office, action: str) -> list[AuditRow]:
    with office.store.read() as records:
        return [row for row in records.audit() if row.action == action]


class Counted:
    """A store that counts write transactions."""

    def __init__(self, store) -> None:
        self.read = store.read
        self._write = store.write
        self.writes = 0

    @contextmanager
    def write(self) -> Iterator[StoreTransaction]:
        self.writes += 1
        with self._write() as records:
            yield records


# signing in


def test_the_browser_gets_a_secret_and_the_records_its_digest(
    opened: Office, passwords: QuickPasswords, gate: Gate
) -> None:
    user, secret = accounts.sign_in(opened, passwords, gate, "Le.Ha ", GOOD, HERE)
    found = accounts.session_of(opened, secret, idle_minutes=30)
    assert found is not None
    assert found[0] == user
    assert found[1].token == hashlib.sha256(secret.encode()).hexdigest()
    assert found[1].user == "le.ha"
    assert found[1].begun_at == found[1].seen_at == opened.now()
    assert len(secret) >= 43
    [row] = audit(opened, "user.sign-in")
    assert (row.by, row.subject, json.loads(row.details)) == ("le.ha", "le.ha", {"address": HERE})


def test_each_sign_in_gives_another_secret_and_the_old_one_stays(
    opened: Office, passwords: QuickPasswords, gate: Gate
) -> None:
    first, second = (
        accounts.sign_in(opened, passwords, gate, "le.ha", GOOD, HERE)[1] for _ in range(2)
    )
    assert first != second
    assert accounts.session_of(opened, first, idle_minutes=30)
    accounts.sign_out(opened, first)
    assert accounts.session_of(opened, first, idle_minutes=30) is None
    assert accounts.session_of(opened, second, idle_minutes=30)


@pytest.mark.parametrize(
    ("name", "password", "enabled"),
    [
        ("le.ha", WRONG, True),
        ("le.ha", "", True),
        ("le.ha", GOOD + " ", True),
        ("le.ha", GOOD + "x" * 100_000, True),
        ("le.ha", GOOD + "\udcc1", True),
        ("le.ha", GOOD, False),
        ("le.ha", WRONG, False),
        ("khong.co", GOOD, True),
        ("", GOOD, True),
        ("Lê Hà", GOOD, True),
        ("le.ha\0", GOOD, True),
        ("x" * 100_000, GOOD, True),
        ("le.ha\udcc1", GOOD, True),
    ],
)
def test_whatever_is_wrong_looks_and_lasts_the_same(
    opened: Office,
    passwords: QuickPasswords,
    gate: Gate,
    name: str,
    password: str,
    *,
    enabled: bool,
) -> None:
    accounts.set_enabled(opened, "le.ha", enabled)
    with pytest.raises(RefusedInput) as refused:
        accounts.sign_in(opened, passwords, gate, name, password, HERE)
    assert refused.value.code == "sign-in.wrong"
    assert refused.value.message == "Tên đăng nhập hoặc mật khẩu không đúng."
    assert len(passwords.asked) == 1  # one digest computed, either way
    assert audit(opened, "user.sign-in") == []


def test_while_it_waits_the_password_is_not_looked_at(
    opened: Office, passwords: QuickPasswords, gate: Gate, time: Time
) -> None:
    for _ in range(4):
        with pytest.raises(RefusedInput):
            accounts.sign_in(opened, passwords, gate, "le.ha", WRONG, HERE)
    passwords.asked.clear()
    with pytest.raises(RefusedInput, match="chờ 2 giây") as refused:
        accounts.sign_in(opened, passwords, gate, "le.ha", GOOD, HERE)
    assert refused.value.code == "sign-in.wait"
    assert passwords.asked == []
    time.pass_by(seconds=2)
    assert accounts.sign_in(opened, passwords, gate, "le.ha", GOOD, HERE)[0].name == "le.ha"


@pytest.mark.parametrize(
    ("typed", "written"), [("le.ha", "le.ha"), ("mat.khau.cua.toi", "?"), ("Mật Khẩu", "?")]
)
def test_a_lock_is_recorded_once_when_it_begins(
    opened: Office, gate: Gate, time: Time, typed: str, written: str
) -> None:
    for failures in range(1, 9):
        with pytest.raises(RefusedInput):
            accounts.sign_in(opened, QuickPasswords(), gate, typed, WRONG, HERE)
        assert len(audit(opened, "user.locked")) == (failures >= 4)
        time.pass_by(minutes=15)
    [row] = audit(opened, "user.locked")
    assert (row.subject, json.loads(row.details)) == (written, {"address": HERE})


def test_a_digest_of_weaker_parameters_is_made_anew_at_sign_in(opened: Office, gate: Gate) -> None:
    stronger = QuickPasswords(strength=2)
    user, _ = accounts.sign_in(opened, stronger, gate, "le.ha", GOOD, HERE)
    assert user == accounts.find_user(opened, "le.ha")
    assert not stronger.is_stale(user.password)
    accounts.sign_in(opened, stronger, gate, "le.ha", GOOD, HERE)
    assert stronger.asked == ["matches", "digest", "matches"]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda office: accounts.set_enabled(office, "le.ha", False),
        lambda office: accounts.set_password(office, QuickPasswords(), "le.ha", WRONG),
    ],
)
def test_who_was_locked_out_while_the_password_was_checked_stays_out(
    opened: Office, gate: Gate, meanwhile
) -> None:
    class Slow(QuickPasswords):
        def matches(self, digest: str, password: str) -> bool:
            meanwhile(opened)
            return super().matches(digest, password)

    with pytest.raises(RefusedInput) as refused:
        accounts.sign_in(opened, Slow(strength=2), gate, "le.ha", GOOD, HERE)
    assert refused.value.code == "sign-in.wrong"
    assert audit(opened, "user.sign-in") == []


# sessions


@pytest.fixture
def secret(opened: Office, passwords: QuickPasswords, gate: Gate) -> str:
    return accounts.sign_in(opened, passwords, gate, "le.ha", GOOD, HERE)[1]


def who(office: Office, secret: str) -> User | None:
    found = accounts.session_of(office, secret, idle_minutes=30)
    return found[0] if found else None


@pytest.mark.parametrize("guess", ["x", "\udcc1", "\0", "x" * 1_000_000, "0" * 64])
def test_a_secret_nobody_has_is_nobody(opened: Office, secret: str, guess: str) -> None:
    for wrong in ("", guess, secret + guess, guess + secret):
        assert who(opened, wrong) is None
        accounts.sign_out(opened, wrong)
    assert who(opened, secret)


def test_what_the_records_keep_is_not_a_secret_that_works(opened: Office, secret: str) -> None:
    assert who(opened, hashlib.sha256(secret.encode()).hexdigest()) is None


def test_a_session_not_used_for_too_long_is_over(opened: Office, secret: str, time: Time) -> None:
    time.pass_by(minutes=30)
    assert who(opened, secret)
    time.pass_by(minutes=30, seconds=1)
    assert who(opened, secret) is None
    with opened.store.read() as records:
        assert records.session(hashlib.sha256(secret.encode()).hexdigest()) is None


def test_a_session_in_use_lasts_twelve_hours(opened: Office, secret: str, time: Time) -> None:
    for _ in range(12 * 3):
        time.pass_by(minutes=20)
        assert who(opened, secret)
    time.pass_by(seconds=1)
    assert who(opened, secret) is None


def test_a_session_from_a_clock_that_was_wrong_does_not_last(
    opened: Office, secret: str, time: Time
) -> None:
    time.pass_by(days=-400)
    assert who(opened, secret) is None


def test_that_a_session_was_used_is_written_once_a_minute(
    opened: Office, secret: str, time: Time
) -> None:
    store = Counted(opened.store)
    counted = replace(opened, store=store)
    for _ in range(100):
        time.pass_by(seconds=6)
        assert who(counted, secret)
    assert store.writes == 10
    found = accounts.session_of(counted, secret, idle_minutes=30)
    assert found is not None
    assert found[1].seen_at == opened.now()


def test_who_has_no_session_costs_no_write(opened: Office, secret: str) -> None:
    store = Counted(opened.store)
    counted = replace(opened, store=store)
    assert who(counted, "x") is None
    accounts.sign_out(counted, "x")
    assert store.writes == 0


def test_a_session_that_ended_while_it_was_looked_at_is_not_brought_back(
    opened: Office, secret: str, time: Time
) -> None:
    class Meanwhile(Counted):
        @contextmanager
        def write(self) -> Iterator[StoreTransaction]:
            accounts.sign_out(opened, secret)
            with super().write() as records:
                yield records

    time.pass_by(minutes=5)
    assert who(replace(opened, store=Meanwhile(opened.store)), secret) is None
    assert who(opened, secret) is None


def test_signing_out_is_recorded_once(opened: Office, secret: str) -> None:
    accounts.sign_out(opened, secret)
    accounts.sign_out(opened, secret)
    assert [(row.by, row.subject) for row in audit(opened, "user.sign-out")] == [("le.ha", "le.ha")]
