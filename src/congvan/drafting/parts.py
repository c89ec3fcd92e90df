"""What the optional parts of a document print: grounds, marks, joint organs, annexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from congvan.drafting.body.printing import printed
from congvan.drafting.body.reader import read_body
from congvan.model.document_type import DocumentType
from congvan.model.organs import Organ
from congvan.standards.profile import Profile

PETITIONED: Final = "kinh_trinh"
_GROUNDS: Final = "cac_can_cu"
_DRAFT: Final = "du_thao_lan"
_JOINT: Final = "dong_ky"
_ANNEXES: Final = "phu_luc"
_BLANK: Final = "…"

PART_KEYS: Final[Mapping[str, str]] = {
    "ten_loai": "tên loại, chữ hoa",
    "dong_kem_theo": "(Kèm theo … số …, ngày … của …), trên phụ lục và văn bản kèm theo",
    "co_quan_trong_cau": "tên cơ quan viết trong câu",
}


def parts(
    document_type: DocumentType,
    values: Mapping[str, object],
    organ: Organ,
    profile: Profile,
) -> dict[str, object]:
    """The strings of those parts; a field the type does not have is not there either."""
    keys = {field.key for field in document_type.fields}
    notation = f"{document_type.abbreviation}/{organ.code}"
    found: dict[str, object] = {}
    others = _rows(values.get(_JOINT))
    if others:
        found |= _together(organ, notation, others, profile)
        notation = str(found["ky_hieu"])
    ours = organ.name_in_text or organ.name
    found |= {
        "ten_loai": document_type.printed_name.upper(),
        "co_quan_trong_cau": ours,
        "dong_kem_theo": _reference(document_type, notation, ours, profile),
    }
    if _GROUNDS in keys:
        found[_GROUNDS] = grounds(_items(values.get(_GROUNDS)), profile)
    if values.get(_DRAFT) and profile.stamps.draft:
        found[_DRAFT] = profile.stamps.draft.format(n=values[_DRAFT])
    if _ANNEXES in keys:
        found[_ANNEXES] = annexes(_rows(values.get(_ANNEXES)), profile)
    return found


def grounds(items: Sequence[str], profile: Profile) -> list[str]:
    """Each after a dash, each ended ``;``, the last ``.`` (HD05 6.2.3)."""
    marks = profile.marks
    dash = marks.ground_dash or ""
    ends = [marks.ground_end] * (len(items) - 1) + [marks.last_ground_end]
    return [f"{dash}{item}{end}" for item, end in zip(items, ends, strict=False)]


def annexes(rows: Sequence[Mapping[str, object]], profile: Profile) -> list[object]:
    """Label, title and text of each; a number only when there are two or more (HD05 II.1)."""
    annex = profile.annex
    numbered = len(rows) >= (annex.numbered_from or 1)
    return [
        [
            f"{annex.label} {number}" if numbered else annex.label,
            str(row.get("ten", "")).upper(),
            blocks(row.get("noi_dung"), profile),
        ]
        for number, row in enumerate(rows, start=1)
    ]


def blocks(text: object, profile: Profile) -> list[object]:
    """A text beside the content, as the blocks a template prints."""
    return [*printed(read_body("\n".join(_items(text))), profile, signed=False)]


def _together(
    organ: Organ, notation: str, others: Sequence[Mapping[str, object]], profile: Profile
) -> dict[str, object]:
    """Joint: the lead first, a hyphen between organs and between their codes (HD05 2, 3.2.2)."""
    joint = profile.number.joint or "-"
    names = [organ.name.upper(), *(str(row["co_quan"]).upper() for row in others)]
    codes = [notation, *(str(row["ky_hieu"]) for row in others)]
    return {
        "co_quan_cap_tren": "",
        "co_quan": " - ".join(names),
        "ky_hieu": joint.join(codes),
    }


def _reference(document_type: DocumentType, notation: str, organ: str, profile: Profile) -> str:
    """Its number and date are blanks that ``issue`` fills with those of the head."""
    said = profile.annex.reference or ""
    code = f"{_BLANK}{profile.number.separator}{notation}"
    return said.format(name=document_type.printed_name, code=code, date=_BLANK, organ=organ)


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _items(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
