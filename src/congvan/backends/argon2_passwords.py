"""Password digests by argon2id (RFC 9106, the profile for little memory)."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

_AT_ONCE: Final = BoundedSemaphore(2)  # 64 MiB each: a crowd at sign-in waits, memory stays flat


class Argon2Passwords:
    """Implements ``ports.Passwords``."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    def digest(self, password: str) -> str:
        """A salted digest with its parameters, as argon2 writes it (``$argon2id$…``)."""
        with _AT_ONCE:
            return self._hasher.hash(_octets(password))

    def matches(self, digest: str, password: str) -> bool:
        """Whether this is the password; a damaged digest matches nothing and costs as much."""
        try:
            with _AT_ONCE:
                return self._hasher.verify(_octets(digest), _octets(password))
        except InvalidHashError:
            self.digest(password)
            return False
        except VerificationError:
            return False

    def is_stale(self, digest: str) -> bool:
        """Whether today's parameters differ from those it was made with."""
        try:
            return self._hasher.check_needs_rehash(digest)
        except InvalidHashError:
            return True


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # half a character is wrong, not an accident
