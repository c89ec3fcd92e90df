"""All strings a template needs, punctuated and spelled as the standard prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from congvan.config import Layout
from congvan.drafting.body.printing import lines_of, printed
from congvan.drafting.body.reader import read_body
from congvan.drafting.parts import PART_KEYS, PETITIONED, parts
from congvan.model.document_type import DocumentType, Field, FieldKind
from congvan.model.organs import Organ, Signer
from congvan.model.text import fold
from congvan.standards.basis import basis, records
from congvan.standards.forms import confirmation
from congvan.standards.profile import Profile

ADDRESSEES: Final = "kinh_gui"
RECIPIENTS: Final = "noi_nhan"
BODY: Final = "noi_dung"
_WE: Final = "don_vi"  # the organ inside a sentence

OFFICE_KEYS: Final[Mapping[str, str]] = {
    "co_quan_cap_tren": "cơ quan cấp trên trực tiếp, chữ hoa",
    "co_quan": "cơ quan ban hành, chữ hoa",
    "ky_hieu": "ký hiệu sau số: CV/ĐU",
    "dia_danh": "địa danh",
    "tham_quyen": "T/M …, K/T …, T/L …",
    "chuc_vu": "chức vụ người ký, chữ hoa",
    "nguoi_ky": "họ tên người ký",
    "can_cu": "câu căn cứ theo ngày của văn bản",
    "xac_nhan": "XÁC NHẬN CỦA … trên phiếu nhận xét, theo ngày của văn bản",
    **PART_KEYS,
}


def context(  # noqa: PLR0917  # the parts of a document, in the order they are decided
    document_type: DocumentType,
    values: Mapping[str, object],
    organ: Organ,
    signer: Signer,
    profile: Profile,
    layout: Layout,
    on: date | None,
) -> dict[str, object]:
    """What ``render`` is given: the office's part and every field, those left empty as nothing.

    ``values`` are what ``accept`` gave back. Number and date are not here: they are slots, filled
    when the document is issued. ``on`` chooses dated texts; None takes the newest.
    """
    filled = {field.key: _printed(field, values) for field in document_type.fields}
    if ADDRESSEES in filled:
        filled[ADDRESSEES] = addressees(_items(filled[ADDRESSEES]), profile, layout)
    if PETITIONED in filled:
        filled[PETITIONED] = addressees(_items(filled[PETITIONED]), profile, layout)
    if RECIPIENTS in filled:
        above = bool(filled.get(ADDRESSEES) or filled.get(PETITIONED))
        filled[RECIPIENTS] = recipients(_items(filled[RECIPIENTS]), organ, profile, above=above)
    filled |= texts(document_type, filled, profile)
    if not filled.get(_WE, True):
        filled[_WE] = organ.name_in_text
    office: dict[str, object] = {
        "co_quan_cap_tren": organ.parent_name.upper(),
        "co_quan": organ.name.upper(),
        "ky_hieu": f"{document_type.abbreviation}/{organ.code}",
        "dia_danh": organ.place,
        "tham_quyen": signer.competence.upper(),
        "chuc_vu": signer.post.upper(),
        "nguoi_ky": signer.name,
        "can_cu": (basis(on) if on else records()[-1]).text,
        "xac_nhan": confirmation(on),
    }
    return {**office, **filled, **parts(document_type, values, organ, profile)}


def addressees(items: Sequence[str], profile: Profile, layout: Layout) -> list[str]:
    """Several end with ``;``, the last with the office's choice (HD05 9); one stands bare."""
    marks = profile.marks
    if len(items) == 1:
        return [items[0] + marks.single_addressee_end]
    last = profile.chosen("marks.last_addressee_end", layout.addressee_final_mark)
    return _punctuated(items, marks.item_end, last)


def recipients(items: Sequence[str], organ: Organ, profile: Profile, *, above: bool) -> list[str]:
    """``Như trên`` first when there is an addressee, ``Lưu …`` last (HD05 9), unless given."""
    words = profile.words
    kept = [item for item in items if not _begins(item, words.storage)]
    stored = [item for item in items if _begins(item, words.storage)]
    if above and not any(_begins(item, words.as_above) for item in kept):
        kept = [words.as_above, *kept]
    stored = stored or [f"{words.storage} {organ.storage}"]
    return _punctuated([*kept, *stored], profile.marks.item_end, profile.marks.last_recipient_end)


def texts(
    document_type: DocumentType, filled: Mapping[str, object], profile: Profile
) -> dict[str, object]:
    """Every text of several lines as blocks by their kind, ``khoi_<field>``, and as plain lines.

    A template that prints the lines one by one, as all did before there were blocks, goes on
    printing what it did; emphasis and tables are in the blocks.
    """
    found: dict[str, object] = {}
    for field in document_type.fields:
        if field.kind is FieldKind.TEXT:
            body = read_body("\n".join(_items(filled[field.key])))
            blocks = printed(body, profile, signed=field.key == BODY)
            found |= {block_key(field.key): blocks, field.key: lines_of(blocks)}
    return found


def block_key(key: str) -> str:
    """What a template calls the blocks of that field: ``khoi_noi_dung``."""
    return f"khoi_{key}"


def _punctuated(items: Sequence[str], mark: str, last: str) -> list[str]:
    return [*(item + mark for item in items[:-1]), *(item + last for item in items[-1:])]


def _begins(item: str, words: str) -> bool:
    """``Lưu Văn phòng``, ``Lưu: VT`` begin with ``Lưu``; ``Lưu Văn An`` cannot be told apart."""
    rest = fold(item).removeprefix(fold(words))
    return rest != fold(item) and not rest[:1].isalnum()


def _items(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _printed(field: Field, values: Mapping[str, object]) -> object:
    """The value, a table as rows of text in the order of its columns: templates number cells."""
    value = values.get(field.key, _nothing(field))
    if field.kind is not FieldKind.TABLE or not isinstance(value, list):
        return value
    return [[str(row.get(column.key, "")) for column in field.columns] for row in value]


def _nothing(field: Field) -> object:
    if field.kind in {FieldKind.LIST, FieldKind.TEXT, FieldKind.TABLE}:
        return []
    return False if field.kind is FieldKind.FLAG else ""
