"""Ký hiệu: what stands behind the number (HD05 3.1.2, 3.2.2; NĐ 30/2020 Phụ lục I, II.3)."""

from __future__ import annotations

import re
from typing import Final

from congvan.model.code import CodeForm, DocumentCode
from congvan.model.document_type import DocumentType
from congvan.model.findings import Finding
from congvan.model.organs import Organ, Standard

_JOINT: Final = re.compile(r"(?:-[^\W\d_]+)+")


def notation_for(document_type: DocumentType, organ: Organ) -> str:
    """``CV/ĐU`` for a Party organ, ``QĐ-UBND`` for a State one.

    A State công văn has no type abbreviation and adds a unit of the clerk's choice: see
    ``accepts``.
    """
    if organ.standard is Standard.PARTY:
        return f"{document_type.abbreviation}/{organ.code}"
    if document_type.abbreviation == "CV":
        return organ.code
    return f"{document_type.abbreviation}-{organ.code}"


def code_for(
    document_type: DocumentType, organ: Organ, number: int, notation: str = ""
) -> DocumentCode:
    """The code a document gets; ``notation`` is the one its draft prints, if it prints one."""
    form = CodeForm.PARTY if organ.standard is Standard.PARTY else CodeForm.STATE
    return DocumentCode(number, notation or notation_for(document_type, organ), form)


def notation_findings(document_type: DocumentType, organ: Organ, printed: str) -> list[Finding]:
    """What is wrong with the notation a draft prints; nothing when it prints none."""
    expected = notation_for(document_type, organ)
    state_letter = organ.standard is Standard.STATE and document_type.abbreviation == "CV"
    fits = printed.startswith(f"{expected}-") if state_letter else printed == expected
    if organ.standard is Standard.PARTY and not fits:  # joint: the lead's first (HD05 3.2.2)
        fits = _JOINT.fullmatch(printed.removeprefix(expected)) is not None
    if not printed or fits:
        return []
    return [
        Finding(
            code="code.notation",
            severity="error",
            place="số, ký hiệu",
            found=printed,
            expected=expected,
            message=(f"Dự thảo in ký hiệu “{printed}”, sổ của cơ quan dùng “{expected}”."),
            source="HD05 3.1.2" if organ.standard is Standard.PARTY else "NĐ 30/2020, Phụ lục I",
        )
    ]
