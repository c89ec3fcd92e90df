"""Who may issue what (399-QĐ/TW, Điều 8 to 13): it is told, and never stops a number."""

from __future__ import annotations

from typing import Final

from congvan.model.document_type import DocumentType
from congvan.model.findings import Finding
from congvan.model.organs import Organ, Standard
from congvan.model.text import fold, squeeze
from congvan.standards.types import Level, is_paper, levels

GRASSROOTS: Final = "co-so"  # what the office says of itself: đảng uỷ cơ sở
_BY_COMPETENCE: Final = {"ban thuong vu": "btv-co-so", "dang uy": "bch-co-so"}


def level_of(organ: Organ, said: str = "", competence: str = "") -> tuple[Level, ...]:
    """The levels the organ may stand on; none when nothing tells.

    ``said`` is the office's own setting: a key of the table, or ``co-so`` for a đảng uỷ cơ sở, of
    which ``competence`` tells whether the committee or its standing committee issues.
    """
    if organ.standard is not Standard.PARTY:
        return ()
    keys = {said}
    if said == GRASSROOTS:
        body = fold(squeeze(competence)).removeprefix("t/m").strip()
        keys = {_BY_COMPETENCE[body]} if body in _BY_COMPETENCE else {*_BY_COMPETENCE.values()}
    elif not said:
        name = f"{fold(squeeze(organ.name))} "
        keys = {
            level.key
            for level in levels()
            if any(name.startswith(f"{fold(words)} ") for words in level.names)
        }
    return tuple(level for level in levels() if level.key in keys)


def issuer_findings(
    document_type: DocumentType, organ: Organ, competence: str, said: str = ""
) -> list[Finding]:
    """What the lists say of that type at the organ's level; nothing when the level is not known."""
    found = level_of(organ, said, competence)
    if not found or is_paper(document_type.key):
        return []
    names = " hoặc ".join(level.name for level in found)
    source = found[0].source
    if not any(level.listed for level in found):
        why = f"Chưa xác nhận {names} có được ban hành loại “{document_type.name}” hay không."
        return [_finding(document_type, "info", why, source)]
    if document_type.issuers is None:
        why = f"Loại “{document_type.name}” không có trong danh mục đã xem của {names}."
        return [_finding(document_type, "info", why, source)]
    if {level.key for level in found} & {*document_type.issuers}:
        return []
    why = f"Theo danh mục đã xem, {names} không ban hành loại “{document_type.name}”."
    return [_finding(document_type, "warning", why, source)]


def _finding(document_type: DocumentType, severity: str, message: str, source: str) -> Finding:
    return Finding(
        code="type.issuer",
        severity=severity,
        place="tên loại",
        found=document_type.name,
        message=message,
        source=source,
    )
