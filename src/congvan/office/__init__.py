"""The use cases: short functions that join the rooms; the faces only show what they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from congvan.config import Settings
from congvan.drafting.catalogue import Catalogue
from congvan.ports import BlobStore, PdfConverter, Sandbox, SearchEngine, Store


@dataclass(frozen=True)
class Office:
    """One office folder opened for work: its records, its tools, who is at the keyboard."""

    settings: Settings
    catalogue: Catalogue
    store: Store
    blobs: BlobStore
    sandbox: Sandbox
    engine: Callable[[], SearchEngine]  # made when first needed: D6
    converter: PdfConverter
    clock: Callable[[], datetime]
    actor: str
    owner: str  # this process, as written on lines it has reserved
    is_alive: Callable[[str], bool]

    def now(self) -> str:
        """The instant as the records write it."""
        return self.clock().isoformat(timespec="seconds")

    def today(self) -> date:
        """Today's date where the office is."""
        return self.clock().date()
