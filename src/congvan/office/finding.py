"""Keeping the index up with the records; the index then answers by itself (D6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from congvan.model.documents import Document, FileRole
from congvan.office import Office
from congvan.ports import IndexedDocument

_CHUNK: Final = 500


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
