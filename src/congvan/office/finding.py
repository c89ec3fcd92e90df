"""Keeping the index up with the records; the index then answers by itself (D6)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from congvan.model.documents import Document, FileRole
from congvan.office import Office
from congvan.ports import IndexedDocument
from congvan.searching.codes import Mention
from congvan.searching.query import read_query
from congvan.searching.snippet import Snippet, snippet
from congvan.searching.typed_codes import read_typed

LOG: Final = logging.getLogger("congvan.finding")
_CHUNK: Final = 500
_STEP: Final = 0.05  # seconds between two looks
_FOLLOWING: Final = threading.Lock()  # one thread of this process at a time takes changes in
_SEEN: Final[dict[Path, tuple[int | None, float]]] = {}  # where the index stood, since when
Citing = tuple[IndexedDocument, Snippet]


def catch_up(office: Office) -> int:
    """Take every change since the index's position into it; gives how many documents."""
    engine = office.engine()
    position = engine.position()
    if position < 0:
        engine.clear()
        position = 0
    taken = 0
    while True:
        with office.store.read() as records:
            changes = records.changes(position, _CHUNK)
            documents = [records.document(key) for key in dict.fromkeys(key for _, key in changes)]
        if not changes:
            return taken
        position = changes[-1][0]
        engine.update(_indexed(office, documents), position)
        taken += len(documents)


def is_behind(office: Office) -> bool:
    """Whether the records have changes the index has not taken in."""
    position = office.engine().position()
    if position < 0:
        return True
    with office.store.read() as records:
        return bool(records.changes(position, 1))


def follow_soon(office: Office, *, patience: float = 2.0, most: float = 0.1) -> bool:
    """Wait at most ``most`` seconds for the index to follow; gives whether it has.

    For a server, beside which a worker takes changes in. When the index stands still for
    ``patience`` seconds while it is behind, a thread of ours does, and nobody waits for it.
    """
    begun = time.monotonic()
    while is_behind(office):
        now = time.monotonic()
        if _stands_still_since(office, now) + patience <= now and _FOLLOWING.acquire(
            blocking=False
        ):
            threading.Thread(target=_follow, args=(office,), daemon=True).start()
        if now - begun >= most:
            return False
        time.sleep(_STEP)
    return True


def _stands_still_since(office: Office, now: float) -> float:
    """Since when the index has been seen at the position it is at."""
    root, position = office.settings.root, office.engine().position()
    seen, since = _SEEN.get(root, (None, now))
    if seen != position:
        since = now
    _SEEN[root] = (position, since)
    return since


def _follow(office: Office) -> None:
    try:
        catch_up(office)
    except Exception:  # nobody waits for this thread; the next who asks tries again
        LOG.exception("the index does not follow")
    finally:
        _FOLLOWING.release()


def citing(office: Office, document: Document, limit: int = 10) -> list[Citing]:
    """Other documents whose text gives this one's code, as far as the index knows them."""
    mentions = read_typed(document.code)
    if not any(isinstance(mention, Mention) and mention.letters for mention in mentions):
        return []  # too little to know it by
    query = read_query(document.code, limit=3 * limit)
    found = (hit.document for hit in office.engine().search(query).hits)
    others = (item for item in found if document.id != item.id and document.code != item.code)
    seen = ((item, snippet(item.text, query)) for item in others)
    return [(item, cut) for item, cut in seen if cut.marks][:limit]


def reindex(office: Office) -> int:
    """Throw the index away and build it again from what is kept."""
    office.engine().clear()
    return catch_up(office)


def _indexed(office: Office, documents: list[Document | None]) -> Iterator[IndexedDocument]:
    for document in documents:
        if document is None:
            continue
        day = document.promulgation_date
        yield IndexedDocument(
            id=document.id,
            source_id=document.source_id,
            code=document.code,
            type=document.type,
            organ=document.organ,
            subject=document.subject,
            text=_text(office, document),
            direction=document.direction.value,
            promulgation_date=day.isoformat() if day else "",
            signer_name=document.signer_name,
            status=document.status,
        )


def _text(office: Office, document: Document) -> str:
    kept = document.file(FileRole.TEXT)
    return office.blobs.read(kept.digest).decode("utf-8") if kept else ""
