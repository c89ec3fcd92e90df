"""What the desk offers to choose from: the types that can be drafted, who signs on a day."""

from __future__ import annotations

from datetime import date

from congvan.drafting.catalogue import standard_of
from congvan.model.document_type import DocumentType
from congvan.model.organs import Signer
from congvan.office import Office


def draft_types(office: Office) -> list[DocumentType]:
    """The types with a template of the office's own standard, in the order of the catalogue."""
    with office.store.read() as records:
        organ = records.organ(office.today())
    return [
        item
        for item in office.catalogue.types()
        if item.has_template and standard_of(item) is organ.standard
    ]


def signers_on(office: Office, day: date) -> list[Signer]:
    """Who signs that day, the usual one first."""
    with office.store.read() as records:
        return records.signers(day)
