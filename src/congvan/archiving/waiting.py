"""The waiting folder: what came in lies here, private and synced, until it is accepted (D12)."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from congvan.errors import storage_failure

FOLDER: Final = "cho-duyet"
_PRIVATE: Final = 0o700


@contextmanager
def waiting(archive: Path, name: str, data: bytes) -> Iterator[Path]:
    """Keep the file in the waiting folder; it leaves when the block ends well, else it stays."""
    folder = archive / FOLDER / uuid.uuid4().hex
    try:
        folder.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        folder.parent.chmod(_PRIVATE)
        folder.mkdir(mode=_PRIVATE)
        path = folder / _safe(name)
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise storage_failure(error, archive) from error
    yield path
    shutil.rmtree(folder, ignore_errors=True)


def waiting_files(archive: Path) -> list[Path]:
    """What waits to be confirmed or was turned away, oldest first."""
    folder = archive / FOLDER
    files = folder.glob("*/*") if folder.is_dir() else ()
    return sorted(files, key=lambda path: path.stat().st_mtime)


def _safe(name: str) -> str:
    """A file name that stays in its folder, whatever it was called elsewhere."""
    bare = "".join(
        char for char in name.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable()
    )
    cut = bare.encode("utf-8", "ignore")[-200:].decode("utf-8", "ignore").lstrip(".")
    return cut or "tep"
