"""An office wholly in memory, whose parts can be made to fail."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from congvan.backends.memory import MemoryBlobStore, MemoryConverter, MemoryStore
from congvan.backends.memory_engine import MemoryEngine
from congvan.backends.memory_sandbox import MemorySandbox
from congvan.config import Settings
from congvan.drafting.catalogue import Catalogue
from congvan.office import Office
from congvan.office.founding import demonstration, found

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    minutes = itertools.count()
    engine = MemoryEngine()

    def clock() -> datetime:
        return START + timedelta(minutes=next(minutes))

    opened = Office(
        settings=Settings(tmp_path),
        catalogue=Catalogue(),
        store=MemoryStore(lambda: clock().isoformat()),
        blobs=MemoryBlobStore(),
        sandbox=MemorySandbox(),
        engine=lambda: engine,
        converter=MemoryConverter(),
        clock=clock,
        actor="văn thư",
        owner="máy này",
        is_alive=lambda owner: owner == "máy này",
    )
    found(opened.store, demonstration(), by="văn thư")
    return opened


@pytest.fixture
def next_morning() -> Callable[[Office], Office]:
    """The same office opened by another process; the first one is gone."""

    def opened_again(office: Office) -> Office:
        return replace(office, owner="máy sáng mai", is_alive=lambda owner: owner == "máy sáng mai")

    return opened_again
