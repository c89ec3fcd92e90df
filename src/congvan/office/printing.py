"""The PDF of a filed document, made from its docx and kept with it (D4)."""

from __future__ import annotations

from congvan.model.documents import ArchivedFile, Document, FileRole
from congvan.office import Office


def add_pdf(office: Office, document: Document, *, ours: bool) -> Document:
    """Convert once and file the PDF; MissingProgram leaves the document as it was."""
    issued = document.file(FileRole.ISSUED)
    if issued is None or document.file(FileRole.PDF) is not None:
        return document
    pdf = office.converter.convert(office.blobs.read(issued.digest), ours=ours)
    name = issued.name.removesuffix(".docx") + ".pdf"
    with office.blobs.attempt() as attempt:
        file = ArchivedFile(FileRole.PDF, attempt.put(pdf), name, len(pdf))
        with office.store.write() as records:
            attempt.ensure()
            records.add_file(document.id, file)
            records.record("document.pdf", document.id, {"file": file.digest}, by=office.actor)
            kept = records.document(document.id)
    assert kept is not None
    return kept
