"""``congvan serve``: the pages on this machine, with the worker beside them."""

from __future__ import annotations

import logging
import signal
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from congvan.config import Settings
from congvan.office.gate import Gate
from congvan.web.app import create_app
from congvan.web.visit import Shared
from congvan.web.worker import Worker
from congvan.wiring import new_passwords, open_office_to_serve


def application(root: Path) -> ASGIApp:
    """The application of the office in that folder."""
    return create_app(Shared(open_office_to_serve(root), new_passwords(), Gate(time.monotonic)))


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop; the worker ends after the papers it has in hand."""
    _log_to(settings.archive / "nhat-ky")
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
