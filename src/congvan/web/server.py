"""``congvan serve``: the pages on this machine, with the worker beside them."""

from __future__ import annotations

import ctypes
import logging
import signal
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from congvan.config import Settings
from congvan.office.gate import Gate
from congvan.web.app import create_app
from congvan.web.visit import Shared
from congvan.web.worker import Worker
from congvan.wiring import new_passwords, open_office_to_serve

_ARENA_MAX: Final = -8  # M_ARENA_MAX of malloc.h


def application(root: Path) -> ASGIApp:
    """The application of the office in that folder."""
    return create_app(Shared(open_office_to_serve(root), new_passwords(), Gate(time.monotonic)))


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop; the worker ends after the papers it has in hand."""
    _log_to(settings.archive / "nhat-ky")
    _share_memory_among_threads()
    config = uvicorn.Config(
        application(settings.root),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=settings.web.https,
        timeout_graceful_shutdown=20,
    )
    # uvicorn sends itself the signal again when it is done: then we leave in order
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    with Worker(settings.root):
        uvicorn.Server(config).run()


def _share_memory_among_threads() -> None:
    """glibc gives each thread a heap of its own, and forty of them grow for hours: two will do."""
    limit = getattr(ctypes.CDLL(None), "mallopt", None)
    if limit is not None:
        limit(_ARENA_MAX, 2)


def _log_to(folder: Path) -> None:
    """A log that stays small, without addresses' queries: no personal data."""
    folder.mkdir(mode=0o700, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "web.log", maxBytes=5_000_000, backupCount=5, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("congvan", "uvicorn"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.INFO)
