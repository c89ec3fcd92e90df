"""Takes what a clerk filled in: each value checked by its kind, or refused by field name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from unicodedata import combining

from congvan.drafting.body.reader import source_lines
from congvan.errors import RefusedInput, WrongUse
from congvan.model import dates
from congvan.model.document_type import DocumentType, Field, FieldKind
from congvan.model.text import fold, nfc, squeeze, unsafe_characters

_BREAKS: Final = str.maketrans("", "", "\n\r\t")
_DASH: Final = re.compile(r"^(?:[-–—•+]\s+)+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YES: Final = frozenset({"co", "x", "dung", "yes", "true", "1"})
_NO: Final = frozenset({"khong", "sai", "no", "false", "0"})
_NAME_LENGTH: Final = range(2, 61)


def accept(document_type: DocumentType, data: Mapping[str, object]) -> dict[str, object]:
    """The data as it will be printed: NFC, lines squeezed, every value of its field's kind.

    Values are plain: str, bool, list of str, list of dict for a table; a date is the text printed
    (``27/5/2026``). A field left empty is absent, unless it has a default. What ``accept`` gives
    back it takes again unchanged.
    """
    for key in data:
        if document_type.field(key) is None:
            raise _unknown(document_type, key)
    taken: dict[str, object] = {}
    missing: list[Field] = []
    for field in document_type.fields:
        value = _value(field, data.get(field.key))
        if value is None and field.default is not None:
            value = _value(field, field.default)
        if value is not None:
            taken[field.key] = value
        elif field.required:
            missing.append(field)
    if missing:
        named = ", ".join(f"“{field.label}” ({field.key})" for field in missing)
        raise RefusedInput(
            f"{document_type.name}: thiếu {named}.",
            remedy="Điền các trường ấy rồi làm lại.",
            code="field.missing",
        )
    _refuse_none_of(document_type, taken)
    return taken


def _refuse_none_of(document_type: DocumentType, taken: Mapping[str, object]) -> None:
    wanted = document_type.needs_one_of
    if wanted and not any(key in taken for key in wanted):
        fields = [field for field in document_type.fields if field.key in wanted]
        named = ", ".join(f"“{field.label}” ({field.key})" for field in fields)
        raise RefusedInput(
            f"{document_type.name}: chưa điền trường nào trong: {named}.",
            remedy="Điền một trong các trường ấy rồi làm lại.",
            code="field.missing",
        )


def _value(field: Field, value: object) -> object:
    """The value of that field, or None when nothing was filled in."""
    if value is None:
        return None
    _refuse_unsafe(field, value)
    if isinstance(value, str) and not value.strip():
        return None
    read = _READERS[field.kind](field, value)
    said_no = read is False and field.default is not None  # “không” overrules a default of “có”
    return read if read or said_no else None


def _refuse_unsafe(field: Field, value: object) -> None:
    for text in value if isinstance(value, list | tuple) else (value,):
        found = unsafe_characters(text.translate(_BREAKS)) if isinstance(text, str) else []
        if found:
            raise _refused(
                field,
                f"có ký tự điều khiển không in được ({', '.join(sorted(set(found))[:5])})",
                "Xoá ký tự ấy, hoặc gõ lại giá trị bằng tay.",
                code="field.unsafe-character",
            )


def _line(field: Field, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _refused(field, "phải là một dòng chữ", "Ghi giá trị trong dấu nháy.")
    return squeeze(value)


def _person(field: Field, value: object) -> str:
    """A full name: letters of any language, spaces, apostrophe, hyphen, full stop."""
    name = _line(field, value)
    strange = [char for char in name if not (char.isalpha() or combining(char) or char in " '’-.")]
    if name and (strange or len(name) not in _NAME_LENGTH):
        why = f"không phải là họ tên: {name[:60]!r}"
        raise _refused(field, why, "Ghi họ và tên bằng chữ, từ 2 đến 60 ký tự.")
    return name


def _text(field: Field, value: object) -> list[str]:
    """Lines as they were written; between two tables one blank line is kept."""
    blocks = value if isinstance(value, list | tuple) else [value]
    texts = (block if isinstance(block, str) else _line(field, block) for block in blocks)
    return source_lines("\n".join(texts))


def _list(field: Field, value: object) -> list[str]:
    """Items as the clerk means them: without the dash before and the mark after."""
    if isinstance(value, list | tuple):
        items = [_line(field, item) for item in value]
    else:
        items = _lines(field, value)
    bare = [_DASH.sub("", item).rstrip("; ,") for item in items]
    kept = [item for item in bare if item]
    while kept:
        last = kept.pop().rstrip("; ,.")
        if last:
            return [*kept, last]
    return []


def _lines(field: Field, value: object) -> list[str]:
    if not isinstance(value, str):
        return [_line(field, value)]
    return [squeeze(line) for line in nfc(value).replace("\r", "\n").split("\n")]


def _date(field: Field, value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return dates.short(value)
    text = _line(field, value)
    if field.year_alone and _YEAR.fullmatch(text):
        return text
    day = dates.parse(text)
    if text and day is None:
        year = " hoặc chỉ năm (1985)" if field.year_alone else ""
        why = f"không phải là một ngày: {text[:60]!r}"
        raise _refused(field, why, f"Ghi ngày/tháng/năm, ví dụ 27/5/2026{year}.")
    return dates.short(day) if day else ""


def _choice(field: Field, value: object) -> str:
    text = _line(field, value)
    for choice in field.choices:
        if fold(choice) == fold(text):
            return choice
    if text:
        why = f"không nhận giá trị {text[:60]!r}"
        raise _refused(field, why, f"Chọn một trong: {', '.join(field.choices)}.")
    return ""


def _flag(field: Field, value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = fold(_line(field, value))
    if text in _YES:
        return True
    if text in _NO or not text:
        return False
    raise _refused(field, f"không phải có hay không: {text[:60]!r}", "Ghi “có” hoặc “không”.")


def _table(field: Field, value: object) -> list[dict[str, object]]:
    """Rows of a table, every value of its column's kind; an empty row is left out."""
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        remedy = f"Mỗi dòng là một bảng có các cột: {', '.join(c.key for c in field.columns)}."
        raise _refused(field, "phải là danh sách các dòng", remedy)
    rows = [_row(field, number, row) for number, row in enumerate(value, start=1)]
    return [row for row in rows if row]


def _row(field: Field, number: int, row: Mapping[str, object]) -> dict[str, object]:
    known = [column.key for column in field.columns]
    for key in row:
        if key not in known:
            why = f"dòng {number} không có cột “{key}”"
            raise _refused(field, why, f"Các cột: {', '.join(known)}.", code="field.unknown-column")
    named = [
        replace(column, label=f"{field.label}, dòng {number}: {column.label}")
        for column in field.columns
    ]
    values = {column.key: _value(column, row.get(column.key)) for column in named}
    taken = {key: value for key, value in values.items() if value is not None}
    missing = [column for column in field.columns if column.required and column.key not in taken]
    if taken and missing:
        said = ", ".join(f"“{column.label}” ({column.key})" for column in missing)
        raise _refused(field, f"dòng {number} thiếu {said}", "Điền cột ấy.", code="field.missing")
    return taken


_READERS: Final[Mapping[FieldKind, Callable[[Field, object], object]]] = {
    FieldKind.LINE: _line,
    FieldKind.TEXT: _text,
    FieldKind.LIST: _list,
    FieldKind.PERSON: _person,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.FLAG: _flag,
    FieldKind.TABLE: _table,
}


def _refused(field: Field, why: str, remedy: str, *, code: str = "field.bad") -> RefusedInput:
    return RefusedInput(f"Trường “{field.label}” ({field.key}) {why}.", remedy=remedy, code=code)


def _unknown(document_type: DocumentType, key: str) -> WrongUse:
    keys = [field.key for field in document_type.fields]
    near = difflib.get_close_matches(fold(str(key)).replace(" ", "_"), keys, n=1)
    hint = f"Có phải “{near[0]}”? " if near else ""
    return WrongUse(
        f"{document_type.name} không có trường “{key}”.",
        remedy=f"{hint}Các trường: {', '.join(keys)}.",
        code="field.unknown",
    )
