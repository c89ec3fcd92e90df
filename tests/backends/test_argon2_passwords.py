"""Password digests by argon2id."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from argon2 import PasswordHasher

from congvan.backends import argon2_passwords
from congvan.backends.argon2_passwords import Argon2Passwords

PASSWORD = "bốn con mèo đi chợ"


@pytest.fixture(scope="module")
def passwords() -> Argon2Passwords:
    return Argon2Passwords()


@pytest.fixture(scope="module")
def digest(passwords: Argon2Passwords) -> str:
    return passwords.digest(PASSWORD)


def test_a_digest_tells_its_kind_and_not_the_password(digest: str) -> None:
    assert re.match(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$", digest)
    assert PASSWORD not in digest


def test_the_same_password_has_another_digest_each_time(
    passwords: Argon2Passwords, digest: str
) -> None:
    assert passwords.digest(PASSWORD) != digest


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (PASSWORD, True),
        (PASSWORD.upper(), False),
        (PASSWORD + " ", False),
        ("", False),
        ("bốn con mèo đi ch\udcc1", False),
        ("mật" * 500, False),
    ],
)
def test_only_the_password_matches(
    passwords: Argon2Passwords, digest: str, typed: str, *, right: bool
) -> None:
    assert passwords.matches(digest, typed) is right


@pytest.mark.parametrize("damaged", ["", "không phải", "$argon2id$v=19$m=65536,t=3,p=4$AAAA$"])
def test_a_damaged_digest_matches_nothing_and_is_stale(
    passwords: Argon2Passwords, damaged: str
) -> None:
    assert not passwords.matches(damaged, PASSWORD)
    assert passwords.is_stale(damaged)


def test_a_digest_of_weaker_parameters_still_matches_and_is_stale(
    passwords: Argon2Passwords, digest: str
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    assert passwords.matches(weak, PASSWORD)
    assert passwords.is_stale(weak)
    assert not passwords.is_stale(digest)


class Watched:
    """A hasher that counts how many compute at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = Lock()

    def verify(self, digest: str, password: bytes) -> bool:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        PasswordHasher(time_cost=1, memory_cost=4096, parallelism=1).hash(password)
        with self.lock:
            self.now -= 1
        return True


def test_at_most_two_digests_are_computed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched()
    made = [Argon2Passwords(), Argon2Passwords()]
    for passwords in made:
        monkeypatch.setattr(passwords, "_hasher", watched)
    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(lambda at: made[at % 2].matches("", PASSWORD), range(40)))
    assert 1 <= watched.most <= 2
    assert argon2_passwords._AT_ONCE.acquire(blocking=False)  # every turn was given back
    argon2_passwords._AT_ONCE.release()
