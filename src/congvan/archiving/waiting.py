"""The waiting folder: what came in lies here, private and synced, until it is accepted (D12)."""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from congvan.errors import WrongUse, storage_failure
from congvan.model.text import nfc

FOLDER: Final = "cho-duyet"
_ABOUT: Final = ".ghi-chep.json"  # no file of a clerk is ever called so: their names lose the dot
_PRIVATE: Final = 0o700
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_LONGEST: Final = 190  # bytes
_NOT_ON_WINDOWS: Final = re.compile(r'[<>:"|?*]')
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.I)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for a person, and what is known of how it came."""

    token: str
    name: str
    path: Path
    about: Mapping[str, str]


@contextmanager
def waiting(archive: Path, name: str, data: bytes) -> Iterator[Path]:
    """Keep the file in the waiting folder; it leaves when the block ends well, else it stays."""
    path = _put(archive, uuid.uuid4().hex, name, data)
    yield path
    shutil.rmtree(path.parent, ignore_errors=True)


def keep(archive: Path, name: str, data: bytes, *, about: Mapping[str, str]) -> str:
    """Keep the file until it is dropped; gives the token it is fetched by.

    ``about`` says its ``kind``, who brought it and when; it is written last, so that what was cut
    short is never taken for a whole file.
    """
    token = uuid.uuid4().hex
    folder = _put(archive, token, name, data).parent
    try:
        _write(folder / _ABOUT, json.dumps(dict(about), ensure_ascii=False).encode())
        _sync(folder)
        _sync(folder.parent)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise storage_failure(error, archive) from error
    return token


def waiting_item(archive: Path, token: str, kind: str = "") -> Waiting:
    """What was kept under that token; WrongUse when it is gone, no token of ours or not of the
    kind asked for."""
    found = _item(archive / FOLDER / token) if _TOKEN.fullmatch(token) else None
    if found is None or kind not in {"", found.about.get("kind")}:
        raise WrongUse(
            "Tệp này không còn ở chỗ chờ: đã được nhận, hoặc đã bị bỏ.",
            remedy="Xem lại danh sách đang chờ; nếu cần thì gửi tệp lại.",
            code="waiting.unknown",
        )
    return found


def items(archive: Path, kind: str) -> list[Waiting]:
    """Everything of that kind that was kept, oldest first."""
    folder = archive / FOLDER
    if not folder.is_dir():
        return []
    named = (path for path in folder.iterdir() if _TOKEN.fullmatch(path.name))
    found = [item for item in map(_item, named) if item and item.about.get("kind") == kind]
    return sorted(found, key=lambda item: (item.about.get("at", ""), item.token))


def drop(archive: Path, token: str) -> None:
    """Take the file away for good; nothing happens when it is gone already."""
    if not _TOKEN.fullmatch(token):
        return
    folder = archive / FOLDER / token
    try:
        if folder.is_dir():
            (folder / _ABOUT).unlink(missing_ok=True)  # from here on it is no item any more
            shutil.rmtree(folder)
            _sync(folder.parent)
    except FileNotFoundError:  # somebody else was quicker
        return
    except OSError as error:
        raise storage_failure(error, archive) from error


def waiting_files(archive: Path) -> list[Path]:
    """What waits to be confirmed or was turned away, oldest first."""
    folder = archive / FOLDER
    files = folder.glob("*/*") if folder.is_dir() else ()
    dated = [(_changed(path), path) for path in files if path.name != _ABOUT]
    return [path for _, path in sorted(dated)]


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # taken away this moment
        return 0.0


def _put(archive: Path, token: str, name: str, data: bytes) -> Path:
    folder = archive / FOLDER / token
    try:
        folder.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        folder.parent.chmod(_PRIVATE)
        folder.mkdir(mode=_PRIVATE)
        path = folder / _safe(name)
        _write(path, data)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise storage_failure(error, archive) from error
    return path


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """So that the names in it outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _item(folder: Path) -> Waiting | None:
    try:
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
        path = next(path for path in folder.iterdir() if path.name != _ABOUT)
    except (OSError, ValueError, StopIteration):
        return None
    if not isinstance(about, dict):
        return None
    plain = {str(key): str(value) for key, value in about.items()}
    return Waiting(folder.name, path.name, path, plain)


def _safe(name: str) -> str:
    """A file name that stays in its folder and opens on Windows, whatever it was elsewhere."""
    last = nfc(name.encode("utf-8", "ignore").decode()).replace("\\", "/").rsplit("/", 1)[-1]
    bare = _NOT_ON_WINDOWS.sub("_", "".join(char for char in last if char.isprintable()))
    cut = bare.encode()[-_LONGEST:].decode("utf-8", "ignore").lstrip(". ").rstrip(". ")
    return f"_{cut}" if _DEVICE.match(cut) else cut or "tep"
