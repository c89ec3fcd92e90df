"""Store and blobs in memory: the same promises without a disk, for tests and trial runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from threading import RLock

from congvan.backends.memory_records import MemoryReader, MemoryTransaction
from congvan.backends.memory_state import State
from congvan.errors import StorageFailure
from congvan.reading.guard import guard


class MemoryStore:
    """Implements ``ports.Store``."""

    def __init__(self, now: Callable[[], str]) -> None:
        self._now = now
        self._state = State()
        self._lock = RLock()

    @contextmanager
    def read(self) -> Iterator[MemoryReader]:
        yield MemoryReader(self._state)

    @contextmanager
    def write(self) -> Iterator[MemoryTransaction]:
        with self._lock:
            copy = deepcopy(self._state)
            yield MemoryTransaction(copy, self._now)
            self._state = copy


class _MemoryAttempt:
    def __init__(self, kept: dict[str, bytes]) -> None:
        self._kept = kept
        self.put_here: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self.put_here[digest] = data
        self._kept[digest] = data
        return digest

    def ensure(self) -> None:
        self._kept.update(self.put_here)


class MemoryBlobStore:
    """Implements ``ports.BlobStore``."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._live: list[_MemoryAttempt] = []
        self._dead: list[_MemoryAttempt] = []

    @contextmanager
    def attempt(self) -> Iterator[_MemoryAttempt]:
        attempt = _MemoryAttempt(self._kept)
        self._live.append(attempt)
        try:
            yield attempt
        except BaseException:
            self._dead.append(attempt)
            raise
        finally:
            self._live.remove(attempt)

    def read(self, digest: str) -> bytes:
        if digest not in self._kept:
            raise StorageFailure(
                f"Không đọc được tệp lưu {digest[:12]}… trong kho.",
                remedy="Khôi phục từ bản sao lưu.",
                code="storage.blob-missing",
            )
        return self._kept[digest]

    def exists(self, digest: str) -> bool:
        return digest in self._kept

    def has_leftovers(self) -> bool:
        return bool(self._live or self._dead)

    def sweep(self, is_referenced: Callable[[str], bool]) -> int:
        wanted = {digest for attempt in self._live for digest in attempt.put_here}
        left = {digest for attempt in self._dead for digest in attempt.put_here}
        self._dead.clear()
        gone = [d for d in left - wanted if not is_referenced(d) and self._kept.pop(d, b"")]
        return len(gone)


class MemoryConverter:
    """Implements ``ports.PdfConverter`` without a converter: an empty page, for tests."""

    def convert(self, docx: bytes, *, ours: bool) -> bytes:  # noqa: ARG002 - nothing is opened
        guard("văn bản.docx", docx)
        return _EMPTY_PAGE


_EMPTY_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
