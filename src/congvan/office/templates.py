"""Whether a template still fits its fields; templates are code, so they are looked at confined."""

from __future__ import annotations

from congvan.model.document_type import DocumentType
from congvan.office import Office


def check_template_of(office: Office, document_type: DocumentType) -> None:
    """BadTemplate naming part and tag when the template of that type does not fit it."""
    template = office.catalogue.template(document_type.key)
    office.sandbox.run("check-template", template, {"document_type": document_type})
