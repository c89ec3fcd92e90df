"""Pages as pictures, for the screen: a docx is converted once, each page is drawn once."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final

from congvan.errors import WrongUse
from congvan.office import Office

FOLDER: Final = "xem-truoc"  # derived: it can be thrown away (design §3)
MOST_FOLDERS: Final = 200
_PAGES: Final = "so-trang"
_PDF: Final = "van-ban.pdf"
_CONVERSIONS: Final = BoundedSemaphore(os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page, and how many there are."""

    png: bytes
    pages: int


def page_picture(office: Office, data: bytes, page: int, *, ours: bool) -> Picture:
    """The page (from 1) of a docx or PDF as a PNG; converted and drawn once, then kept.

    ``ours``: a docx rendered here. WrongUse ``page.unknown`` for a page beyond the last;
    MissingProgram without LibreOffice; UnsafeFile for what cannot be read.
    """
    folder = _folder(office, data)
    kept = _kept(folder, page)
    if kept is not None:
        return kept
    with _turn(folder.name):  # two who ask for the same paper: one converts, both see it
        kept = _kept(folder, page)
        if kept is not None:
            return kept
        pdf = data if _is_pdf(data) else _converted(office, folder, data, ours=ours)
        reply = office.sandbox.run("picture", pdf, {"page": page})
        line, _, png = reply.partition(b"\n")
        pages = int(json.loads(line)["pages"])
        _keep(folder, _PAGES, str(pages).encode())
        _keep(folder, f"trang-{page}.png", png)
    return Picture(png, pages)


def pages_known(office: Office, data: bytes) -> int | None:
    """How many pages there are, when that was found out before; it takes no time."""
    return _pages(_folder(office, data))


def _folder(office: Office, data: bytes) -> Path:
    return office.settings.archive / FOLDER / hashlib.sha256(data).hexdigest()


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _kept(folder: Path, page: int) -> Picture | None:
    pages = _pages(folder)
    if pages is None:
        return None
    if not 1 <= page <= pages:
        raise WrongUse(
            f"Văn bản có {pages} trang, không có trang {page}.",
            remedy="Chọn một trang trong số đó.",
            code="page.unknown",
        )
    try:
        png = (folder / f"trang-{page}.png").read_bytes()
    except OSError:
        return None
    with suppress(OSError):
        os.utime(folder)  # looked at: not the oldest any more
    return Picture(png, pages)


def _pages(folder: Path) -> int | None:
    try:
        return int((folder / _PAGES).read_text("ascii"))
    except (OSError, ValueError):
        return None


def _converted(office: Office, folder: Path, docx: bytes, *, ours: bool) -> bytes:
    with suppress(OSError):
        return (folder / _PDF).read_bytes()
    with _CONVERSIONS:
        pdf = office.converter.convert(docx, ours=ours)
    _keep(folder, _PDF, pdf)
    return pdf


def _keep(folder: Path, name: str, data: bytes) -> None:
    """Under a new name, then renamed. A disk that refuses costs the next visitor some time only."""
    fresh = folder / f".{secrets.token_hex(8)}"
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _remove_oldest(folder.parent)
        fresh.write_bytes(data)
        fresh.replace(folder / name)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _remove_oldest(root: Path) -> None:
    with suppress(OSError):
        aged = sorted((path.stat().st_mtime, path) for path in root.iterdir())
        for _, path in aged[:-MOST_FOLDERS]:
            shutil.rmtree(path, ignore_errors=True)


@dataclass(slots=True)
class _Turn:
    lock: Lock
    waiting: int = 0


_TURNS: Final[dict[str, _Turn]] = {}
_TURNS_LOCK: Final = Lock()


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """One at a time for each name; names nobody waits for are forgotten."""
    with _TURNS_LOCK:
        turn = _TURNS.setdefault(name, _Turn(Lock()))
        turn.waiting += 1
    try:
        with turn.lock:
            yield
    finally:
        with _TURNS_LOCK:
            turn.waiting -= 1
            if not turn.waiting:
                del _TURNS[name]
