"""Blobs in a folder: written beside, fsynced, renamed under their SHA-256, read-only (D7).

An attempt has a folder of its own in ``dang-lam/`` with a locked file: while its owner lives
nobody touches what it put; when the owner is dead, whatever it put and nothing refers to goes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from congvan.errors import StorageFailure, storage_failure

_LOCK: Final = "khoa"
_READ_ONLY: Final = 0o440


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _FolderAttempt:
    def __init__(self, store: FolderBlobStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self._kept[digest] = data
        try:
            (self._folder / digest).touch()
            self._write(digest, data)
        except OSError as error:
            raise storage_failure(error, self._store.root) from error
        return digest

    def ensure(self) -> None:
        for digest, data in self._kept.items():
            if not self._store.exists(digest):
                self._write(digest, data)

    def _write(self, digest: str, data: bytes) -> None:
        target = self._store.path(digest)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f"{digest}.tmp"
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), _READ_ONLY)
                os.fsync(file.fileno())
        except OSError:
            beside.unlink(missing_ok=True)  # a full disk gets its room back at once
            raise
        beside.rename(target)
        _sync_folder(target.parent)
        _sync_folder(target.parent.parent)


class FolderBlobStore:
    """``blobs/ab/abcd…`` beside ``dang-lam/``, both inside the archive folder."""

    def __init__(self, archive: Path) -> None:
        self.root = archive
        self._blobs = archive / "blobs"
        self._attempts = archive / "dang-lam"

    def path(self, digest: str) -> Path:
        """Where the blob of that digest lies."""
        return self._blobs / digest[:2] / digest

    @contextmanager
    def attempt(self) -> Iterator[_FolderAttempt]:
        try:
            folder, lock = self._begin()
        except OSError as error:
            raise storage_failure(error, self.root) from error
        try:
            yield _FolderAttempt(self, folder)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)

    def _begin(self) -> tuple[Path, int]:
        """A locked folder of our own; a sweep that was quicker with it makes us take another."""
        while True:
            folder = self._attempts / uuid.uuid4().hex
            folder.mkdir(parents=True)
            with suppress(FileNotFoundError, BlockingIOError):
                lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    (folder / _LOCK).stat()
                except BaseException:
                    os.close(lock)
                    raise
                return folder, lock

    def read(self, digest: str) -> bytes:
        try:
            data = self.path(digest).read_bytes()
        except OSError as error:
            raise StorageFailure(
                f"Không đọc được tệp lưu {digest[:12]}… trong kho.",
                remedy="Khôi phục tệp này từ bản sao lưu.",
                code="storage.blob-missing",
            ) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise StorageFailure(
                f"Tệp lưu {digest[:12]}… trong kho đã bị thay đổi hoặc hỏng.",
                remedy="Không dùng tệp này; khôi phục từ bản sao lưu.",
                code="storage.blob-damaged",
            )
        return data

    def exists(self, digest: str) -> bool:
        return self.path(digest).exists()

    def has_leftovers(self) -> bool:
        return self._attempts.is_dir() and any(self._attempts.iterdir())

    def sweep(self, is_referenced: Callable[[str], bool]) -> int:
        if not self._attempts.is_dir():
            return 0
        removed = 0
        for folder in sorted(self._attempts.iterdir()):
            with suppress(FileNotFoundError):
                removed += self._sweep_attempt(folder, is_referenced)
        return removed

    def _sweep_attempt(self, folder: Path, is_referenced: Callable[[str], bool]) -> int:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        else:
            return self._clear(folder, is_referenced)
        finally:
            os.close(lock)

    def _clear(self, folder: Path, is_referenced: Callable[[str], bool]) -> int:
        removed = 0
        for marker in folder.iterdir():
            if marker.name == _LOCK:
                continue
            if marker.suffix == ".tmp":
                removed += 1
            elif not is_referenced(marker.name) and not self._wanted_elsewhere(marker):
                target = self.path(marker.name)
                removed += target.exists()
                target.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        return removed

    def _wanted_elsewhere(self, marker: Path) -> bool:
        others = (other for other in self._attempts.iterdir() if other != marker.parent)
        return any((other / marker.name).exists() for other in others)
