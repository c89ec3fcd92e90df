"""The back-off after wrong passwords, in memory: it begins anew when the server does."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from congvan.errors import RefusedInput

MOST_KEYS: Final = 10_000
QUIET: Final = 3600.0  # seconds without a failure after which a count begins anew


@dataclass(frozen=True, slots=True)
class Patience:
    """From which failure on there is a wait, and how long it may grow."""

    first: int
    longest: float

    def wait(self, failures: int) -> float:
        """Seconds to wait after so many failures: 2, 4, 8 … up to the longest."""
        doublings = failures - self.first
        return min(2.0 ** min(doublings + 1, 20), self.longest) if doublings >= 0 else 0.0


OF_PAIR: Final = Patience(first=4, longest=900.0)
OF_ONE: Final = Patience(first=20, longest=60.0)  # softer: others share the address or the name


@dataclass(slots=True)
class _Count:
    failures: int = 0
    last: float = 0.0
    before: float = 0.0  # what ``last`` was, should the attempt be taken back
    until: float = 0.0


_Key = tuple[str, str, str]


class Gate:
    """Counts attempts by name and address and makes whoever fails often wait.

    An attempt counts as failed from the moment it is let in until ``clear`` says otherwise, so
    that a hundred at once are no way around. Safe to share between threads; at most ``most``
    counts are kept, the one that failed longest ago is forgotten first.
    """

    def __init__(self, monotonic: Callable[[], float], *, most: int = MOST_KEYS) -> None:
        self._monotonic = monotonic
        self._most = most
        self._counts: OrderedDict[_Key, _Count] = OrderedDict()
        self._lock = Lock()

    def admit(self, name: str, address: str) -> bool:
        """Let one attempt in; gives whether a wait begins if it fails.

        RefusedInput ``sign-in.wait`` with the seconds left while one of the waits lasts; such an
        attempt does not count.
        """
        with self._lock:
            now = self._monotonic()
            known = [self._counts.get(key) for key, _ in _keys(name, address)]
            left = max(count.until - now if count else 0.0 for count in known)
            if left > 0:
                raise _too_soon(math.ceil(left))
            begins = [self._fail(key, rule, now) for key, rule in _keys(name, address)]
            return any(begins)

    def clear(self, name: str, address: str) -> None:
        """The attempt was right: forget the failures of the pair, take it back from the others."""
        with self._lock:
            (pair, _), *others = _keys(name, address)
            self._counts.pop(pair, None)
            for key, _ in others:
                self._take_back(key)

    def _fail(self, key: _Key, rule: Patience, now: float) -> bool:
        count = self._counts.pop(key, None)
        if count is None or now - count.last > QUIET:
            count = _Count()
        count.failures += 1
        count.before, count.last = count.last, now
        count.until = now + rule.wait(count.failures)
        self._counts[key] = count
        while len(self._counts) > self._most:
            self._counts.popitem(last=False)
        return count.failures == rule.first

    def _take_back(self, key: _Key) -> None:
        count = self._counts.get(key)
        if count is None:
            return
        count.failures -= 1
        count.last, count.until = count.before, 0.0
        if count.failures <= 0:
            del self._counts[key]


def _keys(name: str, address: str) -> tuple[tuple[_Key, Patience], ...]:
    return (
        (("pair", name, address), OF_PAIR),
        (("address", "", address), OF_ONE),
        (("name", name, ""), OF_ONE),
    )


def _too_soon(seconds: int) -> RefusedInput:
    return RefusedInput(
        f"Đã gõ sai nhiều lần. Hãy chờ {seconds} giây nữa.",
        remedy="Chờ hết thời gian rồi thử lại; quên mật khẩu thì nhờ người quản trị đặt lại.",
        code="sign-in.wait",
    )
